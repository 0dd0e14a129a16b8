import { join } from 'node:path';
import { Client, Pool, type QueryResult, type QueryResultRow } from 'pg';
import { migrate } from '../migrate.ts';
import { GENERIC_PLANS } from '../plans.ts';

export { inTransaction } from '../transaction.ts';

/** Anything that runs a statement: the pool, or one connection inside a transaction. */
export interface Queryable {
  readonly query: <Row extends QueryResultRow>(
    statement:
      string | { readonly name: string; readonly text: string; readonly values: unknown[] },
    values?: unknown[],
  ) => Promise<QueryResult<Row>>;
}

export interface ClinicPoolOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** A connection broke while idle; the pool makes a new one. */
  readonly onBroken: (error: Error) => void;
}

const connectTimeoutMs = 5_000;
const lockTimeoutMs = 10_000;
/** A statement that hangs longer is given up: the line may be dead without having been closed. */
const queryTimeoutMs = 30_000;
/** Who went away in the middle of a transaction shall not keep the practice's lock. */
const idleTransactionMs = 15_000;

/** The pool of the clinic's side; survives the server's going away and coming back. */
export function openClinicPool(options: ClinicPoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: options.maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    lock_timeout: lockTimeoutMs,
    query_timeout: queryTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    keepAlive: true,
    options: `-c ${GENERIC_PLANS}`,
    application_name: 'tidbok-clinic',
  });
  pool.on('error', options.onBroken);
  return pool;
}

/** Brings the clinic's database up to date. */
export function migrateClinic(pool: Pool): Promise<readonly string[]> {
  return migrate(pool, join(import.meta.dirname, 'migrations'));
}

/** The one place of an Online Client; the number is arbitrary and the same everywhere. */
const clientPlace = 7_116_285;

/**
 * Holds the place of the one Online Client at this database on a connection of its own; null while
 * another holds it. `onLost` is called once when that connection ends by itself.
 */
export async function holdPlace(
  databaseUrl: string,
  onLost: () => void,
): Promise<{ readonly release: () => Promise<void> } | null> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'tidbok-client-place',
    keepAlive: true,
  });
  let isHeld = false;
  const lost = (): void => {
    if (!isHeld) return;
    isHeld = false;
    void client.end().catch(() => undefined);
    onLost();
  };
  client.on('error', lost);
  client.on('end', lost);
  const release = async (): Promise<void> => {
    isHeld = false;
    await client.end().catch(() => undefined);
  };
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock($1) as held',
    [clientPlace],
  );
  if (rows[0]?.held === true) return { release };
  await release();
  return null;
}

export type WakeChannel = 'clinic_log' | 'clinic_changed';

/** Tells listeners after the commit; lost without harm, they poll too. */
export async function wake(
  db: Queryable,
  channels: readonly WakeChannel[],
  payload: string,
): Promise<void> {
  if (channels.length === 0) return;
  await db.query('select pg_notify(channel, $2) from unnest($1::text[]) channel', [
    channels,
    payload,
  ]);
}

/** The server's major version and its clock, in milliseconds. */
export async function askServer(
  db: Queryable,
): Promise<{ readonly version: number; readonly at: number }> {
  const { rows } = await db.query<{ version: number; at: number }>(
    `select current_setting('server_version_num')::integer / 10000 as version,
       (extract(epoch from clock_timestamp()) * 1000)::float8 as at`,
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the database answered nothing');
  return row;
}
