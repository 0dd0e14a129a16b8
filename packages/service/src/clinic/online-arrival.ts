import type { BookingId, PatientId } from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails, type PatientDetails } from '@tidbok/seal';
import type { OnlineArrival } from '@tidbok/sync';
import type { SoldVisit } from '@tidbok/protocol';
import {
  addPatients,
  findPatientsByNumber,
  keepOnlineDetails,
  readKeys,
  type NewPatientRow,
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

/** A visit that the site sold, and who it is for. */
export interface Arrival {
  readonly visit: SoldVisit;
  readonly arrival: OnlineArrival;
  readonly details: PatientDetails | null;
  readonly isNewPatient: boolean;
}

/**
 * Finds out who visits that the site sold are for, by booking: opens the details with the
 * practice's key and matches the identity number; else a new patient. The register is never
 * written over (0.10).
 */
export async function arrivalsOf(
  tx: PracticeTransaction,
  visits: readonly SoldVisit[],
): Promise<ReadonlyMap<BookingId, Arrival>> {
  if (visits.length === 0) return new Map();
  const keys = await readKeys(tx.db);
  if (keys === null) throw new Error('The practice has no sealing key.');
  const opened = visits.map((visit) => ({
    visit,
    details: openDetails(tx, visit, keys.sealingPrivateKey),
  }));
  const numbers = opened.map(({ details }) => numberOf(details)).filter((each) => each !== '');
  const register = await findPatientsByNumber(tx.db, [...new Set(numbers)]);
  const byNumber = new Map<string, Known>(
    register.map((patient) => [patient.identityNumber ?? '', { ...patient, isNew: false }]),
  );
  return new Map(
    opened.map((each) => [each.visit.bookingId, arrivalOf(tx, each, byNumber)] as const),
  );
}

type Known = Pick<PatientRow, 'id' | 'givenName' | 'familyName' | 'email' | 'mobile'> & {
  /** Comes with an earlier one of the visits. */
  readonly isNew: boolean;
};

function arrivalOf(
  tx: PracticeTransaction,
  { visit, details }: Pick<Arrival, 'visit' | 'details'>,
  byNumber: Map<string, Known>,
): Arrival {
  const number = numberOf(details);
  const known = byNumber.get(number) ?? null;
  const patientId = known?.id ?? tx.context.newId<PatientId>();
  if (known === null && details !== null && number !== '') {
    byNumber.set(number, { ...details, id: patientId, isNew: true });
  }
  const arrival = {
    patientId,
    differs: known !== null && details !== null && differs(known, details),
    readable: details !== null,
    text: withGuardian(textOf(tx, visit), details),
  };
  return { visit, arrival, details, isNewPatient: known?.isNew ?? true };
}

/** The site checks what is typed; nothing in a seal may stop the log all the same. */
function numberOf(details: PatientDetails | null): string {
  const number = details?.personalIdentityNumber ?? '';
  return /^\d{12}$/.test(number) ? number : '';
}

/** Takes in what was sent, once the visits are to stand in the book: not for what is rejected. */
export async function takeIn(tx: PracticeTransaction, arrivals: readonly Arrival[]): Promise<void> {
  if (arrivals.length === 0) return;
  const sealed = arrivals.map(({ visit }) => ({
    bookingId: visit.bookingId,
    sealed: visit.sealed,
  }));
  await keepOnlineDetails(tx.db, sealed);
  const fresh = new Map<PatientId, NewPatientRow>();
  for (const { arrival, details, isNewPatient } of arrivals) {
    const { patientId } = arrival;
    if (isNewPatient && !fresh.has(patientId)) fresh.set(patientId, rowOf(patientId, details));
  }
  if (fresh.size > 0) await addPatients(tx.db, [...fresh.values()]);
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

/** Who booked for a child stands first in the booking's text. */
function withGuardian(
  text: OnlineArrival['text'],
  details: PatientDetails | null,
): OnlineArrival['text'] {
  const { guardian = '' } = details ?? {};
  if (guardian === '') return text;
  const told = `Vårdnadshavare: ${guardian}.`;
  return { ...text, bookText: text.bookText === '' ? told : `${told} ${text.bookText}` };
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

function differs(known: Known, details: PatientDetails): boolean {
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

function rowOf(id: PatientId, details: PatientDetails | null): NewPatientRow {
  const { givenName, familyName, email, mobile, address } = details ?? UNREADABLE;
  const orUnknown = (name: string): string => (name.trim() === '' ? '?' : name.trim());
  const number = numberOf(details);
  return {
    id,
    identityNumber: number === '' ? null : number,
    bornOn: details?.bornOn ?? null,
    givenName: orUnknown(givenName),
    familyName: orUnknown(familyName),
    email,
    mobile,
    street: address?.street ?? '',
    postalCode: address?.postalCode ?? '',
    town: address?.town ?? '',
  };
}
