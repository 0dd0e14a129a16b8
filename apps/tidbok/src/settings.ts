import { resolve } from 'node:path';
import {
  SettingRefused,
  Settings as Given,
  type Environment,
  type LogLevel,
} from '@tidbok/doorway';

/** Everything that the environment may say, read once. The README lists the same names. */
export type Settings = {
  readonly bookPort: number;
  readonly sitePort: number;
  readonly clientPort: number;
  /** Where the demo's test login listens. */
  readonly identityPort: number;
  /** Absolute. */
  readonly dataFolder: string;
  /** The clinic's database; absent: an embedded one. */
  readonly bookDatabaseUrl: string | undefined;
  /** The site's database; absent: an embedded one. */
  readonly siteDatabaseUrl: string | undefined;
  readonly loadsDemo: boolean;
  /** Tests only: a file that holds the instant that counts as now. */
  readonly nowFile: string | undefined;
  readonly logLevel: LogLevel;
};

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readSettings(environment: Environment): Settings {
  const given = new Given(environment);
  const sitePort = given.port('SITE_PORT', 4200);
  const settings = {
    bookPort: given.port('BOOK_PORT', 4100),
    sitePort,
    clientPort: given.port('CLIENT_PORT', 4300),
    identityPort: given.port('IDP_PORT', besides(sitePort)),
    dataFolder: resolve(given.text('TIDBOK_DATA') ?? 'data'),
    bookDatabaseUrl: given.database('BOOK_DATABASE_URL'),
    siteDatabaseUrl: given.database('SITE_DATABASE_URL'),
    loadsDemo: given.isOn('TIDBOK_DEMO', true),
    nowFile: file(given.text('TIDBOK_NOW_FILE')),
    logLevel: given.logLevel(),
  };
  refuseTwice(settings);
  return settings;
}

/** The same settings as a part's environment; what a part has no use for is left out. */
export function environmentOf(settings: Settings): Record<string, string> {
  return {
    BOOK_PORT: String(settings.bookPort),
    SITE_PORT: String(settings.sitePort),
    CLIENT_PORT: String(settings.clientPort),
    IDP_PORT: String(settings.identityPort),
    TIDBOK_DATA: settings.dataFolder,
    TIDBOK_DEMO: settings.loadsDemo ? '1' : '0',
    LOG_LEVEL: settings.logLevel,
    ...(settings.nowFile === undefined ? {} : { TIDBOK_NOW_FILE: settings.nowFile }),
  };
}

/** 4400 beside 4200; whoever moves the site need not name another port for the login. */
function besides(sitePort: number): number {
  return sitePort + 200 <= 65_535 ? sitePort + 200 : sitePort - 200;
}

function file(value: string | undefined): string | undefined {
  return value === undefined ? undefined : resolve(value);
}

function refuseTwice({ bookPort, sitePort, clientPort, identityPort }: Settings): void {
  if (new Set([bookPort, sitePort, clientPort, identityPort]).size === 4) return;
  throw new SettingRefused(
    'BOOK_PORT, SITE_PORT, CLIENT_PORT and IDP_PORT must differ from each other.',
  );
}
