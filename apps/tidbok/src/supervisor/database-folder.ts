import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findServerUser, mayEnter } from './postgres/server-user.ts';

/** Where things go that other accounts must reach, when this one is root. */
export const sharedFolder = '/var/lib/tidbok';

const pointerName = 'postgres-folder';

/**
 * The folder of the embedded servers. It lies among the other data unless the account that
 * PostgreSQL runs under may not enter there (root's home); then it lies under `sharedFolder`,
 * and a file among the data says where. Without that file, new data are made: deleting the data
 * folder starts afresh.
 */
export async function findDatabaseFolder(dataFolder: string): Promise<string> {
  const near = join(dataFolder, 'postgres');
  await mkdir(near, { recursive: true });
  const pointer = join(dataFolder, pointerName);
  const known = await databaseFolderElsewhere(dataFolder);
  if (known !== undefined) return known;
  if (mayEnter(findServerUser(), near)) return near;

  const far = join(sharedFolder, randomBytes(6).toString('hex'));
  // Both sides ask at once: whoever writes first has decided for both.
  await writeFile(pointer, `${far}\n`, { flag: 'wx' }).catch(unlessItExists);
  const chosen = (await readFile(pointer, 'utf8')).trim();
  await mkdir(chosen, { recursive: true, mode: 0o755 });
  return chosen;
}

/** Where the servers' folder lies when it is not among the other data. */
export async function databaseFolderElsewhere(dataFolder: string): Promise<string | undefined> {
  const known = await readFile(join(dataFolder, pointerName), 'utf8').catch(() => undefined);
  return known?.trim();
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
