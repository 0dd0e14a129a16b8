import { join } from 'node:path';
import { Pool, type QueryResult, type QueryResultRow } from 'pg';
import { isPassingFault } from '../away/index.ts';
import { migrate } from '../migrate.ts';
import { GENERIC_PLANS } from '../plans.ts';

/** A statement that the server keeps prepared under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Anything that runs a statement: the pool, or one connection inside a transaction. */
export interface Queryable {
  readonly query: <Row extends QueryResultRow>(
    statement: string | Prepared,
    values?: unknown[],
  ) => Promise<QueryResult<Row>>;
}

export interface SitePoolOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** A connection broke while idle; the pool makes a new one. */
  readonly onBroken: (error: Error) => void;
}

/** Also how long a statement may wait for its turn on a connection. */
const turnTimeoutMs = 10_000;
/** A statement that hangs longer than this is given up: a booking takes milliseconds. */
const queryTimeoutMs = 8_000;

/** The site's pool. It outlives the server: what breaks is replaced. Holds no session state. */
export function openSitePool(options: SitePoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: options.maxConnections,
    connectionTimeoutMillis: turnTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    options: `-c ${GENERIC_PLANS}`,
    application_name: 'tidbok-site',
  });
  pool.on('error', options.onBroken);
  return pool;
}

/** Brings the site's database up to date; answers the names of the changes it made. */
export function migrateSite(pool: Pool): Promise<readonly string[]> {
  return migrate(pool, join(import.meta.dirname, 'migrations'));
}

/** Answers when the database does. */
export async function pingSite(db: Queryable): Promise<void> {
  await db.query('select 1');
}

/** `site_log`: something to send. `site_changed`: caches are old, waiters may look. */
export type SiteChannel = 'site_log' | 'site_changed';

/** Wakes other nodes after commits, in a statement of its own; lost without harm. */
export async function wakeSite(
  db: Queryable,
  wakes: readonly { readonly channel: SiteChannel; readonly practiceId: string }[],
): Promise<void> {
  await db.query({
    name: 'site-wake',
    text: `select pg_notify(channel, practice_id)
      from unnest($1::text[], $2::text[]) as wake (channel, practice_id)`,
    values: [wakes.map(({ channel }) => channel), wakes.map(({ practiceId }) => practiceId)],
  });
}

/** The database is away, full or busy: trying again later may work. */
export const isSiteDatabaseAway = isPassingFault;
