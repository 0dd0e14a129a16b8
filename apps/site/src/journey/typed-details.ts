import type { Address } from '@tidbok/core';
import type { PatientField } from '@tidbok/text';

export const BASIC_FIELDS = [
  'givenName',
  'familyName',
  'personalIdentityNumber',
  'email',
  'mobile',
] as const satisfies readonly PatientField[];

/** Asked for only where it is needed: of who has no number, and of a child's guardian. */
export const SPECIAL_FIELDS = ['bornOn', 'guardian'] as const satisfies readonly PatientField[];

export type AddressField = keyof Address;

export const ADDRESS_FIELDS = [
  'street',
  'postalCode',
  'town',
] as const satisfies readonly AddressField[];

const ALL_FIELDS: readonly PatientField[] = [...BASIC_FIELDS, ...SPECIAL_FIELDS, ...ADDRESS_FIELDS];

/** No field of a person is longer than this; the rest is cut off before anything reads it. */
const LONGEST_TYPED = 400;

/** What the patient has typed, word for word: it travels from page to page in the form only. */
export interface TypedDetails {
  readonly values: Readonly<Record<PatientField, string>>;
  /** Makes a repeated booking the same booking. Made where the details begin. */
  readonly bookingKey: string;
  /** The hold that was kept longer, once; empty: none was. */
  readonly renewedHold: string;
}

export const NOTHING_TYPED: TypedDetails['values'] = {
  givenName: '',
  familyName: '',
  personalIdentityNumber: '',
  bornOn: '',
  guardian: '',
  email: '',
  mobile: '',
  street: '',
  postalCode: '',
  town: '',
};

/** The typed details in a form; null when the form carries none. */
export function readTypedDetails(form: FormData): TypedDetails | null {
  if (!form.has('givenName')) return null;
  const values = { ...NOTHING_TYPED };
  for (const field of ALL_FIELDS) values[field] = readText(form, field);
  return {
    values,
    bookingKey: readText(form, 'bookingKey'),
    renewedHold: readText(form, 'renewedHold'),
  };
}

export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, LONGEST_TYPED) : '';
}
