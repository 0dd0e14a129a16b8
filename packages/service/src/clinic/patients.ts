import {
  ok,
  refuse,
  refuseFields,
  type FieldRefusal,
  type Outcome,
  type PatientId,
} from '@tidbok/core';
import {
  findPatientByNumber,
  insertPatient,
  loadBookingsOfPatient,
  loadPatient,
  searchPatients,
  type PatientRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import type { ClinicContext } from './context.ts';
import type { BookCommand, NewPatient } from './desk.ts';
import { identityNumberOf } from './identity-number.ts';
import { may } from './members.ts';
import { openBook } from './open-book.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import type { BookedView, PatientView } from './views/book.ts';
import { bookedView, patientView } from './views/booked-view.ts';

const searchLimit = 30;
const maxWords = 5;
const maxNameLength = 100;
const maxContactLength = 200;

/** By the beginnings of names, or of the identity number with or without its century. */
export async function patients(
  context: ClinicContext,
  by: StaffMember,
  search: string,
): Promise<readonly PatientView[]> {
  const text = search.trim().toLowerCase().slice(0, maxNameLength);
  const digits = /^[\d\s-]+$/.test(text) ? text.replace(/\D/g, '') : '';
  const words = digits === '' ? text.split(/\s+/).filter(Boolean).slice(0, maxWords) : [];
  const rows = await searchPatients(context.pool, { words, digits, limit: searchLimit });
  await audited(context.pool, by, { what: 'search', patientIds: rows.map(({ id }) => id) });
  return rows.map(patientView);
}

export async function patientHistory(
  context: ClinicContext,
  by: StaffMember,
  id: PatientId,
): Promise<readonly BookedView[]> {
  const book = await openBook(context);
  const patient = book === null ? null : await loadPatient(context.pool, id);
  if (book === null || patient === null) return [];
  if (patient.isProtected && !may(by, 'patient-protected')) return [];
  const rows = await loadBookingsOfPatient(context.pool, id);
  await audited(context.pool, by, { what: 'history', patientIds: [id] });
  return rows.map((row) => bookedView(row, book.register));
}

/** Quick add. Refuses `invalid` with its fields, and `already-exists` with the patient's id. */
export async function addPatient(
  context: ClinicContext,
  by: StaffMember,
  patient: NewPatient,
): Promise<Outcome<PatientView>> {
  return inPractice(context, async (tx) => {
    const added = await insertNew(tx, patient);
    if (!added.ok) return added;
    await audited(tx.db, by, { what: 'added', patientIds: [added.value.id] });
    return ok(patientView(added.value));
  });
}

/**
 * The patient that a booking is for: one of the register, or a new one. A new one whose identity
 * number the register holds is that patient. Refuses `unknown-patient`, `invalid`.
 */
export async function patientFor(
  tx: PracticeTransaction,
  patient: BookCommand['patient'],
): Promise<Outcome<PatientId>> {
  if ('id' in patient) {
    const row = await loadPatient(tx.db, patient.id);
    return row === null ? refuse('unknown-patient') : ok(row.id);
  }
  const number = numberOf(tx, patient);
  if (number.ok && number.value !== null) {
    const known = await findPatientByNumber(tx.db, number.value);
    if (known !== null) return ok(known.id);
  }
  const added = await insertNew(tx, patient);
  return added.ok ? ok(added.value.id) : added;
}

async function insertNew(
  tx: PracticeTransaction,
  patient: NewPatient,
): Promise<Outcome<PatientRow>> {
  const number = numberOf(tx, patient);
  const fields = faultsOf(patient);
  if (!number.ok) fields.push({ field: 'patient.personalIdentityNumber', reason: number.reason });
  if (!number.ok || fields.length > 0) return refuseFields(fields);
  const row: PatientRow = {
    id: tx.context.newId<PatientId>(),
    identityNumber: number.value,
    givenName: patient.givenName.trim(),
    familyName: patient.familyName.trim(),
    email: patient.email?.trim() ?? '',
    mobile: patient.mobile?.trim() ?? '',
    isProtected: false,
  };
  const inserted = await insertPatient(tx.db, { ...row, street: '', postalCode: '', town: '' });
  return inserted ? ok(row) : refuse('already-exists', { field: 'personalIdentityNumber' });
}

function numberOf(tx: PracticeTransaction, patient: NewPatient) {
  const at = { zone: tx.register.zone, now: tx.now };
  return identityNumberOf(patient.personalIdentityNumber ?? '', at);
}

function faultsOf(patient: NewPatient): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  for (const field of ['givenName', 'familyName'] as const) {
    const text = patient[field].trim();
    if (text === '') faults.push({ field: `patient.${field}`, reason: 'required' });
    if (text.length > maxNameLength) faults.push({ field: `patient.${field}`, reason: 'too-long' });
  }
  for (const field of ['email', 'mobile'] as const) {
    if ((patient[field] ?? '').length > maxContactLength) {
      faults.push({ field: `patient.${field}`, reason: 'too-long' });
    }
  }
  return faults;
}
