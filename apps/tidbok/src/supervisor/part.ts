import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

/** One program that the supervisor keeps running. */
export type PartPlan = {
  readonly name: string;
  /** Absolute path of its TypeScript or JavaScript. */
  readonly script: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
};

export type Part = {
  readonly name: string;
  readonly port: number;
  readonly pid: () => number | undefined;
  /** Asks it to stop, insists after a while, and tells when it is gone. */
  readonly stop: () => Promise<void>;
};

export type PartWatcher = {
  /** The part died and is started again after the pause. */
  readonly onDeath: (part: string, reason: string, pauseMs: number) => void;
  /** A new process of the part was started. */
  readonly onStart: () => void;
};

const shortestPauseMs = 100;
const longestPauseMs = 10_000;
const livedWellMs = 30_000;
const patienceAtStartMs = 60_000;
const patienceAtStopMs = 8_000;
const pollHealthEveryMs = 25;
const deathsAtStart = 3;
const logMaximumBytes = 10 * 1024 * 1024;
const leash = pathToFileURL(join(import.meta.dirname, 'leash.ts')).href;

/** Starts a part, waits until it is well, and starts it again whenever it dies. */
export async function startPart(plan: PartPlan, watcher: PartWatcher): Promise<Part> {
  let child = await spawnPart(plan);
  let deaths = 0;
  let isStopping = false;
  watcher.onStart();

  const keepRunning = async (): Promise<void> => {
    let pause = shortestPauseMs;
    while (!isStopping) {
      const since = performance.now();
      const reason = await endOf(child);
      if (isStopping) return;
      deaths += 1;
      pause = performance.now() - since > livedWellMs ? shortestPauseMs : pause;
      watcher.onDeath(plan.name, reason, pause);
      await wait(pause);
      pause = Math.min(pause * 2, longestPauseMs);
      if (isStopping) return;
      child = await spawnPart(plan);
      watcher.onStart();
    }
  };
  const keeper = keepRunning();

  const stop = async (): Promise<void> => {
    isStopping = true;
    await stopChild(child);
    await keeper;
  };
  try {
    await becomesWell(plan, () => deaths);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name: plan.name, port: plan.port, pid: () => child.pid, stop };
}

/** What `GET /health` of a part says: undefined when it does not answer. */
export async function askHealth(
  port: number,
): Promise<{ isWell: boolean; text: string } | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, {
      signal: AbortSignal.timeout(2_000),
    });
    return { isWell: answer.ok, text: await answer.text() };
  } catch {
    return undefined;
  }
}

async function spawnPart(plan: PartPlan): Promise<ChildProcess> {
  const size = await stat(plan.logFile).then(
    (file) => file.size,
    () => 0,
  );
  const log = await open(plan.logFile, size > logMaximumBytes ? 'w' : 'a', 0o600);
  const child = spawn(process.execPath, ['--import', leash, plan.script], {
    env: { ...process.env, ...plan.environment },
    // Its own process group: Ctrl-C reaches the supervisor, which stops the parts in order.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  child.on('error', () => undefined);
  await log.close();
  return child;
}

function endOf(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(reason(child));
  return new Promise((done) => {
    child.once('exit', () => done(reason(child)));
    child.once('error', (error) => done(error.message));
  });
}

function reason(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
}

async function stopChild(child: ChildProcess): Promise<void> {
  const ended = endOf(child);
  if (child.connected) child.send('stop', () => undefined);
  const insist = setTimeout(() => child.kill('SIGKILL'), patienceAtStopMs);
  await ended;
  clearTimeout(insist);
}

async function becomesWell(plan: PartPlan, deaths: () => number): Promise<void> {
  const until = performance.now() + patienceAtStartMs;
  let last: string | undefined;
  while (performance.now() < until && deaths() < deathsAtStart) {
    const health = await askHealth(plan.port);
    if (health?.isWell) return;
    last = health?.text ?? last;
    await wait(pollHealthEveryMs);
  }
  const log = (await readFile(plan.logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(
    `The ${plan.name} does not start.${last === undefined ? '' : ` It says: ${last}`}\n` +
      `The end of ${plan.logFile}:\n${log}`,
  );
}
