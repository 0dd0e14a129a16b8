import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { findDatabaseFolder, sharedFolder } from './database-folder.ts';
import { startPostgres, type PostgresServer } from './postgres/index.ts';

export type Side = 'clinic' | 'site';

/** One side's database: an embedded server, or one of the operator's own by its address. */
export type Database = {
  readonly url: string;
  /** Absent when the server is the operator's own. */
  readonly server: PostgresServer | undefined;
};

export type Databases = Readonly<Record<Side, Database>>;

export type DatabaseWatcher = {
  /** The embedded server died and is being started again. */
  readonly onDeath: (side: Side, reason: string) => void;
  readonly onReturn: (side: Side) => void;
};

/** Starts, or finds running, the database of one side. */
export async function openDatabase(
  settings: Settings,
  side: Side,
  watcher?: DatabaseWatcher,
): Promise<Database> {
  const ownUrl = side === 'clinic' ? settings.bookDatabaseUrl : settings.siteDatabaseUrl;
  if (ownUrl !== undefined) return { url: ownUrl, server: undefined };
  await mkdir(settings.dataFolder, { recursive: true });
  const server = await startPostgres({
    folder: join(await findDatabaseFolder(settings.dataFolder), side),
    database: `tidbok_${side}`,
    sharedFolder,
    isDurable: true,
    onDeath: (reason) => watcher?.onDeath(side, reason),
    onReturn: () => watcher?.onReturn(side),
  });
  return { url: server.url, server };
}

/** Both sides' databases: in real life they are two computers. */
export async function openDatabases(
  settings: Settings,
  watcher: DatabaseWatcher,
): Promise<Databases> {
  const [clinic, site] = await Promise.allSettled([
    openDatabase(settings, 'clinic', watcher),
    openDatabase(settings, 'site', watcher),
  ]);
  if (clinic.status === 'fulfilled' && site.status === 'fulfilled') {
    return { clinic: clinic.value, site: site.value };
  }
  const reasons = [];
  for (const each of [clinic, site]) {
    if (each.status === 'fulfilled') await each.value.server?.release();
    else reasons.push(each.reason);
  }
  throw reasons[0];
}
