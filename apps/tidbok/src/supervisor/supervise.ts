import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Settings } from '../settings.ts';
import { openDatabases, type Databases } from './databases.ts';
import { startPart, type Part, type PartPlan, type PartWatcher } from './part.ts';
import type { PartPlans } from './parts.ts';
import { claimPorts } from './ports.ts';
import { removeRunFile, writeRunFile, type RunFile } from './run-file.ts';
import { ensureSecrets } from './secrets.ts';

/** What is done on the way to `Ready`, in this order; each is done again at no cost. */
export type Chores = {
  /** Brings both databases up to date and loads the demo practice into empty ones. */
  readonly prepare: (databases: Databases) => Promise<void>;
  readonly plan: (databases: Databases) => PartPlans;
  /** Pairs clinic and site, once; all three programs run by then. */
  readonly pair: (databases: Databases) => Promise<void>;
};

export type Supervised = {
  /** Stops every part, then the databases. */
  readonly stop: () => Promise<void>;
};

/** Starts everything and keeps it running. When something cannot start, the rest is stopped. */
export async function supervise(
  settings: Settings,
  chores: Chores,
  say: (line: string) => void,
): Promise<Supervised> {
  await mkdir(settings.dataFolder, { recursive: true });
  await claimPorts(settings);
  await ensureSecrets(settings.dataFolder);
  const run = new Map<string, Part>();
  const state = { isReady: false, isStopping: false };
  let databases: Databases | undefined;

  const note = (): void => {
    if (databases && !state.isStopping) writing.add(runFile(databases, run, state.isReady));
  };
  const writing = runFileWriter(settings.dataFolder, say);
  const watcher: PartWatcher = {
    onStart: note,
    onDeath: (part, reason, pauseMs) => {
      say(`The ${part} ended (${reason}) and is started again in ${pauseMs} ms.`);
    },
  };
  const stop = async (): Promise<void> => {
    state.isStopping = true;
    await Promise.all([...run.values()].map((part) => part.stop()));
    await Promise.all([databases?.clinic.server?.stop(), databases?.site.server?.stop()]);
    await writing.end();
  };
  const start = async (plan: PartPlan): Promise<void> => {
    await mkdir(dirname(plan.logFile), { recursive: true, mode: 0o700 });
    run.set(plan.name, await startPart(plan, watcher));
    note();
  };

  try {
    databases = await openDatabases(settings, {
      onDeath: (side, reason) =>
        say(`The ${side}'s database ended (${reason}) and is started again.`),
      onReturn: note,
    });
    await chores.prepare(databases);
    const plans = chores.plan(databases);
    const { book, site, onlineClient, identityProvider } = plans;
    const all = [book, site, onlineClient, ...(identityProvider ? [identityProvider] : [])];
    await settle(all.map(start));
    await chores.pair(databases);
  } catch (error) {
    await stop();
    throw error;
  }
  state.isReady = true;
  note();
  await writing.idle();
  return { stop };
}

/** Waits for all of them, also when one fails, so that nothing starts behind our back. */
async function settle(all: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(all)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

function runFile(databases: Databases, run: Map<string, Part>, isReady: boolean): RunFile {
  const { clinic, site } = databases;
  const servers = { 'clinic-database': clinic.server, 'site-database': site.server };
  const all = [...Object.entries(servers), ...run];
  const parts = all.flatMap(([name, part]) =>
    part ? [[name, { pid: part.pid(), port: part.port }] as const] : [],
  );
  return {
    supervisor: process.pid,
    isReady,
    parts: Object.fromEntries(parts),
    bookDatabaseUrl: clinic.url,
    siteDatabaseUrl: site.url,
  };
}

/** Writes one after the other, so that the last word is the last. */
function runFileWriter(dataFolder: string, say: (line: string) => void) {
  let last = Promise.resolve();
  return {
    add: (run: RunFile): void => {
      last = last
        .then(() => writeRunFile(dataFolder, run))
        .catch((error: Error) => say(`run.json could not be written: ${error.message}`));
    },
    idle: () => last,
    end: async () => {
      await last;
      await removeRunFile(dataFolder);
    },
  };
}
