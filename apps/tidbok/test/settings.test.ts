import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentOf, readSettings } from '../src/settings.ts';

describe('the environment', () => {
  test('may be empty: every setting has a default', () => {
    expect(readSettings({})).toEqual({
      bookPort: 4100,
      sitePort: 4200,
      clientPort: 4300,
      identityPort: 4400,
      dataFolder: resolve('data'),
      bookDatabaseUrl: undefined,
      siteDatabaseUrl: undefined,
      loadsDemo: true,
      nowFile: undefined,
      logLevel: 'info',
    });
  });

  test('counts an empty value as none', () => {
    expect(readSettings({ BOOK_PORT: ' ', LOG_LEVEL: '' })).toEqual(readSettings({}));
  });

  test('reaches a part as it was read', () => {
    const given = { BOOK_PORT: '1', SITE_PORT: '2', CLIENT_PORT: '3', TIDBOK_DEMO: '0' };
    const settings = readSettings({ ...given, TIDBOK_NOW_FILE: 'now', LOG_LEVEL: 'debug' });

    expect(readSettings(environmentOf(settings))).toEqual(settings);
  });

  test.each([
    [{ BOOK_PORT: 'abc' }, 'BOOK_PORT must be a port number from 1 to 65535, not "abc".'],
    [{ SITE_PORT: '0' }, 'SITE_PORT must be a port number from 1 to 65535, not "0".'],
    [{ CLIENT_PORT: '65536' }, 'CLIENT_PORT must be a port number from 1 to 65535, not "65536".'],
    [
      { BOOK_PORT: '4200' },
      'BOOK_PORT, SITE_PORT, CLIENT_PORT and IDP_PORT must differ from each other.',
    ],
    [{ TIDBOK_DEMO: 'yes' }, 'TIDBOK_DEMO must be 0 or 1, not "yes".'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud".',
    ],
  ])('%j stops the start with one clear line', (environment, line) => {
    expect(() => readSettings(environment)).toThrow(line);
  });

  test.each(['mysql://a:secret@b/c', 'postgres://host:5432', 'secret'])(
    'does not repeat a database address that may hold a password: %s',
    (address) => {
      const line = 'BOOK_DATABASE_URL must look like postgres://user:password@host:5432/database.';

      expect(() => readSettings({ BOOK_DATABASE_URL: address })).toThrow(line);
    },
  );
});
