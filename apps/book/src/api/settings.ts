import type { Instant } from '@tidbok/core';
import { clockOf } from '@tidbok/service/clinic';

/** What the environment says to the book. */
export interface BookSettings {
  readonly port: number;
  readonly databaseUrl: string;
  readonly logLevel: string;
  readonly now: () => Instant;
}

/** A value of the environment that cannot be meant; its message is the one line to print. */
export class SettingRefused extends Error {}

const logLevels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

export function readSettings(environment: NodeJS.ProcessEnv): BookSettings {
  const port = Number(environment['BOOK_PORT'] ?? '4100');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SettingRefused('BOOK_PORT must be a port number from 1 to 65535.');
  }
  const databaseUrl = environment['BOOK_DATABASE_URL'] ?? '';
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new SettingRefused('BOOK_DATABASE_URL must be the address of the clinic’s database.');
  }
  const logLevel = environment['LOG_LEVEL'] ?? 'info';
  if (!logLevels.has(logLevel)) {
    throw new SettingRefused(`LOG_LEVEL must be one of ${[...logLevels].join(', ')}.`);
  }
  return { port, databaseUrl, logLevel, now: clockOf(environment['TIDBOK_NOW_FILE']) };
}
