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
const UNREADABLE: PatientDetails = {
  givenName: '?',
  familyName: '?',
  personalIdentityNumber: '',
  email: '',
  mobile: '',
};

export interface Arrival {
  readonly arrival: OnlineArrival;
  /** Takes in what was sent, once the visit is to stand in the book: not for what is rejected. */
  readonly takeIn: () => Promise<void>;
}

/**
 * Finds out who a visit that the site sold is for: opens the details with the practice's key and
 * matches the identity number; else a new patient. The register is never written over (0.10).
 */
export async function arrivalOf(
  tx: PracticeTransaction,
  visit: SoldVisit,
  sealingPrivateKey: string,
): Promise<Arrival> {
  const text = textOf(tx, visit);
  const details = openDetails(tx, visit, sealingPrivateKey);
  const number = details?.personalIdentityNumber ?? '';
  const known = number === '' ? null : await findPatientByNumber(tx.db, number);
  const patientId = known?.id ?? tx.context.newId<PatientId>();
  const arrival = {
    patientId,
    differs: known !== null && details !== null && differs(known, details),
    readable: details !== null,
    text,
  };
  const takeIn = async (): Promise<void> => {
    await keepOnlineDetail(tx.db, visit.bookingId, visit.sealed);
    if (known === null) await insertNew(tx, patientId, details ?? UNREADABLE);
  };
  return { arrival, takeIn };
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
  id: PatientId,
  details: PatientDetails,
): Promise<void> {
  const { email, mobile, personalIdentityNumber, address } = details;
  const orUnknown = (name: string): string => (name.trim() === '' ? '?' : name.trim());
  await insertPatient(tx.db, {
    id,
    // The site checks what is typed; nothing in a seal may stop the log all the same.
    identityNumber: /^\d{12}$/.test(personalIdentityNumber) ? personalIdentityNumber : null,
    givenName: orUnknown(details.givenName),
    familyName: orUnknown(details.familyName),
    email,
    mobile,
    street: address?.street ?? '',
    postalCode: address?.postalCode ?? '',
    town: address?.town ?? '',
  });
}
