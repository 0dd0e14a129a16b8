import { join, resolve } from 'node:path';
import type { Instant } from '@tidbok/core';
import { clockOf } from '@tidbok/service/site';

/** What the environment says to the site. The README lists the same names. */
export interface SiteSettings {
  readonly port: number;
  readonly databaseUrl: string;
  /** Where `site-key` and `site-message-key` lie. */
  readonly secretsFolder: string;
  readonly logLevel: string;
  readonly now: () => Instant;
  /** Calls that one address may make in a minute. */
  readonly callsPerMinute: number;
}

/** A value of the environment that cannot be meant; its message is the one line to print. */
export class SettingRefused extends Error {}

const logLevels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
/** A patient needs some twenty; a family or an office behind one address more. */
const callsPerMinute = 1_200;
/** The demo is measured and scripted against. */
const demoCallsPerMinute = 1_000_000;

export function readSettings(environment: NodeJS.ProcessEnv): SiteSettings {
  const databaseUrl = environment['SITE_DATABASE_URL'] ?? '';
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new SettingRefused('SITE_DATABASE_URL must be the address of the site’s database.');
  }
  const logLevel = environment['LOG_LEVEL'] ?? 'info';
  if (!logLevels.has(logLevel)) {
    throw new SettingRefused(`LOG_LEVEL must be one of ${[...logLevels].join(', ')}.`);
  }
  const generous = environment['TIDBOK_DEMO'] !== '0';
  const calls = generous ? demoCallsPerMinute : callsPerMinute;
  return {
    port: whole('SITE_PORT', environment['SITE_PORT'] ?? '4200', 65_535),
    databaseUrl,
    secretsFolder: join(resolve(environment['TIDBOK_DATA'] ?? 'data'), 'secrets'),
    logLevel,
    now: clockOf(environment['TIDBOK_NOW_FILE']),
    callsPerMinute: whole(
      'SITE_CALLS_PER_MINUTE',
      environment['SITE_CALLS_PER_MINUTE'] ?? String(calls),
      1_000_000_000,
    ),
  };
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= max) return number;
  throw new SettingRefused(`${name} must be a whole number from 1 to ${max}, not "${value}".`);
}
