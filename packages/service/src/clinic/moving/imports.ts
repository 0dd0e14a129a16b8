import {
  ok,
  refuse,
  refuseFields,
  type FieldRefusal,
  type Outcome,
  type RefusalDetails,
} from '@tidbok/core';
import {
  countImportBytes,
  deleteImport,
  insertImport,
  inTransaction,
  listImportRows,
  listImports,
  loadImport,
  loadImportFile,
  putImportPiece,
  replaceStagedRows,
  setImportState,
  type ImportRow,
} from '@tidbok/store/clinic';
import { uuidv7 } from '../../ids.ts';
import type { ClinicContext } from '../context.ts';
import { openBook } from '../open-book.ts';
import type { StaffMember } from '../staff.ts';
import { FIELDS, guessColumns, type ImportKind } from './columns.ts';
import { importView, kindOf, viewOf } from './import-steps.ts';
import { readFile, type Table } from './read-file.ts';
import { stageRows } from './stage-rows.ts';
import type { FileHead, ImportRowView, ImportView, RowOutcome } from './views.ts';

export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;
const maxNameLength = 200;
const sampleRows = 5;
const listed = 20;
const rowPage = 100;

export interface NewFile {
  readonly kind: ImportKind;
  readonly fileName: string;
  /** Of all its pieces together. */
  readonly sizeBytes: number;
}

/** A file is announced; its pieces follow. Refuses `too-large`. */
export async function startImport(
  context: ClinicContext,
  by: StaffMember,
  file: NewFile,
): Promise<Outcome<ImportView>> {
  if (file.sizeBytes > MAX_IMPORT_BYTES) return refuse('too-large', { bytes: MAX_IMPORT_BYTES });
  const row: ImportRow = {
    id: uuidv7(),
    kind: file.kind,
    fileName: file.fileName.slice(0, maxNameLength),
    state: 'receiving',
    reading: null,
    createdAt: context.now(),
    createdBy: by.userId,
    sizeBytes: file.sizeBytes,
  };
  await insertImport(context.pool, row);
  return importView(context, row.id);
}

/** Refuses `unknown-import`, `import-ended`, `too-large`. */
export async function addPiece(
  context: ClinicContext,
  piece: { readonly importId: string; readonly position: number; readonly bytes: Uint8Array },
): Promise<Outcome<null>> {
  const row = await loadImport(context.pool, piece.importId);
  if (row === null) return refuse('unknown-import');
  if (row.state !== 'receiving') return refuse('import-ended');
  const held = await countImportBytes(context.pool, row.id);
  if (held + piece.bytes.length > MAX_IMPORT_BYTES) {
    return refuse('too-large', { bytes: MAX_IMPORT_BYTES });
  }
  await putImportPiece(context.pool, piece);
  return ok(null);
}

async function tableOf(
  context: ClinicContext,
  id: string,
): Promise<Outcome<{ readonly row: ImportRow; readonly table: Table }>> {
  const row = await loadImport(context.pool, id);
  const book = await openBook(context);
  if (row === null || book === null) return refuse('unknown-import');
  if (row.state === 'done' || row.state === 'applying') return refuse('import-ended');
  const bytes = await loadImportFile(context.pool, id);
  if (bytes.length !== row.sizeBytes) return refuse('file-unreadable', { reason: 'incomplete' });
  const table = readFile(bytes, book.register.zone);
  return table.ok ? ok({ row, table: table.value }) : table;
}

/** The file at a glance, and which columns seem to be meant. Refuses `file-unreadable`. */
export async function fileHead(context: ClinicContext, id: string): Promise<Outcome<FileHead>> {
  const opened = await tableOf(context, id);
  if (!opened.ok) return opened;
  const { row, table } = opened.value;
  const { format, encoding, delimiter, columns, rows } = table;
  return ok({
    ...{ format, encoding, delimiter, columns, rows: rows.length },
    sample: rows.slice(0, sampleRows).map(({ cells }) => cells),
    guess: guessColumns(kindOf(row), columns),
  });
}

/**
 * Reads every row by the columns given (the guess, where none are) and stages it; what cannot be
 * read is refused at once, the rest waits to be checked. Refuses `invalid`: a field that must be.
 */
export async function readImport(
  context: ClinicContext,
  id: string,
  mapping: Readonly<Record<string, string | null>> | null,
): Promise<Outcome<ImportView>> {
  const opened = await tableOf(context, id);
  const book = await openBook(context);
  if (!opened.ok) return opened;
  if (book === null) return refuse('unknown-practice');
  const { row, table } = opened.value;
  const kind = kindOf(row);
  const chosen = mapping ?? guessColumns(kind, table.columns);
  const missing = missingFields(kind, chosen, table);
  if (missing.length > 0) return refuseFields(missing);
  const place = { zone: book.register.zone, now: context.now() };
  const staged = stageRows(kind, table.rows, { mapping: chosen, ...place });
  await inTransaction(context.pool, async (db) => {
    await replaceStagedRows(db, id, staged);
    const reading = { mapping: chosen };
    await setImportState(db, id, { state: 'checking', at: context.now(), reading });
  });
  return importView(context, id);
}

function missingFields(
  kind: ImportKind,
  mapping: Readonly<Record<string, string | null>>,
  { columns }: Table,
): FieldRefusal[] {
  return FIELDS[kind].flatMap(({ name, required }): FieldRefusal[] => {
    const column = mapping[name] ?? null;
    if (column !== null && !columns.includes(column)) return [{ field: name, reason: 'unknown' }];
    return required && column === null ? [{ field: name, reason: 'required' }] : [];
  });
}

/** Staff have seen what would happen: from now on the steps take the rows in. */
export async function applyImport(
  context: ClinicContext,
  id: string,
): Promise<Outcome<ImportView>> {
  const row = await loadImport(context.pool, id);
  if (row === null) return refuse('unknown-import');
  if (row.state !== 'read' && row.state !== 'applying' && row.state !== 'cancelled') {
    return refuse('import-ended');
  }
  const view = await viewOf(context, row);
  const state = view.counts.waiting > 0 ? 'checking' : 'applying';
  await setImportState(context.pool, id, { state, at: context.now() });
  return importView(context, id);
}

/** Stops: what has been taken in stays, whole row by whole row; it may be gone on with later. */
export async function cancelImport(
  context: ClinicContext,
  id: string,
): Promise<Outcome<ImportView>> {
  const row = await loadImport(context.pool, id);
  if (row === null) return refuse('unknown-import');
  if (row.state !== 'done') {
    await setImportState(context.pool, id, { state: 'cancelled', at: context.now() });
  }
  return importView(context, id);
}

/** Forgets a file of which nothing has come in. Refuses `unknown-import`, `import-ended`. */
export async function removeImport(context: ClinicContext, id: string): Promise<Outcome<null>> {
  if (await deleteImport(context.pool, id)) return ok(null);
  const row = await loadImport(context.pool, id);
  return refuse(row === null ? 'unknown-import' : 'import-ended');
}

export async function imports(context: ClinicContext): Promise<readonly ImportView[]> {
  const rows = await listImports(context.pool, listed);
  return Promise.all(rows.map((row) => viewOf(context, row)));
}

/** Row by row, in the file's order. */
export async function importRows(
  context: ClinicContext,
  query: {
    readonly importId: string;
    readonly outcome: RowOutcome | null;
    readonly offset: number;
  },
): Promise<{ readonly items: readonly ImportRowView[]; readonly nextOffset: number | null }> {
  const rows = await listImportRows(context.pool, { ...query, limit: rowPage + 1 });
  return {
    items: rows.slice(0, rowPage).map(({ details, ...rest }) => ({
      ...rest,
      details: details as RefusalDetails,
    })),
    nextOffset: rows.length > rowPage ? query.offset + rowPage : null,
  };
}
