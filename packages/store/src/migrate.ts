import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

/** One starter at a time; the number is arbitrary and the same for every part. */
const migrationLock = 7_116_284;

const createRegister = `
  create table if not exists schema_migration (
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    constraint schema_migration_pkey primary key (name)
  );
  comment on table schema_migration is 'The numbered changes of this schema that have been made.';
`;

/**
 * Brings a database up to date: runs, each in its own transaction, the numbered `.sql` files of
 * `folder` that it has not had. Forward only. Throws when a file that was run has changed since,
 * or when the database comes from a newer version. Answers the names of those it ran.
 */
export async function migrate(pool: Pool, folder: string): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      return await runMissing(client, migrations);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    client.release();
  }
}

async function runMissing(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await client.query(createRegister);
  const had = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by name',
  );
  refuseStrangers(had.rows, migrations);
  const names = new Set(had.rows.map((row) => row.name));
  const missing = migrations.filter((migration) => !names.has(migration.name));
  for (const migration of missing) await runOne(client, migration);
  return missing.map((migration) => migration.name);
}

function refuseStrangers(
  had: readonly { name: string; checksum: string }[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const { name, checksum } of had) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new Error(`The database had change ${name}, which this version does not know.`);
    }
    if (expected !== checksum) {
      throw new Error(`The change ${name} was edited after the database had it.`);
    }
  }
}

async function runOne(client: PoolClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`The change ${migration.name} failed.`, { cause });
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      // A checkout on Windows may have turned the line ends.
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
