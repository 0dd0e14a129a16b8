import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The site's key, which lives outside its database, and what it shows its identity provider: each
 * 32 random bytes as base64url text.
 */
const secrets = ['site-key', 'eid-client-secret'];

/** Makes the secrets that are missing; one that exists is never touched. */
export async function ensureSecrets(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of secrets) {
    const secret = `${randomBytes(32).toString('base64url')}\n`;
    await writeFile(join(folder, name), secret, { mode: 0o600, flag: 'wx' }).catch(unlessItExists);
  }
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
