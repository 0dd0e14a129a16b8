import {
  ageOn,
  GUARDIAN_UNTIL_AGE,
  isLocalDate,
  MAX_AGE,
  PersonalIdentityNumber,
  toLocalDate,
  yearMonthDay,
  type Address,
  type FieldRefusal,
  type Instant,
  type LocalDate,
} from '@tidbok/core';
import type { ClinicView, PatientInput } from '@tidbok/service/site';
import { isPatientField, type PatientField } from '@tidbok/text';
import { plainDigits } from '../api/as-people-write.ts';
import { parse } from '../api/parse.ts';
import { patientSchema, readIdentityNumber } from '../api/schemas.ts';
import {
  ADDRESS_FIELDS,
  BASIC_FIELDS,
  type AddressField,
  type TypedDetails,
} from './typed-details.ts';

export type DetailErrors = Readonly<Partial<Record<PatientField, string>>>;

export type CheckedDetails =
  | { readonly ok: true; readonly patient: PatientInput }
  | { readonly ok: false; readonly errors: DetailErrors };

type Values = TypedDetails['values'];

/** What the clinic asks of a patient for a visit that day. */
export interface DetailRules {
  readonly required: readonly AddressField[];
  readonly patients: ClinicView['patients'];
  readonly today: LocalDate;
  readonly visitOn: LocalDate;
}

export function detailRules(
  clinic: Pick<ClinicView, 'requiredAddressFields' | 'patients' | 'zone'>,
  { now, start }: { readonly now: Instant; readonly start: Instant },
): DetailRules {
  const { requiredAddressFields: required, patients, zone } = clinic;
  return { required, patients, today: toLocalDate(zone, now), visitOn: toLocalDate(zone, start) };
}

/**
 * The typed details as a patient, or the reason per field: by the same schema as the public API.
 */
export function checkDetails(values: Values, rules: DetailRules): CheckedDetails {
  const { street, postalCode, town, guardian } = values;
  const basic = Object.fromEntries(BASIC_FIELDS.map((field) => [field, values[field]]));
  const typed = { street, postalCode, town };
  const address = Object.fromEntries(rules.required.map((field) => [field, typed[field]]));
  const who = readWho(values, rules);
  const isChild = 'age' in who && who.age !== null && who.age < GUARDIAN_UNTIL_AGE;
  const byGuardian = isChild && rules.patients.children ? { guardian } : {};
  const read = parse(patientSchema, { ...basic, ...byGuardian, address });
  if (!read.ok || 'errors' in who) {
    const errors = read.ok ? {} : errorsOf(read.refusal.details?.['fields']);
    return { ok: false, errors: { ...errors, ...('errors' in who ? who.errors : {}) } };
  }
  const { givenName, familyName, email, mobile, guardian: by, address: given = {} } = read.value;
  const patient = {
    ...{ givenName, familyName, email, mobile },
    ...who.person,
    ...(by === undefined ? {} : { guardian: by }),
  };
  if (rules.required.length === 0) return { ok: true, patient };
  return { ok: true, patient: { ...patient, address: givenAddress(given) } };
}

type Who =
  | {
      readonly person: Pick<PatientInput, 'personalIdentityNumber' | 'bornOn'>;
      /** On the day of the visit; null where the birth date is not known. */
      readonly age: number | null;
    }
  | { readonly errors: DetailErrors };

/** By the number; where the clinic lets, by the date of birth of who has none. */
function readWho(values: Values, { today, visitOn, patients }: DetailRules): Who {
  const hasNumber = plainDigits(values.personalIdentityNumber) !== '';
  if (!hasNumber && patients.withoutNumber && plainDigits(values.bornOn) !== '') {
    const bornOn = readBirthDate(values.bornOn, today);
    if ('reason' in bornOn) return { errors: { bornOn: bornOn.reason } };
    const person = { personalIdentityNumber: '', bornOn: bornOn.day };
    return { person, age: ageOn(bornOn.day, visitOn) };
  }
  const number = readIdentityNumber(values.personalIdentityNumber, today);
  if ('reason' in number) return { errors: { personalIdentityNumber: number.reason } };
  const { digits: personalIdentityNumber } = number;
  const form = { hyphen: 'optional', today } as const;
  const parsed = PersonalIdentityNumber.parse(personalIdentityNumber, form);
  return {
    person: { personalIdentityNumber },
    age: parsed.ok ? parsed.value.ageOn(visitOn) : null,
  };
}

/** `ÅÅÅÅ-MM-DD`, with or without hyphens, or why not. */
export function readBirthDate(
  text: string,
  today: LocalDate,
): { readonly day: LocalDate } | { readonly reason: string } {
  const shape = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(plainDigits(text).replaceAll(' ', ''));
  if (shape === null) return { reason: 'wrong-shape' };
  const day = shape.slice(1).join('-');
  if (!isLocalDate(day)) return { reason: 'impossible-date' };
  if (day > today) return { reason: 'in-the-future' };
  const oldest = yearMonthDay(today).year - MAX_AGE;
  return yearMonthDay(day).year < oldest ? { reason: 'too-old' } : { day };
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
