import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lock, secretKey, unlock } from '../src/index.ts';

const key = secretKey(randomBytes(32), 'sessions');

describe('what a browser keeps for us', () => {
  it('opens with its key, for its purpose, and looks different each time', () => {
    const locked = lock(key, 'Åsa', 'session');

    expect(unlock(key, locked, 'session')).toBe('Åsa');
    expect(lock(key, 'Åsa', 'session')).not.toBe(locked);
  });

  it('opens neither with another key, nor for another purpose, nor changed or cut', () => {
    const locked = lock(key, 'Åsa', 'session');
    const bytes = Buffer.from(locked, 'base64url');
    bytes[14] = (bytes[14] ?? 0) ^ 1;

    expect(unlock(secretKey(randomBytes(32), 'sessions'), locked, 'session')).toBeNull();
    expect(unlock(key, locked, 'login')).toBeNull();
    expect(unlock(key, bytes.toString('base64url'), 'session')).toBeNull();
    for (const text of ['', 'x', locked.slice(0, -4), '💥']) {
      expect(unlock(key, text, 'session')).toBeNull();
    }
  });

  it('needs a secret that is long enough', () => {
    expect(() => secretKey(randomBytes(31), 'sessions')).toThrow('too short');
  });
});
