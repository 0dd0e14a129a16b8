import { PersonalIdentityNumber, type LocalDate } from '@tidbok/core';
import type { PatientInput } from '@tidbok/service/site';
import type { PatientField } from '@tidbok/text';
import {
  BASIC_FIELDS,
  type AddressField,
  type DetailErrors,
  type TypedDetails,
} from './typed-details.ts';

const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;

export type CheckedDetails =
  | { readonly ok: true; readonly patient: PatientInput }
  | { readonly ok: false; readonly errors: DetailErrors };

type Values = TypedDetails['values'];

/**
 * The typed details as a patient, or the reason per field. Tolerant of how people write: spaces
 * around and inside numbers, a hyphen, a dash or none, a mobile number with or without +46.
 */
export function checkDetails(
  values: Values,
  required: readonly AddressField[],
  today: LocalDate,
): CheckedDetails {
  const errors: Partial<Record<PatientField, string>> = {};
  for (const field of [...BASIC_FIELDS, ...required]) {
    const reason = reasonAgainst(field, tidy(values[field]), today);
    if (reason !== null) errors[field] = reason;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, patient: patientOf(values, required) };
}

function patientOf(values: Values, required: readonly AddressField[]): PatientInput {
  const basic = {
    givenName: tidy(values.givenName),
    familyName: tidy(values.familyName),
    personalIdentityNumber: compact(values.personalIdentityNumber).replace('-', ''),
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

/** Without spaces, and with a plain hyphen for any dash. */
function compact(text: string): string {
  return text.replace(/\s/gu, '').replace(/[‐-―−]/gu, '-');
}

function mobileNumber(text: string): string {
  return compact(text)
    .replace(/[-()./]/g, '')
    .replace(/^00/, '+');
}

function reasonAgainst(field: PatientField, text: string, today: LocalDate): string | null {
  if (text === '') return 'required';
  switch (field) {
    case 'personalIdentityNumber':
      return reasonAgainstNumber(compact(text), today);
    case 'email':
      if (text.length > LONGEST_EMAIL) return 'too-long';
      return /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/u.test(text) ? null : 'wrong-shape';
    case 'mobile':
      return /^\+?\d{7,15}$/.test(mobileNumber(text)) ? null : 'wrong-shape';
    case 'postalCode':
      return /^\d{5}$/.test(compact(text)) ? null : 'wrong-shape';
    default:
      if (text.length > LONGEST_NAME) return 'too-long';
      return /^[^\p{Cc}]+$/u.test(text) ? null : 'wrong-shape';
  }
}

function reasonAgainstNumber(text: string, today: LocalDate): string | null {
  const read = PersonalIdentityNumber.parse(text, { hyphen: 'optional', today });
  if (read.ok) return null;
  const reason = read.refusal.details?.['reason'];
  return typeof reason === 'string' ? reason : 'wrong-shape';
}
