import { describe, expect, it } from 'vitest';
import { SettingRefused, Settings } from '@tidbok/doorway';

const settings = (environment: Record<string, string>) => new Settings(environment);

describe('the environment', () => {
  it('may leave out what has a standard, and an empty value is none', () => {
    for (const environment of [{}, { PORT: ' ', ON: '', LOG_LEVEL: '', DATABASE: '' }]) {
      const given = settings(environment);
      expect(given.port('PORT', 4100)).toBe(4100);
      expect(given.isOn('ON', true)).toBe(true);
      expect(given.logLevel()).toBe('info');
      expect(given.database('DATABASE')).toBeUndefined();
    }
  });

  it.each([
    ['abc', 'PORT must be a port number from 1 to 65535, not "abc".'],
    ['0', 'PORT must be a port number from 1 to 65535, not "0".'],
    ['65536', 'PORT must be a port number from 1 to 65535, not "65536".'],
    ['4e3', 'PORT must be a port number from 1 to 65535, not "4e3".'],
  ])('stops at the port %s with one clear line', (PORT, line) => {
    expect(() => settings({ PORT }).port('PORT', 4100)).toThrow(new SettingRefused(line));
  });

  it('never repeats a database address, which may hold a password', () => {
    for (const DATABASE of ['mysql://a:secret@b/c', 'postgres://host:5432', 'secret']) {
      const given = settings({ DATABASE });
      expect(() => given.database('DATABASE')).toThrow(
        'DATABASE must look like postgres://user:password@host:5432/database.',
      );
    }
    expect(() => settings({}).ownDatabase('DATABASE')).toThrow('DATABASE must be set');
  });
});
