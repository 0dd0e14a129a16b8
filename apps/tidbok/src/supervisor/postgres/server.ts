import { setTimeout as wait } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { applicationRole, ensureDatabase } from './database.ts';
import { answers, clearStaleLock, readLock } from './lock.ts';
import { adopt, becomesReady, launch, type Running } from './process.ts';
import { ensureCluster, findFreePort, readPassword, serverFolder } from './server-folder.ts';
import { findServerUser } from './server-user.ts';

export type PostgresOptions = {
  /** The folder of this server; its account must be able to enter it. */
  readonly folder: string;
  /** The one database of this server, made when missing. */
  readonly database: string;
  /** Where the binaries are copied when the server's account cannot enter node_modules. */
  readonly sharedFolder: string;
  /** False only for data that nobody will miss (tests): no fsync. */
  readonly isDurable: boolean;
  /** Told when the server died, with what ended it; it is being started again. */
  readonly onDeath?: (reason: string) => void;
  /** Told when it runs again. */
  readonly onReturn?: () => void;
};

export type PostgresServer = {
  /** Where the database is. It stays the same when the server is started again. */
  readonly url: string;
  readonly port: number;
  /** The server's process just now. */
  readonly pid: () => number;
  /** Ends every connection, writes a checkpoint, and stops. */
  readonly stop: () => Promise<void>;
  /** Stops it if it was started here, and leaves it alone if it was found running. */
  readonly release: () => Promise<void>;
};

const startAttempts = 60;
const pauseBetweenAttemptsMs = 250;
const shortestRestartPauseMs = 50;
const longestRestartPauseMs = 5_000;

/**
 * Starts the embedded PostgreSQL of `folder`, or takes over the one that a killed supervisor left
 * running, and keeps it running: a server that dies is started again on the same port.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const start = await prepare(options);
  let running = await start.once(await findFreePort());
  const { port } = running;
  const wasFound = running.isAdopted;
  let isStopping = false;

  const keepRunning = async (): Promise<void> => {
    let pause = shortestRestartPauseMs;
    while (!isStopping) {
      const since = performance.now();
      const reason = await running.ended;
      if (isStopping) return;
      options.onDeath?.(reason);
      pause = performance.now() - since > 60_000 ? shortestRestartPauseMs : pause * 2;
      await wait(Math.min(pause, longestRestartPauseMs));
      running = await start.once(port).catch(() => running);
      options.onReturn?.();
    }
    running.stop();
    await running.ended;
  };
  const keeper = keepRunning();

  const stop = async (): Promise<void> => {
    isStopping = true;
    running.stop();
    await keeper;
  };
  const release = async (): Promise<void> => {
    if (!wasFound) await stop();
  };
  try {
    await ensureDatabase(port, { password: start.password, name: options.database });
  } catch (error) {
    await release();
    throw error;
  }
  return {
    url: `postgres://${applicationRole}:${start.password}@127.0.0.1:${port}/${options.database}`,
    port,
    pid: () => running.pid,
    stop,
    release,
  };
}

/** Everything that is found or made once, and how one life of the server is started. */
async function prepare(options: PostgresOptions) {
  const user = findServerUser();
  const binaries = await findBinaries(user, options.sharedFolder);
  const folder = serverFolder(options.folder);
  const { isDurable } = options;
  await ensureCluster(folder, { binaries, user, isDurable });
  const password = await readPassword(folder);

  const once = async (port: number): Promise<Running> => {
    for (let attempt = 1; attempt <= startAttempts; attempt += 1) {
      const lock = await readLock(folder.data);
      if (lock && (await answers(lock, { password, data: folder.data }))) {
        return adopt(lock, { folder, binaries });
      }
      await clearStaleLock(folder.data);
      const running = await launch(binaries, { folder, port, user, isDurable });
      if (await becomesReady(running, folder)) return running;
      await wait(pauseBetweenAttemptsMs);
    }
    throw new Error(`PostgreSQL in ${folder.folder} does not start: see ${folder.logFile}.`);
  };
  return { password, once };
}
