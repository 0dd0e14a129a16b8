import { ok, refuse, type Outcome } from '@tidbok/core';
import {
  countImportRows,
  dropImportFile,
  loadImport,
  loadNextBatch,
  setImportState,
  writeVerdicts,
  type ImportRow,
  type StagedRow,
} from '@tidbok/store/clinic';
import { audited } from '../audited.ts';
import type { ClinicContext } from '../context.ts';
import { inPractice, type PracticeTransaction } from '../practice-transaction.ts';
import { changeSettings } from '../settings-desk.ts';
import type { StaffMember } from '../staff.ts';
import type { BatchPlan, BatchRow } from './batch.ts';
import { planBookings } from './plan-bookings.ts';
import { planPatients } from './plan-patients.ts';
import { planPractitioners } from './plan-practitioners.ts';
import { planShifts } from './plan-shifts.ts';
import type {
  AnyRecord,
  BookingRecord,
  PatientRecord,
  PractitionerRecord,
  ShiftRecord,
} from './records.ts';
import type { ImportView } from './views.ts';
import { IMPORT_KINDS, type ImportKind } from './columns.ts';

/**
 * The next batch of an import: checked, or (once staff have said so) taken in. Each batch is one
 * transaction with its marks, so that an import that was cut off goes on where it stood. Refuses
 * `unknown-import`, `import-ended`.
 */
export async function stepImport(
  context: ClinicContext,
  by: StaffMember,
  id: string,
): Promise<Outcome<ImportView>> {
  const found = await loadImport(context.pool, id);
  if (found === null) return refuse('unknown-import');
  const inOne = found.kind === 'practitioners' && found.state === 'applying';
  const work = (tx: PracticeTransaction): Promise<Outcome<null>> => stepOnce(tx, by, id);
  const stepped = inOne ? await changeSettings(context, work) : await inPractice(context, work);
  return stepped.ok ? importView(context, id) : stepped;
}

async function stepOnce(
  tx: PracticeTransaction,
  by: StaffMember,
  id: string,
): Promise<Outcome<null>> {
  const row = await loadImport(tx.db, id, { lock: true });
  if (row === null) return refuse('unknown-import');
  if (row.state === 'read' || row.state === 'done') return ok(null);
  if (row.state !== 'checking' && row.state !== 'applying') return refuse('import-ended');
  const pass = row.state === 'checking' ? 'check' : 'apply';
  const batch = await loadNextBatch(tx.db, id, pass);
  if (batch.length === 0) {
    await setImportState(tx.db, id, { state: pass === 'check' ? 'read' : 'done', at: tx.now });
    if (pass === 'apply') await dropImportFile(tx.db, id);
    return ok(null);
  }
  const plan = await planBatch(tx, by, { kind: kindOf(row), rows: batch });
  if (pass === 'apply') {
    await plan.write();
    await audited(tx.db, by, { what: 'import', patientIds: [] });
  }
  await writeVerdicts(tx.db, id, { verdicts: plan.verdicts, applied: pass === 'apply' });
  return ok(null);
}

/** Staged by our own reading of that kind, and by nothing else. */
function rowsOf<Record extends AnyRecord>(rows: readonly StagedRow[]): readonly BatchRow<Record>[] {
  return rows as unknown as readonly BatchRow<Record>[];
}

async function planBatch(
  tx: PracticeTransaction,
  by: StaffMember,
  { kind, rows }: { readonly kind: ImportKind; readonly rows: readonly StagedRow[] },
): Promise<BatchPlan> {
  switch (kind) {
    case 'patients':
      return planPatients({ tx, by, rows: rowsOf<PatientRecord>(rows) });
    case 'practitioners':
      return planPractitioners({ tx, by, rows: rowsOf<PractitionerRecord>(rows) });
    case 'shifts':
      return planShifts({ tx, by, rows: rowsOf<ShiftRecord>(rows) });
    case 'bookings':
      return planBookings({ tx, by, rows: rowsOf<BookingRecord>(rows) });
  }
}

export function kindOf(row: Pick<ImportRow, 'kind'>): ImportKind {
  const kind = IMPORT_KINDS.find((each) => each === row.kind);
  if (kind === undefined) throw new Error(`An import of ${row.kind}?`);
  return kind;
}

/** Where an import stands. */
export async function importView(context: ClinicContext, id: string): Promise<Outcome<ImportView>> {
  const row = await loadImport(context.pool, id);
  return row === null ? refuse('unknown-import') : ok(await viewOf(context, row));
}

export async function viewOf(context: ClinicContext, row: ImportRow): Promise<ImportView> {
  const counted = await countImportRows(context.pool, row.id);
  const counts = { waiting: 0, create: 0, update: 0, unchanged: 0, refused: 0 };
  let applied = 0;
  for (const { outcome, applied: isIn, count } of counted) {
    counts[outcome] += count;
    if (isIn && (outcome === 'create' || outcome === 'update')) applied += count;
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ahead = row.state === 'checking' ? counts.waiting : counts.create + counts.update - applied;
  const state = stateOf(row);
  return {
    id: row.id,
    kind: kindOf(row),
    fileName: row.fileName,
    state,
    createdAt: row.createdAt,
    mapping: row.reading?.mapping ?? null,
    total,
    done: state === 'receiving' || state === 'read' ? 0 : total - ahead,
    counts,
    applied,
  };
}

const states = ['receiving', 'checking', 'read', 'applying', 'done', 'cancelled'] as const;

function stateOf(row: ImportRow): ImportView['state'] {
  const state = states.find((each) => each === row.state);
  if (state === undefined) throw new Error(`An import that is ${row.state}?`);
  return state;
}
