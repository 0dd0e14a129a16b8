import { join, resolve } from 'node:path';
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
  readonly logLevel: string;
  readonly nowFile: string | undefined;
  /** The ways out for what patients are told from the clinic’s side. */
  readonly carrier: CarrierSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws with one clear line at the first value that cannot be meant. */
export function readClientSettings(environment: Environment): ClientSettings {
  const port = Number(environment['CLIENT_PORT'] ?? '4300');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error('CLIENT_PORT must be a port number from 1 to 65535.');
  }
  const databaseUrl = environment['BOOK_DATABASE_URL'];
  if (databaseUrl === undefined || databaseUrl === '') {
    throw new Error('BOOK_DATABASE_URL must name the clinic’s database.');
  }
  const data = resolve(environment['TIDBOK_DATA'] ?? 'data');
  return {
    port,
    host: environment['CLIENT_HOST'] ?? '127.0.0.1',
    names: (environment['CLIENT_NAMES'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    dataFolder: data,
    eventFile: join(data, 'client', 'events.jsonl'),
    databaseUrl,
    identityFile: join(data, 'client', 'identity-key'),
    logLevel: environment['LOG_LEVEL'] ?? 'info',
    nowFile: environment['TIDBOK_NOW_FILE'],
    // Nobody outside reaches this computer: what came of an SMS is asked.
    carrier: readCarrierSettings(environment, null),
  };
}
