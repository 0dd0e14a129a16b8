import type { PatientId } from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails, type PatientDetails } from '@tidbok/seal';
import type { OnlineArrival } from '@tidbok/sync';
import type { SoldVisit } from '@tidbok/protocol';
import {
  findPatientByNumber,
  insertPatient,
  keepOnlineDetail,
  type PatientRow,
} from '@tidbok/store/clinic';
import type { PracticeTransaction } from './practice-transaction.ts';

/** Names for a patient whose sealed details could not be opened: a person sees to it. */
const UNREADABLE = { givenName: '?', familyName: '?' };

/**
 * Finds out who a visit that the site sold is for: opens the details with the practice's key and
 * matches the identity number; else a new patient. The register is never written over (0.10).
 */
export async function arrivalOf(
  tx: PracticeTransaction,
  visit: SoldVisit,
  sealingPrivateKey: string,
): Promise<OnlineArrival> {
  await keepOnlineDetail(tx.db, visit.bookingId, visit.sealed);
  const text = textOf(tx, visit);
  const details = openDetails(tx, visit, sealingPrivateKey);
  if (details === null) {
    const patientId = await insertNew(tx, { ...UNREADABLE, email: '', mobile: '' }, null);
    return { patientId, differs: false, readable: false, text };
  }
  const number = details.personalIdentityNumber;
  const known = number === '' ? null : await findPatientByNumber(tx.db, number);
  if (known !== null) {
    return { patientId: known.id, differs: differs(known, details), readable: true, text };
  }
  const patientId = await insertNew(tx, details, number === '' ? null : number);
  return { patientId, differs: false, readable: true, text };
}

/** P4: text and marks of the template as it now is. */
function textOf({ register }: PracticeTransaction, visit: SoldVisit): OnlineArrival['text'] {
  const template = register.templates.find(({ id }) => id === visit.templateId);
  return {
    bookText: template?.bookText ?? '',
    summonsCard: template?.summonsCard ?? false,
    moveNextRecall: template?.moveNextRecall ?? false,
    expectedAmount: template?.expectedAmount ?? null,
  };
}

function openDetails(
  tx: PracticeTransaction,
  visit: SoldVisit,
  sealingPrivateKey: string,
): PatientDetails | null {
  try {
    const context = bookingContext(tx.practice.practiceId, visit.bookingId);
    return readPatientDetails(openSealed(sealingPrivateKey, visit.sealed, context));
  } catch (error) {
    tx.context.log.error(
      { bookingId: visit.bookingId, error: String(error) },
      'Sealed details could not be opened.',
    );
    return null;
  }
}

function differs(known: PatientRow, details: PatientDetails): boolean {
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  return !(
    same(known.givenName, details.givenName) &&
    same(known.familyName, details.familyName) &&
    same(known.email, details.email) &&
    same(digitsOf(known.mobile), digitsOf(details.mobile))
  );
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^46/, '0');
}

async function insertNew(
  tx: PracticeTransaction,
  details: Omit<PatientDetails, 'personalIdentityNumber'>,
  identityNumber: string | null,
): Promise<PatientId> {
  const id = tx.context.newId<PatientId>();
  await insertPatient(tx.db, {
    id,
    identityNumber,
    givenName: details.givenName,
    familyName: details.familyName,
    email: details.email,
    mobile: details.mobile,
    street: details.address?.street ?? '',
    postalCode: details.address?.postalCode ?? '',
    town: details.address?.town ?? '',
  });
  return id;
}
