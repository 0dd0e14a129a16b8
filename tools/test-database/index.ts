import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { runVariable, serverVariable } from './environment.ts';

const DROP_AGAIN_MS = 100;

export type TestDatabase = {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and removes the database. */
  readonly drop: () => Promise<void>;
};

export type TestDatabaseOptions = {
  readonly side: 'clinic' | 'site';
  /**
   * Brings an empty database up to date: `migrateClinic` or `migrateSite` of the store. The first
   * one of a run decides what all databases of its side are copies of.
   */
  readonly migrate: (pool: Pool) => Promise<unknown>;
};

/**
 * An empty, migrated database for one test file. The first caller of a run migrates a template,
 * everybody gets a copy of it.
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const template = `${prefix()}${options.side}_template`;
  const name = `${prefix()}${options.side}_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => {
    await ensureTemplate(client, { template, migrate: options.migrate });
    await client.query(`create database ${name} template ${template}`);
  });

  const pool = new Pool({ connectionString: urlOf(name), max: 20 });
  // A test that kills its connections hears of it from its own queries.
  pool.on('error', () => undefined);
  return {
    url: urlOf(name),
    pool,
    drop: async () => {
      await pool.end();
      await onServer((client) => dropDatabase(client, name));
    },
  };
}

/** Removes everything that this run made on a server that outlives it. */
export async function dropTestDatabases(): Promise<void> {
  await onServer(async (client) => {
    const mine = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix()],
    );
    for (const { datname } of mine.rows) {
      await dropDatabase(client, datname);
    }
  });
}

async function ensureTemplate(
  client: Client,
  { template, migrate }: { template: string; migrate: (pool: Pool) => Promise<unknown> },
): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await client.query('select pg_advisory_lock(hashtext($1))', [template]);
  try {
    const found = await client.query('select from pg_database where datname = $1', [template]);
    if (found.rowCount) return;
    await dropDatabase(client, unfinished);
    await client.query(`create database ${unfinished} template template0`);
    const pool = new Pool({ connectionString: urlOf(unfinished), max: 4 });
    await migrate(pool).finally(() => pool.end());
    await client.query(`alter database ${unfinished} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [template]);
  }
}

/** The server's own cleaner may be at work in it, and nobody but a superuser may send that away. */
async function dropDatabase(client: Client, name: string): Promise<void> {
  for (let triesLeft = 20; ; triesLeft -= 1) {
    try {
      await client.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (triesLeft === 0) throw error;
      await setTimeout(DROP_AGAIN_MS);
    }
  }
}

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env[serverVariable];
  if (!url) throw new Error(`${serverVariable} is not set: run the tests with Vitest.`);
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function prefix(): string {
  return `tidbok_test_${process.env[runVariable] ?? 'alone'}_`;
}
