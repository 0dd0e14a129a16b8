import { join, resolve } from 'node:path';
import { Settings, type Environment, type LogLevel } from '@tidbok/doorway';
import { readCarrierSettings, type CarrierSettings } from '@tidbok/message';

/** What the environment tells the Online Client. */
export interface ClientSettings {
  readonly port: number;
  /** The address that the pages listen on. */
  readonly host: string;
  /** Names by which browsers may ask for the pages, beside loopback's. */
  readonly names: readonly string[];
  /** Where databases and keys live. */
  readonly dataFolder: string;
  /** What has happened, for the log page. */
  readonly eventFile: string;
  readonly databaseUrl: string;
  /** Where this computer's identity key lies. */
  readonly identityFile: string;
  readonly logLevel: LogLevel;
  readonly nowFile: string | undefined;
  /** The ways out for what patients are told from the clinic’s side. */
  readonly carrier: CarrierSettings;
}

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readClientSettings(environment: Environment): ClientSettings {
  const settings = new Settings(environment);
  const data = resolve(settings.text('TIDBOK_DATA') ?? 'data');
  return {
    port: settings.port('CLIENT_PORT', 4300),
    host: settings.text('CLIENT_HOST') ?? '127.0.0.1',
    names: (settings.text('CLIENT_NAMES') ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    dataFolder: data,
    eventFile: join(data, 'client', 'events.jsonl'),
    databaseUrl: settings.ownDatabase('BOOK_DATABASE_URL'),
    identityFile: join(data, 'client', 'identity-key'),
    logLevel: settings.logLevel(),
    nowFile: settings.text('TIDBOK_NOW_FILE'),
    // Nobody outside reaches this computer: what came of an SMS is asked.
    carrier: readCarrierSettings(environment),
  };
}
