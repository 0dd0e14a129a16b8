import { resolve } from 'node:path';

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

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A value of the environment that cannot be meant; its message is the one line to print. */
export class SettingRefused extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readSettings(environment: Environment): Settings {
  const given = (name: string) => environment[name]?.trim() || undefined;
  const sitePort = port('SITE_PORT', given('SITE_PORT') ?? '4200');
  const settings = {
    bookPort: port('BOOK_PORT', given('BOOK_PORT') ?? '4100'),
    sitePort,
    clientPort: port('CLIENT_PORT', given('CLIENT_PORT') ?? '4300'),
    identityPort: port('IDP_PORT', given('IDP_PORT') ?? String(besides(sitePort))),
    dataFolder: resolve(given('TIDBOK_DATA') ?? 'data'),
    bookDatabaseUrl: databaseUrl('BOOK_DATABASE_URL', given('BOOK_DATABASE_URL')),
    siteDatabaseUrl: databaseUrl('SITE_DATABASE_URL', given('SITE_DATABASE_URL')),
    loadsDemo: yesOrNo('TIDBOK_DEMO', given('TIDBOK_DEMO') ?? '1'),
    nowFile: file(given('TIDBOK_NOW_FILE')),
    logLevel: logLevel(given('LOG_LEVEL') ?? 'info'),
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

function port(name: string, value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= 65_535) return number;
  throw refusal(name, 'a port number from 1 to 65535', value);
}

/** 4400 beside 4200; whoever moves the site need not name another port for the login. */
function besides(sitePort: number): number {
  return sitePort + 200 <= 65_535 ? sitePort + 200 : sitePort - 200;
}

function databaseUrl(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  if (url && isPostgres && url.pathname.length > 1) return value;
  // The value itself may hold a password, so it is not repeated.
  throw new SettingRefused(`${name} must look like postgres://user:password@host:5432/database.`);
}

function yesOrNo(name: string, value: string): boolean {
  if (value === '0' || value === '1') return value === '1';
  throw refusal(name, '0 or 1', value);
}

function logLevel(value: string): LogLevel {
  const level = logLevels.find((known) => known === value);
  if (level) return level;
  throw refusal('LOG_LEVEL', `one of ${logLevels.join(', ')}`, value);
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

function refusal(name: string, expected: string, value: string): SettingRefused {
  return new SettingRefused(`${name} must be ${expected}, not "${value}".`);
}
