/** A value of the environment that cannot be meant; its message is the one line to print. */
export class SettingRefused extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const HIGHEST_PORT = 65_535;

/** What a program is told by its environment. An empty value counts as none. */
export class Settings {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  text(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  /** A port number, `otherwise` where none is given. */
  port(name: string, otherwise: number): number {
    const value = this.text(name) ?? String(otherwise);
    if (isWhole(value, HIGHEST_PORT)) return Number(value);
    throw refusal(name, `a port number from 1 to ${HIGHEST_PORT}`, value);
  }

  /** A whole number from 1 to `most`. */
  whole(name: string, { otherwise, most }: { otherwise: number; most: number }): number {
    const value = this.text(name) ?? String(otherwise);
    if (isWhole(value, most)) return Number(value);
    throw refusal(name, `a whole number from 1 to ${most}`, value);
  }

  isOn(name: string, otherwise: boolean): boolean {
    const value = this.text(name) ?? (otherwise ? '1' : '0');
    if (value === '0' || value === '1') return value === '1';
    throw refusal(name, '0 or 1', value);
  }

  logLevel(): LogLevel {
    const value = this.text('LOG_LEVEL') ?? 'info';
    const level = LOG_LEVELS.find((known) => known === value);
    if (level !== undefined) return level;
    throw refusal('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`, value);
  }

  /** The address of a PostgreSQL database; undefined where none is given. */
  database(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const url = URL.parse(value);
    const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
    if (url !== null && isPostgres && url.pathname.length > 1) return value;
    // The value itself may hold a password, so it is not repeated.
    throw new SettingRefused(`${name} must look like postgres://user:password@host:5432/database.`);
  }

  /** The same, where there is nothing to do without. */
  ownDatabase(name: string): string {
    const url = this.database(name);
    if (url !== undefined) return url;
    throw new SettingRefused(`${name} must be set: the address of a PostgreSQL database.`);
  }
}

function isWhole(value: string, most: number): boolean {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= 1 && number <= most;
}

function refusal(name: string, expected: string, value: string): SettingRefused {
  return new SettingRefused(`${name} must be ${expected}, not "${value}".`);
}
