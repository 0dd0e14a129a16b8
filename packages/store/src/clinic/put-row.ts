import type { Queryable } from './database.ts';

export type Columns = Readonly<Record<string, unknown>>;

/**
 * One row in, by its id; the same id again changes it, all but the `once` columns. Table and
 * column names are ours.
 */
export async function put(
  db: Queryable,
  table: string,
  { once = {}, ...row }: Columns & { readonly once?: Columns },
): Promise<void> {
  const all = { ...row, ...once };
  const names = Object.keys(all);
  const places = names.map((_, i) => `$${i + 1}`).join(', ');
  const updates = Object.keys(row)
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
  await db.query(
    `insert into ${table} (${names.join(', ')}) values (${places})
     on conflict (id) do update set ${updates}`,
    Object.values(all),
  );
}
