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

/** Starts, or finds running, both sides' databases: in real life they are two computers. */
export async function openDatabases(
  settings: Settings,
  watcher?: DatabaseWatcher,
): Promise<Databases> {
  await mkdir(settings.dataFolder, { recursive: true });
  const isEmbedded =
    settings.bookDatabaseUrl === undefined || settings.siteDatabaseUrl === undefined;
  const folder = isEmbedded ? await findDatabaseFolder(settings.dataFolder) : '';
  const open = async (side: Side, ownUrl: string | undefined): Promise<Database> => {
    if (ownUrl !== undefined) return { url: ownUrl, server: undefined };
    const server = await startPostgres({
      folder: join(folder, side),
      database: `tidbok_${side}`,
      sharedFolder,
      isDurable: true,
      onDeath: (reason) => watcher?.onDeath(side, reason),
      onReturn: () => watcher?.onReturn(side),
    });
    return { url: server.url, server };
  };
  const [clinic, site] = await Promise.allSettled([
    open('clinic', settings.bookDatabaseUrl),
    open('site', settings.siteDatabaseUrl),
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
