import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { isAlive, readLock, type PostmasterLock } from './lock.ts';
import { openLog, type ServerFolder } from './server-folder.ts';
import type { ServerUser } from './server-user.ts';

/** One life of a server, started by us or taken over. */
export type Running = {
  readonly pid: number;
  readonly port: number;
  readonly isAdopted: boolean;
  /** Settles when the process is gone, with what ended it. */
  readonly ended: Promise<string>;
  /** Asks for a fast shutdown; `ended` tells when it is done. */
  readonly stop: () => void;
};

const watchAdoptedEveryMs = 500;
const pollReadyEveryMs = 15;

/** Small memory, loopback only, and no patient's data in the log. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '96MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_connections: '200',
  max_wal_size: '256MB',
  jit: 'off',
  // The detail of an error may hold values of a row, and a statement its literals.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  timezone: 'UTC',
};

const withoutDurability = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

export async function launch(
  binaries: Binaries,
  options: { folder: ServerFolder; port: number; user: ServerUser; isDurable: boolean },
): Promise<Running> {
  const { folder, port, user, isDurable } = options;
  const all = { ...settings, ...(isDurable ? {} : withoutDurability), port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, ...args] = asUser(user, [binaries.postgres, '-D', folder.data, ...flags]);
  if (program === undefined) throw new Error('There is no program to start.');

  const log = await openLog(folder, user);
  // Its own process group: Ctrl-C reaches the supervisor, which stops the parts in order.
  const child = spawn(program, args, {
    cwd: '/',
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ?? `exit code ${code ?? 'unknown'}`));
  }).finally(() => log.close());
  return {
    pid: child.pid ?? 0,
    port,
    isAdopted: false,
    ended,
    stop: () => stop(child.pid ?? 0, folder, binaries),
  };
}

/** A server that a killed supervisor left behind: no child of ours, so it is watched. */
export function adopt(
  lock: PostmasterLock,
  { folder, binaries }: { folder: ServerFolder; binaries: Binaries },
): Running {
  const watch = async (): Promise<string> => {
    // Watching alone shall not keep a program alive that only borrowed the server.
    while (isAlive(lock.pid)) await wait(watchAdoptedEveryMs, undefined, { ref: false });
    return 'it went away';
  };
  const { pid, port } = lock;
  return { pid, port, isAdopted: true, ended: watch(), stop: () => stop(pid, folder, binaries) };
}

/** True once the server takes connections; false when it ended before. */
export async function becomesReady(running: Running, folder: ServerFolder): Promise<boolean> {
  let hasEnded = false;
  void running.ended.then(() => (hasEnded = true));
  while (!hasEnded) {
    const lock = await readLock(folder.data);
    if (lock?.pid === running.pid && lock.isReady) return true;
    await wait(pollReadyEveryMs);
  }
  return false;
}

function stop(pid: number, folder: ServerFolder, binaries: Binaries): void {
  if (!isAlive(pid)) return;
  if (process.platform === 'win32') {
    const flags = ['stop', '--mode=fast', '--no-wait', `--pgdata=${folder.data}`];
    spawnSync(binaries.control, flags, { stdio: 'ignore', windowsHide: true });
  } else {
    process.kill(pid, 'SIGINT');
  }
}

/** On Linux the server also stops, fast and in order, when this process is killed. */
function asUser(user: ServerUser, command: string[]): string[] {
  if (process.platform !== 'linux') return command;
  const account = user.isSelf
    ? []
    : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return ['setpriv', '--pdeathsig=INT', ...account, '--', ...command];
}
