import { createHmac, hkdfSync } from 'node:crypto';
import type { PracticeId } from '@tidbok/core';

/** The least length of the site's secret, bytes. */
export const MIN_SECRET_BYTES = 32;

/**
 * Finds a patient's bookings at the site without showing who it is: HMAC-SHA256 of the identity
 * number's twelve digits under a key of the practice's own, derived from a secret that the site
 * keeps outside its database. Two practices' keys of one patient have nothing in common. Base64.
 */
export function patientKey(
  siteSecret: Buffer,
  practiceId: PracticeId,
  identityNumber12: string,
): string {
  if (siteSecret.length < MIN_SECRET_BYTES) throw new Error('the site secret is too short');
  if (!/^\d{12}$/.test(identityNumber12)) throw new Error('twelve digits are needed');
  const key = Buffer.from(hkdfSync('sha256', siteSecret, practiceId, 'tidbok-patient-1', 32));
  return createHmac('sha256', key).update(identityNumber12, 'utf8').digest('base64');
}
