import type { Address, FieldRefusal, LocalDate } from '@tidbok/core';
import type { PatientInput } from '@tidbok/service/site';
import { isPatientField, type PatientField } from '@tidbok/text';
import { parse } from '../api/parse.ts';
import { patientSchema, readIdentityNumber } from '../api/schemas.ts';
import { ADDRESS_FIELDS, type AddressField, type TypedDetails } from './typed-details.ts';

export type DetailErrors = Readonly<Partial<Record<PatientField, string>>>;

export type CheckedDetails =
  | { readonly ok: true; readonly patient: PatientInput }
  | { readonly ok: false; readonly errors: DetailErrors };

type Values = TypedDetails['values'];

/**
 * The typed details as a patient, or the reason per field: by the same schema as the public API.
 * Tolerant of how people write: spaces of any kind, a hyphen, a dash or none.
 */
export function checkDetails(
  values: Values,
  required: readonly AddressField[],
  today: LocalDate,
): CheckedDetails {
  const { street, postalCode, town, ...basic } = plainValues(values);
  const typed = { street, postalCode, town };
  const address = Object.fromEntries(required.map((field) => [field, typed[field]]));
  const read = parse(patientSchema, { ...basic, address });
  const number = readIdentityNumber(basic.personalIdentityNumber, today);
  if (read.ok && 'digits' in number) {
    const { address: given = {}, ...patient } = read.value;
    const identified = { ...patient, personalIdentityNumber: number.digits };
    if (required.length === 0) return { ok: true, patient: identified };
    return { ok: true, patient: { ...identified, address: givenAddress(given) } };
  }
  const errors = read.ok ? {} : errorsOf(read.refusal.details?.['fields']);
  const ofNumber = 'reason' in number ? { personalIdentityNumber: number.reason } : {};
  return { ok: false, errors: { ...errors, ...ofNumber } };
}

function plainValues(values: Values): Values {
  const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  const number = values.personalIdentityNumber.replace(/\s/gu, '').replace(/[‐-―−]/gu, '-');
  return {
    givenName: plain(values.givenName),
    familyName: plain(values.familyName),
    personalIdentityNumber: number,
    email: plain(values.email),
    mobile: plain(values.mobile).replace(/[‐-―−]/gu, '-'),
    street: plain(values.street),
    postalCode: plain(values.postalCode),
    town: plain(values.town),
  };
}

function givenAddress(given: { readonly [Field in AddressField]?: string | undefined }) {
  const address: { -readonly [Field in keyof Address]?: string } = {};
  for (const field of ADDRESS_FIELDS) {
    const text = given[field];
    if (text !== undefined) address[field] = text;
  }
  return address;
}

/** The reasons that a refusal gives, for the fields of the patient's form. */
function errorsOf(fields: unknown): DetailErrors {
  const errors: Partial<Record<PatientField, string>> = {};
  if (!Array.isArray(fields)) return errors;
  for (const refused of fields.filter(isFieldRefusal)) {
    const name = refused.field.split('.').at(-1) ?? '';
    if (isPatientField(name)) errors[name] ??= refused.reason;
  }
  return errors;
}

function isFieldRefusal(value: unknown): value is FieldRefusal {
  return typeof value === 'object' && value !== null && 'field' in value && 'reason' in value;
}
