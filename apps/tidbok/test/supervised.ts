import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../src/supervisor/postgres/lock.ts';
import { findFreePort } from '../src/supervisor/postgres/server-folder.ts';
import type { RunFile } from '../src/supervisor/run-file.ts';

/** A supervisor with tiny parts and real databases, in a process and a folder of its own. */
export type Supervised = {
  readonly folder: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
};

const patienceMs = 30_000;

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-supervise-'));
  await chmod(folder, 0o711);
  return folder;
}

export async function newPorts(): Promise<Record<string, string>> {
  const [book, site, client] = [await findFreePort(), await findFreePort(), await findFreePort()];
  return { BOOK_PORT: String(book), SITE_PORT: String(site), CLIENT_PORT: String(client) };
}

export function startSupervisor(folder: string, environment: Record<string, string>): Supervised {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'tiny-supervisor.ts')], {
    env: { ...process.env, TIDBOK_DATA: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { folder, process: child, output: () => output, ended };
}

export async function untilReady(supervised: Supervised): Promise<void> {
  await until(() => {
    const { exitCode } = supervised.process;
    if (exitCode !== null) throw new Error(`It ended with ${exitCode}: ${supervised.output()}`);
    return /^Ready$/m.test(supervised.output());
  });
}

export async function readRun({ folder }: Supervised): Promise<RunFile> {
  return JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunFile;
}

export async function pidOf(supervised: Supervised, part: string): Promise<number> {
  const pid = (await readRun(supervised)).parts[part]?.pid;
  if (pid === undefined) throw new Error(`${part} does not run.`);
  return pid;
}

/** Every process of a supervisor: itself and its parts. */
export async function pidsOf(supervised: Supervised): Promise<number[]> {
  const { supervisor, parts } = await readRun(supervised);
  return [supervisor, ...Object.values(parts).flatMap(({ pid }) => pid ?? [])];
}

export async function stopSupervisor(supervised: Supervised): Promise<void> {
  if (supervised.process.exitCode === null) supervised.process.kill('SIGTERM');
  await supervised.ended;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error('It did not come about.');
    await wait(20);
  }
}

export function allGone(pids: readonly number[]): boolean {
  return !pids.some(isAlive);
}
