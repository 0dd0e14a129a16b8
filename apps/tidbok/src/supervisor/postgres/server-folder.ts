import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { handOver, type ServerUser } from './server-user.ts';

/** What lies on disk for one server: its data, the superuser's password, its log. */
export type ServerFolder = {
  readonly folder: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly logFile: string;
};

const logMaximumBytes = 10 * 1024 * 1024;

export function serverFolder(folder: string): ServerFolder {
  return {
    folder,
    data: join(folder, 'data'),
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'server.log'),
  };
}

/** Makes the cluster unless it is there. A half-made one, left by a kill, is made anew. */
export async function ensureCluster(
  { folder, data, passwordFile }: ServerFolder,
  { binaries, user, isDurable }: { binaries: Binaries; user: ServerUser; isDurable: boolean },
): Promise<void> {
  if (await exists(join(data, 'PG_VERSION'))) return;
  const unfinished = join(folder, 'data.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  handOver(folder, user);
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  handOver(passwordFile, user);

  const flags = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    .concat(['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'])
    .concat(['--locale=C', '--no-instructions', `--pgdata=${unfinished}`])
    .concat(isDurable ? [] : ['--no-sync']);
  await run(binaries.initdb, flags, user);
  await rename(unfinished, data);
}

/** The server's log, emptied when it has grown large. */
export async function openLog({ logFile }: ServerFolder, user: ServerUser) {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  const log = await open(logFile, size > logMaximumBytes ? 'w' : 'a', 0o600);
  handOver(logFile, user);
  return log;
}

export async function readPassword({ passwordFile }: ServerFolder): Promise<string> {
  return readFile(passwordFile, 'utf8');
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A TCP port of the loopback address that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', done);
  });
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  return address.port;
}

async function run(program: string, args: string[], user: ServerUser): Promise<void> {
  const account = user.isSelf ? {} : { uid: user.uid, gid: user.gid };
  const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('exit', done);
  });
  if (code !== 0) throw new Error(`${program} failed (${code}): ${output.trim()}`);
}
