import type { PatientId } from '@tidbok/core';
import {
  insertPatientBatch,
  keepFormerNumbers,
  keepImportedRecords,
  loadImportedRecords,
  loadKnownPatients,
  updatePatientBatch,
  type ImportedRecordRow,
  type KnownPatient,
  type PatientWrite,
  type RowVerdict,
} from '@tidbok/store/clinic';
import { newReserveNumbers } from '../patient-cards.ts';
import { bad, good, isOurId, type BatchPlan, type BatchRow, type Planning } from './batch.ts';
import type { PatientRecord } from './records.ts';

type Row = BatchRow<PatientRecord>;

interface Planned {
  readonly verdicts: RowVerdict[];
  readonly created: PatientWrite[];
  readonly updated: PatientWrite[];
  readonly former: { patientId: PatientId; number: string }[];
  readonly records: ImportedRecordRow[];
}

/**
 * Patients of a file: known by their id there, or by any number that they have or had; others are
 * new, with a reserve number of this clinic where they have none. What the file leaves empty stays.
 */
export async function planPatients(planning: Planning<PatientRecord>): Promise<BatchPlan> {
  const { tx, by, rows } = planning;
  const known = await knownTo(planning);
  const planned: Planned = { verdicts: [], created: [], updated: [], former: [], records: [] };
  for (const row of rows) planOne(planning, known, { row, planned });
  const write = async (): Promise<void> => {
    const { created, updated, former, records } = planned;
    await insertPatientBatch(tx.db, await withReserveNumbers(tx, created), tx.now);
    await updatePatientBatch(tx.db, updated, tx.now);
    await keepFormerNumbers(tx.db, former, { at: tx.now, userId: by.userId });
    await keepImportedRecords(tx.db, 'patients', records);
  };
  return { verdicts: planned.verdicts, write };
}

interface Known {
  readonly byKey: ReadonlyMap<string, string>;
  readonly byId: ReadonlyMap<string, KnownPatient>;
  readonly byNumber: ReadonlyMap<string, KnownPatient>;
}

async function knownTo({ tx, rows }: Planning<PatientRecord>): Promise<Known> {
  const keys = rows.map(({ key }) => key);
  const imported = await loadImportedRecords(tx.db, 'patients', keys);
  const numbers = rows.map(({ record }) => numberOf(record)).filter((each) => each !== null);
  const ids = rows.map(({ record }) => record.externalId).filter(isOurId);
  const patients = await loadKnownPatients(tx.db, {
    numbers,
    ids: [...ids, ...imported.map(({ recordId }) => recordId)],
  });
  const byNumber = new Map<string, KnownPatient>();
  for (const patient of patients) {
    for (const number of patient.former) byNumber.set(number, patient);
  }
  for (const patient of patients) {
    const number = numberOf(patient);
    if (number !== null) byNumber.set(number, patient);
  }
  return {
    byKey: new Map(imported.map(({ key, recordId }) => [key, recordId])),
    byId: new Map(patients.map((patient) => [patient.id, patient])),
    byNumber,
  };
}

function numberOf(of: Pick<PatientRecord, 'identityNumber' | 'reserveNumber'>): string | null {
  return of.identityNumber ?? of.reserveNumber;
}

function find(known: Known, { key, record }: Row): KnownPatient | undefined {
  const number = numberOf(record);
  return (
    known.byId.get(known.byKey.get(key) ?? record.externalId) ??
    (number === null ? undefined : known.byNumber.get(number))
  );
}

function planOne(
  { tx }: Planning<PatientRecord>,
  known: Known,
  { row, planned }: { readonly row: Row; readonly planned: Planned },
): void {
  const { record, key, digest } = row;
  const old = find(known, row);
  if (old === undefined) {
    const id = tx.context.newId<PatientId>();
    planned.created.push(newPatient(id, record));
    planned.records.push({ key, digest, recordId: id });
    planned.verdicts.push(good(row, 'create'));
    return;
  }
  if (old.protection !== 'none') {
    planned.verdicts.push(
      record.isProtected ? good(row, 'unchanged') : bad(row, 'patient-protected'),
    );
    return;
  }
  const owner = known.byNumber.get(numberOf(record) ?? '');
  if (owner !== undefined && owner.id !== old.id) {
    planned.verdicts.push(bad(row, 'import-differs', { field: 'number' }));
    return;
  }
  const changed = { ...old, ...changesIn(old, record) };
  const isSame = Object.keys(changesIn(old, record)).length === 0;
  planned.verdicts.push(good(row, isSame ? 'unchanged' : 'update'));
  if (isSame) return;
  planned.updated.push(changed);
  planned.records.push({ key, digest, recordId: old.id });
  const before = numberOf(old);
  if (before !== null && before !== numberOf(changed)) {
    planned.former.push({ patientId: old.id, number: before });
  }
}

function newPatient(id: PatientId, record: PatientRecord): PatientWrite {
  const { identityNumber, reserveNumber, isProtected } = record;
  const protection = isProtected ? 'confidential' : 'none';
  return { ...fieldsOf(record), identityNumber, reserveNumber, id, protection };
}

function fieldsOf(record: PatientRecord) {
  return {
    givenName: record.givenName,
    familyName: record.familyName,
    bornOn: record.bornOn,
    email: record.email,
    mobile: record.mobile,
    street: record.street,
    postalCode: record.postalCode,
    town: record.town,
    recallMonths: record.recallMonths,
    recallNextOn: record.recallNextOn,
    recallNote: record.recallNote,
  };
}

/** What the file says otherwise than the register; a number that the patient had before is not. */
function changesIn(old: KnownPatient, record: PatientRecord): Partial<PatientWrite> {
  const { isProtected, identityNumber, reserveNumber } = record;
  const fields = fieldsOf(record);
  const changes = Object.entries(fields).filter(
    ([name, value]) => value !== null && value !== '' && value !== old[name as keyof typeof fields],
  );
  const number = identityNumber ?? reserveNumber;
  const isNewNumber = number !== null && number !== numberOf(old) && !old.former.includes(number);
  return {
    ...Object.fromEntries(changes),
    ...(isNewNumber ? { identityNumber, reserveNumber } : {}),
    ...(isProtected ? becomesProtected : {}),
  };
}

const becomesProtected = {
  ...{
    protection: 'confidential' as const,
    email: '',
    mobile: '',
    street: '',
    postalCode: '',
    town: '',
  },
} as const;

async function withReserveNumbers(
  tx: Planning<PatientRecord>['tx'],
  created: readonly PatientWrite[],
): Promise<PatientWrite[]> {
  const without = created.filter((each) => numberOf(each) === null);
  const made = await newReserveNumbers(
    tx,
    without.map(({ bornOn }) => bornOn),
  );
  const numberFor = new Map(without.map(({ id }, i) => [id, made[i] ?? null]));
  return created.map((each) => ({
    ...each,
    reserveNumber: each.reserveNumber ?? numberFor.get(each.id) ?? null,
  }));
}
