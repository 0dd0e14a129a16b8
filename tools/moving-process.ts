import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Pool } from 'pg';

/** A clinic's database that the operator's command line works on. */
interface Moving {
  readonly databaseUrl: string;
  readonly pool: Pool;
  /** For what the command line keeps beside a database. */
  readonly dataFolder: string;
}

interface Typed {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** What is typed after `npm run tidbok --`, as a process of its own; answers in JSON. */
export const typed = (
  { databaseUrl, dataFolder }: Omit<Moving, 'pool'>,
  words: readonly string[],
): Typed => {
  const main = join(import.meta.dirname, '../apps/tidbok/src/main.ts');
  const child = spawn(process.execPath, [main, ...words, '--json'], {
    env: { ...process.env, BOOK_DATABASE_URL: databaseUrl, TIDBOK_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.resume();
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  return { child, ended };
};

const knownImports = async (pool: Pool): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ id: string }>('select id from import');
  return rows.map(({ id }) => id);
};

/** Rows that an import under way has taken in so far; `before` are those of earlier processes. */
const appliedRows = async (pool: Pool, before: readonly string[]): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::float8 as count from import_row r join import i on i.id = r.import_id
     where r.applied and i.state = 'applying' and i.id <> all ($1)`,
    [before],
  );
  return rows[0]?.count ?? 0;
};

/** Kills the process with -9 once some rows are in; answers whether it was still at work. */
export const killedInTheMiddle = async (
  moving: Moving,
  words: readonly string[],
): Promise<boolean> => {
  const before = await knownImports(moving.pool);
  const { child, ended } = typed(moving, words);
  while ((await appliedRows(moving.pool, before)) === 0 && child.exitCode === null);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
};

/** All that `moving-files` brought, without our own ids: the same for the same files. */
export const movedInContent = async (pool: Pool): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ line: string }>(`
    select concat_ws('|', identity_number, reserve_number, given_name, family_name, email, mobile,
      street, postal_code, town) as line
    from patient where email like 'p%@example.se'
    union all
    select concat_ws('|', b.starts_at, b.ends_at, p.email, w.number, r.name, t.name, b.book_text,
      b.state) from booking b join patient p on p.id = b.patient_id
      join practitioner w on w.id = b.practitioner_id join resource r on r.id = b.resource_id
      join booking_template t on t.id = b.template_id
    where b.book_text like 'Anteckning %'
    order by line`);
  return rows.map(({ line }) => line);
};
