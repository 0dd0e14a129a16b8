import { readFileSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** What a running postmaster writes about itself into its data folder. */
export type PostmasterLock = {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
};

const lockName = 'postmaster.pid';
const probeTimeoutMs = 2_000;

/** The lock of the postmaster that has, or had, this data folder open. */
export async function readLock(data: string): Promise<PostmasterLock | undefined> {
  const text = await readFile(join(data, lockName), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port)) return undefined;
  return { pid, port, isReady: lines[7] === 'ready' };
}

/** Is it really our server that answers on the lock's port, and not some later program? */
export async function answers(
  lock: PostmasterLock,
  { password, data }: { password: string; data: string },
): Promise<boolean> {
  if (!lock.isReady || !isAlive(lock.pid)) return false;
  const client = new Client({
    host: '127.0.0.1',
    port: lock.port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: probeTimeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    const folder = answer.rows[0]?.folder;
    return folder !== undefined && (await realpath(folder)) === (await realpath(data));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Removes a lock whose process is gone, or is another program that was given the same number
 * since (after a restart of the machine, and in containers at every start).
 */
export async function clearStaleLock(data: string): Promise<void> {
  const lock = await readLock(data);
  if (lock && (!isAlive(lock.pid) || (await isAnotherProgram(lock.pid)))) {
    await rm(join(data, lockName), { force: true });
  }
}

/** Is there such a process? One that has ended and waits to be noticed counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

/** Where nobody sweeps up after the first process (containers), the dead stay listed. */
function isZombie(pid: number): boolean {
  try {
    // `PID (COMMAND) STATE …`; the command itself may hold parentheses.
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** Known on Linux only; elsewhere PostgreSQL itself decides, and refuses when in doubt. */
async function isAnotherProgram(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  return name !== undefined && name.trim() !== 'postgres';
}
