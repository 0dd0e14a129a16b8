import { Client } from 'pg';
import { readRunNote, type Stack } from './stack.ts';

/** One visit as a database holds it. */
export interface StoredVisit {
  readonly id: string;
  readonly state: string;
}

type Side = 'book' | 'site';

const query = async <Row extends object>(
  stack: Stack,
  side: Side,
  text: string,
): Promise<Row[]> => {
  const { bookDatabaseUrl, siteDatabaseUrl } = await readRunNote(stack);
  const client = new Client({
    connectionString: side === 'book' ? bookDatabaseUrl : siteDatabaseUrl,
  });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
};

const VISITS: Readonly<Record<Side, string>> = {
  book: 'select id, state from booking',
  site: 'select booking_id as id, state from booking',
};

export const storedVisits = (stack: Stack, side: Side): Promise<StoredVisit[]> =>
  query(stack, side, VISITS[side]);

/** Pairs of live visits that share a subject at one time, looked for without the constraint. */
export const overlapsIn = async (stack: Stack, side: Side): Promise<number> => {
  const found = await query<{ count: string }>(
    stack,
    side,
    `select count(*) as count
     from occupancy a join occupancy b
       on a.subject_id = b.subject_id and a.during && b.during
       and (a.booking_id, a.during) < (b.booking_id, b.during)`,
  );
  return Number(found[0]?.count);
};

/**
 * Everything that a database holds, as text, to look for what must not be there. Ids are left out
 * and base64 is opened: among thousands of random characters anything may be read by chance.
 */
export const dumpOf = async (stack: Stack, side: Side): Promise<string> => {
  const tables = await query<{ name: string }>(
    stack,
    side,
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(stack, side, `select t::text as row from ${name} t`);
    parts.push(...rows.map(({ row }) => opened(row)));
  }
  return parts.join('\n');
};

const opened = (row: string): string =>
  row
    .replaceAll(/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, '')
    .replaceAll(/[\w+/-]{40,}/g, (text) => Buffer.from(text, 'base64').toString('latin1'));
