import { describe, expect, test } from 'vitest';
import { operate } from '../src/operate.ts';

async function type(words: string, environment = {}) {
  const printed = { out: '', err: '' };
  const code = await operate(words.split(' ').filter(Boolean), environment, {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  return { code, ...printed };
}

describe('the command line', () => {
  test.each(['', '--help', '-h'])('lists its commands when %j is typed', async (words) => {
    const { code, out } = await type(words);

    expect(code).toBe(0);
    expect(out).toContain('token create');
  });

  test('tells what one command takes', async () => {
    const { code, out } = await type('token create --help');

    expect(code).toBe(0);
    expect(out).toContain('--role admin|reception');
  });

  test.each([
    ['tooth pull', 'There is no command "tooth pull".'],
    ['tooth pull --help', 'There is no command "tooth pull".'],
    ['token create --sort', "Unknown option '--sort'"],
    ['token create', '--app is missing.'],
  ])('answers %j with what is wrong with it', async (words, line) => {
    const { code, err } = await type(words);

    expect(code).toBe(2);
    expect(err).toContain(line);
  });

  test('answers programs in JSON, refusals too', async () => {
    const { code, err } = await type('token create --app tooth --role admin --json');

    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'unknown-app' } });
  });

  test('stops at a wrong setting', async () => {
    const { code, err } = await type('doctor', { SITE_PORT: 'x' });

    expect(code).toBe(2);
    expect(err).toBe('SITE_PORT must be a port number from 1 to 65535, not "x".');
  });
});
