import {
  isLocalDate,
  MESSAGE_LANGUAGES,
  PersonalIdentityNumber,
  type BookingTemplateId,
  type ClinicId,
  type HoldId,
  type LocalDate,
  type OrganisationId,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import * as v from 'valibot';
import { plainDigits, plainName, plainPhone, plainText } from './as-people-write.ts';

const maxName = 100;
const maxEmail = 254;
const maxMobile = 30;
const maxStart = 40;
const maxCursor = 600;
/** A page of a list. */
const maxLimit = 100;

/** An id, as a UUID; told apart by what it names. */
function id<T extends string>(name: string) {
  return v.pipe(
    v.string('not-an-id'),
    v.uuid('not-an-id'),
    v.transform((text) => text.toLowerCase() as T),
    v.description(`Id of ${name}`),
  );
}

const holdId = id<HoldId>('a hold');
const templateId = id<BookingTemplateId>('a booking template');
const practitionerId = id<PractitionerId>('a practitioner');
const resourceId = id<ResourceId>('a chair');

/** A calendar day that exists. */
const localDate = v.pipe(
  v.string('required'),
  v.check(isLocalDate, 'not-a-date'),
  v.transform((text) => text as LocalDate),
  v.description('A local day, YYYY-MM-DD'),
);

/** Read with the clinic's zone afterwards. */
const moment = v.pipe(
  v.string('required'),
  v.maxLength(maxStart, 'not-an-instant'),
  v.description('RFC 3339 with offset'),
);

export const clinicsQuery = v.object({
  organisationId: v.optional(id<OrganisationId>('an organisation')),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(maxCursor, 'too-long'))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, 'not-a-number'),
      v.transform(Number),
      v.minValue(1, 'too-small'),
      v.maxValue(maxLimit, 'too-large'),
    ),
  ),
});

export const templatesQuery = v.object({ practitionerId: v.optional(practitionerId) });

export const myBookingsQuery = v.object({ clinicId: v.optional(id<ClinicId>('a clinic')) });

export const timesQuery = v.object({
  templateId,
  practitionerId: v.optional(practitionerId),
  from: localDate,
  to: localDate,
});

export const firstTimeQuery = v.object({
  templateId,
  practitionerId: v.optional(practitionerId),
  after: v.optional(moment),
});

const choice = {
  templateId,
  start: moment,
  resourceId,
  practitionerId: v.optional(practitionerId),
};

export const holdBody = v.object(choice);

/**
 * Letters of any alphabet, at least one, with the joiners that some need, and what stands between
 * them in names; never `<`, `;` or a digit, nor a heap of accents on one letter.
 */
const nameShape = /^(?=.*\p{L})(?!.*\p{M}{5})(?:[\p{L}\p{M}'’‘ .\-–]|\u200C|\u200D)+$/u;
const placeShape = /^[\p{L}\p{M}\p{N} .,:'’‘\-–/&()#]+$/u;

function tidied(max: number, shape: RegExp) {
  return v.pipe(
    v.string('required'),
    v.maxLength(max * 4, 'too-long'),
    v.transform(plainName),
    v.minLength(1, 'required'),
    v.maxLength(max, 'too-long'),
    v.regex(shape, 'wrong-shape'),
  );
}

/** No country's code begins with 0. */
const mobileShape = /^(?:\+[1-9]\d{6,14}|\d{7,15})$/;
/** What people's addresses are made of; no dot at either end of the first part, nor two of them. */
const mailbox = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~\\-]+";
const host = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\-]*[\p{L}\p{N}\p{M}])?`;
const emailShape = new RegExp(
  String.raw`^(?=[^@]{1,64}@)${mailbox}(?:\.${mailbox})*@(?:${host}\.)+\p{L}{2,}$`,
  'u',
);

export const patientSchema = v.object({
  givenName: tidied(maxName, nameShape),
  familyName: tidied(maxName, nameShape),
  personalIdentityNumber: v.optional(
    v.pipe(
      v.string('required'),
      v.maxLength(maxMobile, 'wrong-shape'),
      v.transform((text) => plainDigits(text).replaceAll(' ', '')),
      v.description(
        'ÅÅÅÅMMDD-XXXX, personnummer or samordningsnummer; the hyphen is optional. Left out only ' +
          'with bornOn, where the clinic takes bookings without a number',
      ),
    ),
    '',
  ),
  bornOn: v.optional(localDate),
  guardian: v.optional(
    v.pipe(tidied(maxName, nameShape), v.description('Name of the guardian who books for a child')),
  ),
  email: v.pipe(
    v.string('required'),
    v.transform(plainText),
    v.minLength(1, 'required'),
    v.maxLength(maxEmail, 'too-long'),
    v.regex(emailShape, 'wrong-shape'),
  ),
  mobile: v.pipe(
    v.string('required'),
    v.maxLength(maxMobile, 'too-long'),
    v.transform(plainPhone),
    v.minLength(1, 'required'),
    v.regex(mobileShape, 'wrong-shape'),
  ),
  address: v.optional(
    v.object({
      street: v.optional(tidied(maxName, placeShape)),
      postalCode: v.optional(
        v.pipe(
          v.string('required'),
          v.transform((text) =>
            plainDigits(text)
              .replaceAll(' ', '')
              .replace(/^(?:SE?)-?/i, ''),
          ),
          v.regex(/^\d{5}$/, 'wrong-shape'),
        ),
      ),
      town: v.optional(tidied(maxName, nameShape)),
    }),
  ),
  language: v.optional(
    v.pipe(v.picklist(MESSAGE_LANGUAGES, 'wrong-shape'), v.description('of what is sent')),
    'sv',
  ),
});

export const bookingBody = v.object({
  ...choice,
  holdId: v.optional(v.nullable(holdId)),
  patient: patientSchema,
});

/** The name and the number are the login's. */
export const rebookBody = v.object({
  start: moment,
  resourceId,
  practitionerId: v.optional(practitionerId),
  email: patientSchema.entries.email,
  mobile: patientSchema.entries.mobile,
});

export const idempotencyKey = v.pipe(
  v.string(),
  v.minLength(1, 'required'),
  v.maxLength(200, 'too-long'),
  v.regex(/^[\x21-\x7e]+$/, 'wrong-shape'),
);

/** The reasons of the identity number as the texts name them. */
const numberReasons: Readonly<Record<string, string>> = {
  'not-a-date': 'impossible-date',
  future: 'in-the-future',
};

/** Twelve digits, or why not. */
export function readIdentityNumber(
  text: string,
  today: LocalDate,
): { readonly digits: string } | { readonly reason: string } {
  const written = plainDigits(text).replaceAll(' ', '');
  const read = PersonalIdentityNumber.parse(written, { hyphen: 'optional', today });
  if (read.ok) return { digits: read.value.digits() };
  const reason = read.refusal.details?.['reason'];
  const code = typeof reason === 'string' ? reason : 'wrong-shape';
  return { reason: numberReasons[code] ?? code };
}
