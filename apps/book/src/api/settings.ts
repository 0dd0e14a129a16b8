import type { Instant } from '@tidbok/core';
import { Settings, type Environment, type LogLevel } from '@tidbok/doorway';
import { clockOf } from '@tidbok/service/clinic';

/** What the environment says to the book. */
export interface BookSettings {
  readonly port: number;
  readonly databaseUrl: string;
  readonly logLevel: LogLevel;
  readonly now: () => Instant;
}

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readSettings(environment: Environment): BookSettings {
  const settings = new Settings(environment);
  return {
    port: settings.port('BOOK_PORT', 4100),
    databaseUrl: settings.ownDatabase('BOOK_DATABASE_URL'),
    logLevel: settings.logLevel(),
    now: clockOf(settings.text('TIDBOK_NOW_FILE')),
  };
}
