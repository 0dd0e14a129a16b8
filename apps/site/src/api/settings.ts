import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Instant } from '@tidbok/core';
import { isProviderKind, type ProviderSettings } from '@tidbok/identity';
import { MessageSettingRefused, readCarrierSettings, type CarrierSettings } from '@tidbok/message';
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
  /** The e-ID provider; null: nobody can log in here. */
  readonly login: ProviderSettings | null;
  /** The ways out for messages to patients. */
  readonly carrier: CarrierSettings;
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
  const port = whole('SITE_PORT', environment['SITE_PORT'] ?? '4200', 65_535);
  const secretsFolder = join(resolve(environment['TIDBOK_DATA'] ?? 'data'), 'secrets');
  return {
    port,
    databaseUrl,
    secretsFolder,
    logLevel,
    now: clockOf(environment['TIDBOK_NOW_FILE']),
    callsPerMinute: whole(
      'SITE_CALLS_PER_MINUTE',
      environment['SITE_CALLS_PER_MINUTE'] ?? String(calls),
      1_000_000_000,
    ),
    login: loginOf(environment, { port, secretsFolder }),
    carrier: carrierOf(environment),
  };
}

/** `SITE_EID_ISSUER` opens the login; the secret lies in a file that the provider's side knows. */
function loginOf(
  environment: NodeJS.ProcessEnv,
  { port, secretsFolder }: { readonly port: number; readonly secretsFolder: string },
): ProviderSettings | null {
  const issuer = environment['SITE_EID_ISSUER']?.trim() ?? '';
  if (issuer === '') return null;
  if (!URL.canParse(issuer)) throw new SettingRefused('SITE_EID_ISSUER must be an address.');
  const kind = environment['SITE_EID_KIND'] ?? 'oidc-se';
  if (!isProviderKind(kind)) {
    throw new SettingRefused('SITE_EID_KIND must be oidc-se, idura-bankid or signicat.');
  }
  const publicUrl = environment['SITE_PUBLIC_URL'] ?? `http://localhost:${port}`;
  if (!URL.canParse(publicUrl)) throw new SettingRefused('SITE_PUBLIC_URL must be an address.');
  return {
    kind,
    issuer,
    clientId: environment['SITE_EID_CLIENT_ID'] ?? 'tidbok-site',
    clientSecret: readSecret(join(secretsFolder, 'eid-client-secret')),
    redirectUri: new URL('/logga-in/klart', publicUrl).href,
  };
}

/** What came of an SMS is asked of the operator. */
function carrierOf(environment: NodeJS.ProcessEnv): CarrierSettings {
  try {
    return readCarrierSettings(environment, null);
  } catch (error) {
    throw error instanceof MessageSettingRefused ? new SettingRefused(error.message) : error;
  }
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingRefused(`${file} must hold the secret that the e-ID provider gave.`);
  }
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= max) return number;
  throw new SettingRefused(`${name} must be a whole number from 1 to ${max}, not "${value}".`);
}
