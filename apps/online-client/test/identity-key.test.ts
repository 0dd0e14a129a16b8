import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign, verify } from '@tidbok/seal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureIdentity, readIdentity } from '../src/identity-key.ts';

describe('the identity of a clinic’s computer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidbok-identity-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is made once and read back as it was', async () => {
    const file = join(folder, 'client', 'identity-key');
    expect(await readIdentity(file)).toBeNull();
    const made = await ensureIdentity(file);
    expect(await ensureIdentity(file)).toEqual(made);
    expect(verify(made.publicKey, 'text', sign(made.privateKey, 'text'))).toBe(true);
  });

  it('can be read by its owner alone', async () => {
    const file = join(folder, 'identity-key');
    await ensureIdentity(file);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('says so when the file is damaged, and does not make a new one over it', async () => {
    const file = join(folder, 'identity-key');
    await writeFile(file, 'half\n');
    await expect(ensureIdentity(file)).rejects.toThrow('damaged');
    expect(await readFile(file, 'utf8')).toBe('half\n');
  });
});
