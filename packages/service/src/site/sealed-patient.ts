import { createHmac } from 'node:crypto';
import type { BookingId, PracticeId } from '@tidbok/core';
import { bookingContext, patientKey, sealTo, writePatientDetails } from '@tidbok/seal';
import type { SealedPatient } from '@tidbok/sync';
import type { BookOnlineInput, PatientInput, SiteSecrets } from './site.ts';

/** Whose booking it is and to whom the details are sealed. */
export interface SealFor {
  readonly practiceId: PracticeId;
  readonly bookingId: BookingId;
  /** The practice's, base64. */
  readonly sealingPublicKey: string;
}

/** From here on nobody at the site can read who the patient is. */
export function sealPatient(
  secrets: SiteSecrets,
  { address, ...patient }: PatientInput,
  { practiceId, bookingId, sealingPublicKey }: SealFor,
): SealedPatient {
  const details =
    address === undefined
      ? patient
      : { ...patient, address: { street: '', postalCode: '', town: '', ...address } };
  const plaintext = writePatientDetails(details);
  const aad = bookingContext(practiceId, bookingId);
  return {
    patientKey: keyOf(secrets, patient, { practiceId, bookingId }),
    sealed: sealTo(sealingPublicKey, plaintext, aad),
    sealedToSite: sealTo(secrets.messageKey.publicKey, plaintext, aad),
  };
}

/** Who has no number is found by nobody's e-ID: their key is the booking's own. */
function keyOf(
  secrets: SiteSecrets,
  { personalIdentityNumber: number }: Pick<PatientInput, 'personalIdentityNumber'>,
  { practiceId, bookingId }: Pick<SealFor, 'practiceId' | 'bookingId'>,
): string {
  return number === ''
    ? keyedHash(secrets, 'no-number', `${practiceId}/${bookingId}`)
    : patientKey(secrets.patientKeySecret, practiceId, number);
}

/** A keyed hash of all that was asked, so that a reused key with other content is told apart. */
export function fingerprintOf(secrets: SiteSecrets, input: BookOnlineInput): string {
  return keyedHash(secrets, 'request', JSON.stringify({ ...input, idempotencyKey: '' }));
}

/** Hides a value that the database need not know but must recognise. */
export function keyedHash(secrets: SiteSecrets, purpose: string, value: string): string {
  return createHmac('sha256', secrets.patientKeySecret)
    .update(`tidbok-${purpose}\n${value}`)
    .digest('base64url');
}
