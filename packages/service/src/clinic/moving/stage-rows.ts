import type { StagedRow } from '@tidbok/store/clinic';
import type { ImportKind } from './columns.ts';
import { keyOf } from './keys.ts';
import type { TableRow } from './read-file.ts';
import { readRow, type ReadRow } from './read-row.ts';
import type { AnyRecord, ReadingPlace } from './records.ts';

/** So many rows make one batch, and so one transaction; of what has a day, whole days. */
const rowsPerBatch = 400;
const patientsPerBatch = 2_000;
const daysPerBatch = 7;

/** The file's rows as they wait: those that cannot be read, or come twice, are refused already. */
export function stageRows(
  kind: ImportKind,
  rows: readonly TableRow[],
  how: { readonly mapping: Readonly<Record<string, string | null>> } & ReadingPlace,
): StagedRow[] {
  const read = rows.map((row) => readRow(kind, row, how));
  const firstLine = new Map<string, number>();
  const staged = read.map((row) => stageOne(kind, row, firstLine));
  const good = staged.filter(({ outcome }) => outcome === 'waiting');
  const bad = staged.filter(({ outcome }) => outcome === 'refused');
  return [...bad, ...inBatches(kind, good)].map((row, seq) => ({ ...row, seq }));
}

type Unplaced = Omit<StagedRow, 'record'> & { readonly record: AnyRecord };

function stageOne(kind: ImportKind, row: ReadRow, firstLine: Map<string, number>): Unplaced {
  const { line, label, record, faults } = row;
  const { key, digest } = keyOf(kind, record);
  const about = { seq: 0, batch: 0, line, label, record, key, digest };
  if (faults.length > 0) {
    const fields = faults.map(({ field, reason }) => ({ field, reason }));
    return { ...about, outcome: 'refused', code: 'invalid', details: { fields } };
  }
  const before = firstLine.get(key);
  if (before !== undefined) {
    return { ...about, outcome: 'refused', code: 'row-twice', details: { line: before } };
  }
  firstLine.set(key, line);
  return { ...about, outcome: 'waiting', code: null, details: {} };
}

function startOf(record: AnyRecord): string {
  if ('start' in record) return record.start;
  return 'from' in record ? record.from : '';
}

/** By time where they have one, so that a batch holds whole days and few of them. */
function inBatches(kind: ImportKind, rows: readonly Unplaced[]): Unplaced[] {
  const most = kind === 'patients' ? patientsPerBatch : rowsPerBatch;
  const sorted = rows.toSorted((a, b) => startOf(a.record).localeCompare(startOf(b.record)));
  let batch = 0;
  let held = 0;
  let first = '';
  let day = '';
  return sorted.map((row) => {
    const today = startOf(row.record).slice(0, 10);
    const isNewDay = today !== day || today === '';
    const isFull = held >= most || (today !== '' && isFar(first, today));
    if (isNewDay && isFull) {
      batch += 1;
      held = 0;
    }
    if (held === 0) first = today;
    held += 1;
    day = today;
    return { ...row, batch };
  });
}

function isFar(first: string, today: string): boolean {
  if (first === '') return false;
  return (Date.parse(today) - Date.parse(first)) / 86_400_000 >= daysPerBatch;
}
