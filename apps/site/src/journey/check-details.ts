import type { PatientField } from '@tidbok/text';
import type { AddressField, PatientDetails } from './booking-site.ts';
import { BASIC_FIELDS, type DetailErrors, type TypedDetails } from './typed-details.ts';

const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;

export type CheckedDetails =
  | { readonly ok: true; readonly patient: PatientDetails }
  | { readonly ok: false; readonly errors: DetailErrors };

type Values = TypedDetails['values'];

/**
 * The typed details as a patient, or the reason per field. Tolerant of how people write: spaces
 * around and inside numbers, a hyphen or none, a mobile number with or without +46.
 */
export function checkDetails(
  values: Values,
  required: readonly AddressField[],
  now: number,
): CheckedDetails {
  const errors: Partial<Record<PatientField, string>> = {};
  for (const field of [...BASIC_FIELDS, ...required]) {
    const reason = reasonAgainst(field, tidy(values[field]), now);
    if (reason !== null) errors[field] = reason;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, patient: patientOf(values, required) };
}

function patientOf(values: Values, required: readonly AddressField[]): PatientDetails {
  const basic = {
    givenName: tidy(values.givenName),
    familyName: tidy(values.familyName),
    personalIdentityNumber: numberDigits(values.personalIdentityNumber),
    email: tidy(values.email),
    mobile: mobileNumber(values.mobile),
  };
  if (required.length === 0) return basic;
  const address = Object.fromEntries(required.map((field) => [field, tidy(values[field])]));
  return { ...basic, address };
}

function tidy(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

function reasonAgainst(field: PatientField, text: string, now: number): string | null {
  if (text === '') return 'required';
  switch (field) {
    case 'personalIdentityNumber':
      return reasonAgainstNumber(numberDigits(text), now);
    case 'email':
      if (text.length > LONGEST_EMAIL) return 'too-long';
      return /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/u.test(text) ? null : 'invalid';
    case 'mobile':
      return /^\+?\d{7,15}$/.test(mobileNumber(text)) ? null : 'invalid';
    case 'postalCode':
      return /^\d{5}$/.test(text.replaceAll(' ', '')) ? null : 'invalid';
    default:
      if (text.length > LONGEST_NAME) return 'too-long';
      return /^[^\p{Cc}<>]+$/u.test(text) ? null : 'invalid';
  }
}

function numberDigits(text: string): string {
  return text.replace(/[\s\-+–]/gu, '');
}

function mobileNumber(text: string): string {
  return text.replace(/[\s\-()./]/gu, '').replace(/^00/, '+');
}

function reasonAgainstNumber(digits: string, now: number): string | null {
  if (!/^\d{12}$/.test(digits)) return 'invalid';
  const date = Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
  return date > now ? 'in-the-future' : null;
}
