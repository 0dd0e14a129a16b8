import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keys that live outside the databases, 32 random bytes each as base64 text:
 * `site-key` is the site's, `clinic-key` is the book's and the Online Client's.
 */
export const secretNames = ['site-key', 'clinic-key'] as const;

/** Makes the keys that are missing; one that exists is never touched. */
export async function ensureSecrets(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of secretNames) {
    const key = `${randomBytes(32).toString('base64')}\n`;
    await writeFile(join(folder, name), key, { mode: 0o600, flag: 'wx' }).catch(unlessItExists);
  }
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
