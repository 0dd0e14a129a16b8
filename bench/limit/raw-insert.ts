import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { percentile } from '../measure.ts';

const TABLE = `
  create extension if not exists btree_gist;
  drop table if exists bench_raw;
  create table bench_raw (
    practice_id uuid not null,
    id uuid not null,
    subject_id uuid not null,
    during tstzrange not null,
    constraint bench_raw_pkey primary key (practice_id, id),
    constraint bench_raw_free exclude using gist (
      practice_id with =, subject_id with =, during with &&
    )
  )`;

const INSERT = {
  name: 'bench-raw-insert',
  text: `insert into bench_raw (practice_id, id, subject_id, during)
    values ($1, $2, $3, tstzrange($4::timestamptz, $4::timestamptz + interval '30 minutes'))`,
};

const START_MS = Date.UTC(2030, 0, 1);

export interface RawInsert {
  /** The limit of a booking: one prepared insert under the exclusion constraint, nothing else. */
  readonly insert: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export const openRawInsert = async (databaseUrl: string, practices: number): Promise<RawInsert> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query(TABLE);
  const ids = Array.from({ length: practices }, () => randomUUID());
  const subject = randomUUID();
  let next = 0;
  return {
    insert: () => {
      const start = new Date(START_MS + 1_800_000 * next);
      const values = [ids[next % practices], randomUUID(), subject, start];
      next += 1;
      return pool.query({ ...INSERT, values });
    },
    close: async () => {
      await pool.query('drop table bench_raw');
      await pool.end();
    },
  };
};

/** Median time in which this disk says that a small write is safe. */
export const fsyncTime = (): number => {
  const path = join(tmpdir(), `tidbok-fsync-${String(process.pid)}`);
  const file = openSync(path, 'w');
  const durations: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    writeSync(file, 'x'.repeat(512));
    const before = performance.now();
    fsyncSync(file);
    durations.push(performance.now() - before);
  }
  closeSync(file);
  rmSync(path);
  return percentile(
    durations.sort((a, b) => a - b),
    0.5,
  );
};
