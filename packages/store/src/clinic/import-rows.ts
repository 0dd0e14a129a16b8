import type { Instant, UserId } from '@tidbok/core';
import type { Queryable } from './database.ts';

export type RowOutcome = 'waiting' | 'create' | 'update' | 'unchanged' | 'refused';

export interface ImportRow {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  readonly state: string;
  /** How the file is read: opaque here. */
  readonly reading: { readonly mapping: Readonly<Record<string, string | null>> } | null;
  readonly createdAt: Instant;
  readonly createdBy: UserId | null;
  /** Of the whole file, as it was announced. */
  readonly sizeBytes: number;
}

const importJson = `jsonb_build_object('id', id, 'kind', kind, 'fileName', file_name,
  'state', state, 'reading', reading, 'createdAt', ms_of(created_at), 'createdBy', created_by,
  'sizeBytes', coalesce(size_bytes, 0))`;

export async function insertImport(db: Queryable, row: ImportRow): Promise<void> {
  const at = new Date(row.createdAt);
  await db.query(
    `insert into import (id, kind, file_name, created_at, created_by, changed_at, size_bytes)
     values ($1, $2, $3, $4, $5, $4, $6)`,
    [row.id, row.kind, row.fileName, at, row.createdBy, row.sizeBytes],
  );
}

/** With `lock` nobody else steps it on until this transaction ends. */
export async function loadImport(
  db: Queryable,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<ImportRow | null> {
  const { rows } = await db.query<{ row: ImportRow }>(
    `select ${importJson} as row from import where id = $1 ${lock ? 'for update' : ''}`,
    [id],
  );
  return rows[0]?.row ?? null;
}

export async function listImports(db: Queryable, limit: number): Promise<readonly ImportRow[]> {
  const { rows } = await db.query<{ row: ImportRow }>(
    `select ${importJson} as row from import order by created_at desc limit $1`,
    [limit],
  );
  return rows.map(({ row }) => row);
}

export async function setImportState(
  db: Queryable,
  id: string,
  change: { readonly state: string; readonly at: Instant; readonly reading?: object },
): Promise<void> {
  await db.query(
    `update import set state = $2, changed_at = $3, reading = coalesce($4::jsonb, reading)
     where id = $1`,
    [
      id,
      change.state,
      new Date(change.at),
      change.reading === undefined ? null : JSON.stringify(change.reading),
    ],
  );
}

/** With its pieces and rows; false: not one of which a row has been taken in, or may be soon. */
export async function deleteImport(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from import
     where id = $1 and state not in ('applying', 'done')
       and not exists (select from import_row where import_id = $1 and applied)`,
    [id],
  );
  return rowCount === 1;
}

/** A piece that is sent again replaces itself. */
export async function putImportPiece(
  db: Queryable,
  piece: { readonly importId: string; readonly position: number; readonly bytes: Uint8Array },
): Promise<void> {
  await db.query(
    `insert into import_piece (import_id, position, bytes) values ($1, $2, $3)
     on conflict (import_id, position) do update set bytes = excluded.bytes`,
    [piece.importId, piece.position, Buffer.from(piece.bytes)],
  );
}

export async function loadImportFile(db: Queryable, id: string): Promise<Uint8Array> {
  const { rows } = await db.query<{ bytes: Buffer }>(
    'select bytes from import_piece where import_id = $1 order by position',
    [id],
  );
  return Buffer.concat(rows.map(({ bytes }) => bytes));
}

export async function countImportBytes(db: Queryable, id: string): Promise<number> {
  const { rows } = await db.query<{ sum: string | null }>(
    'select sum(octet_length(bytes)) as sum from import_piece where import_id = $1',
    [id],
  );
  return Number(rows[0]?.sum ?? 0);
}

export async function dropImportFile(db: Queryable, id: string): Promise<void> {
  await db.query('delete from import_piece where import_id = $1', [id]);
}

/** A row of the file with what it means; `record` is opaque here. */
export interface StagedRow {
  readonly seq: number;
  readonly line: number;
  readonly batch: number;
  readonly key: string;
  readonly digest: string;
  readonly label: string;
  readonly outcome: RowOutcome;
  readonly code: string | null;
  readonly details: object;
  readonly record: object;
}

const rowsAtOnce = 5_000;

/** Puts the file's rows in place of those of an earlier reading. */
export async function replaceStagedRows(
  db: Queryable,
  importId: string,
  rows: readonly StagedRow[],
): Promise<void> {
  await db.query('delete from import_row where import_id = $1', [importId]);
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    await db.query(
      `insert into import_row (import_id, seq, line, batch, key, digest, label, outcome, code,
         details, record)
       select $1, (r->>'seq')::integer, (r->>'line')::integer, (r->>'batch')::integer, r->>'key',
         r->>'digest', r->>'label', r->>'outcome', r->>'code', r->'details', r->'record'
       from jsonb_array_elements($2::jsonb) r`,
      [importId, JSON.stringify(rows.slice(i, i + rowsAtOnce))],
    );
  }
  await db.query('analyze import_row');
}

const stagedJson = `jsonb_build_object('seq', seq, 'line', line, 'batch', batch, 'key', key,
  'digest', digest, 'label', label, 'outcome', outcome, 'code', code, 'details', details,
  'record', record)`;

/** The rows of the next batch that waits to be checked, or to be taken in; empty: none does. */
export async function loadNextBatch(
  db: Queryable,
  importId: string,
  pass: 'check' | 'apply',
): Promise<readonly StagedRow[]> {
  const waits =
    pass === 'check' ? `outcome = 'waiting'` : `outcome in ('create', 'update') and not applied`;
  const { rows } = await db.query<{ row: StagedRow }>(
    `select ${stagedJson} as row from import_row
     where import_id = $1 and ${waits} and batch = (
       select min(batch) from import_row where import_id = $1 and ${waits})
     order by seq`,
    [importId],
  );
  return rows.map(({ row }) => row);
}

export interface RowVerdict {
  readonly seq: number;
  readonly outcome: RowOutcome;
  readonly code: string | null;
  readonly details: object;
}

export async function writeVerdicts(
  db: Queryable,
  importId: string,
  { verdicts, applied }: { readonly verdicts: readonly RowVerdict[]; readonly applied: boolean },
): Promise<void> {
  await db.query(
    `update import_row r set outcome = v->>'outcome', code = v->>'code', details = v->'details',
       applied = $3 and v->>'outcome' <> 'refused'
     from jsonb_array_elements($2::jsonb) v
     where r.import_id = $1 and r.seq = (v->>'seq')::integer`,
    [importId, JSON.stringify(verdicts), applied],
  );
}

export interface ImportCounts {
  readonly outcome: RowOutcome;
  readonly applied: boolean;
  readonly count: number;
}

export async function countImportRows(
  db: Queryable,
  importId: string,
): Promise<readonly ImportCounts[]> {
  const { rows } = await db.query<ImportCounts>(
    `select outcome, applied, count(*)::integer as count from import_row where import_id = $1
     group by outcome, applied`,
    [importId],
  );
  return rows;
}

export interface ListedRow {
  readonly line: number;
  readonly label: string;
  readonly outcome: RowOutcome;
  readonly code: string | null;
  readonly details: object;
  readonly applied: boolean;
}

export async function listImportRows(
  db: Queryable,
  query: {
    readonly importId: string;
    readonly outcome: RowOutcome | null;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<readonly ListedRow[]> {
  const { rows } = await db.query<ListedRow>(
    `select line, label, outcome, code, details, applied from import_row
     where import_id = $1 and ($2::text is null or outcome = $2)
     order by line, seq offset $3 limit $4`,
    [query.importId, query.outcome, query.offset, query.limit],
  );
  return rows;
}
