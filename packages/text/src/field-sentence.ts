import type { Locale } from './locale.ts';

/** The details that a patient gives (W5, E3), as the API names them. */
export type PatientField =
  | 'givenName'
  | 'familyName'
  | 'personalIdentityNumber'
  | 'bornOn'
  | 'guardian'
  | 'email'
  | 'mobile'
  | 'street'
  | 'postalCode'
  | 'town';

type PerField = Readonly<Record<PatientField, string>>;

const labels: Readonly<Record<Locale, PerField>> = {
  sv: {
    givenName: 'Förnamn',
    familyName: 'Efternamn',
    personalIdentityNumber: 'Personnummer',
    bornOn: 'Födelsedatum',
    guardian: 'Vårdnadshavarens namn',
    email: 'E-postadress',
    mobile: 'Mobiltelefonnummer',
    street: 'Gatuadress',
    postalCode: 'Postnummer',
    town: 'Ort',
  },
  en: {
    givenName: 'First name',
    familyName: 'Last name',
    personalIdentityNumber: 'Swedish personal identity number',
    bornOn: 'Date of birth',
    guardian: 'Guardian’s name',
    email: 'E-mail address',
    mobile: 'Mobile phone number',
    street: 'Street address',
    postalCode: 'Postal code',
    town: 'Town',
  },
};

const missing: Readonly<Record<Locale, PerField>> = {
  sv: {
    givenName: 'Fyll i ditt förnamn.',
    familyName: 'Fyll i ditt efternamn.',
    personalIdentityNumber: 'Fyll i ditt personnummer.',
    bornOn: 'Fyll i ditt födelsedatum.',
    guardian: 'Barnet är under 13 år. Fyll i namnet på den vårdnadshavare som bokar åt barnet.',
    email: 'Fyll i din e-postadress.',
    mobile: 'Fyll i ditt mobiltelefonnummer.',
    street: 'Fyll i din gatuadress.',
    postalCode: 'Fyll i ditt postnummer.',
    town: 'Fyll i din ort.',
  },
  en: {
    givenName: 'Fill in your first name.',
    familyName: 'Fill in your last name.',
    personalIdentityNumber: 'Fill in your personal identity number.',
    bornOn: 'Fill in your date of birth.',
    guardian: 'The child is under 13. Fill in the name of the guardian who books for the child.',
    email: 'Fill in your e-mail address.',
    mobile: 'Fill in your mobile phone number.',
    street: 'Fill in your street address.',
    postalCode: 'Fill in your postal code.',
    town: 'Fill in your town.',
  },
};

const wrong: Readonly<Record<Locale, PerField>> = {
  sv: {
    givenName: 'Förnamnet innehåller tecken som inte går att använda.',
    familyName: 'Efternamnet innehåller tecken som inte går att använda.',
    personalIdentityNumber: 'Skriv personnumret med tolv siffror: ÅÅÅÅMMDD-XXXX.',
    bornOn: 'Skriv födelsedatumet så här: ÅÅÅÅ-MM-DD.',
    guardian: 'Namnet innehåller tecken som inte går att använda.',
    email: 'E-postadressen ser inte rätt ut. Den ska se ut så här: namn@exempel.se.',
    mobile: 'Mobiltelefonnumret ser inte rätt ut. Skriv det så här: 070-123 45 67.',
    street: 'Gatuadressen innehåller tecken som inte går att använda.',
    postalCode: 'Postnumret ska ha fem siffror: 222 22.',
    town: 'Orten innehåller tecken som inte går att använda.',
  },
  en: {
    givenName: 'The first name has characters that cannot be used.',
    familyName: 'The last name has characters that cannot be used.',
    personalIdentityNumber: 'Write the number with twelve digits: YYYYMMDD-XXXX.',
    bornOn: 'Write the date of birth like this: YYYY-MM-DD.',
    guardian: 'The name has characters that cannot be used.',
    email: 'The e-mail address does not look right. It should look like name@example.com.',
    mobile: 'The mobile phone number does not look right. Write it like 070-123 45 67.',
    street: 'The street address has characters that cannot be used.',
    postalCode: 'The postal code has five digits: 222 22.',
    town: 'The town has characters that cannot be used.',
  },
};

const byReason: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  sv: {
    'too-long': 'Texten är för lång.',
    'wrong-check-digit': 'Personnumret stämmer inte: den sista siffran passar inte till de andra.',
    'impossible-date': 'Det datumet finns inte.',
    'in-the-future': 'Det datumet har ännu inte varit.',
    'too-old': 'Ingen nu levande är född det året.',
  },
  en: {
    'too-long': 'The text is too long.',
    'wrong-check-digit': 'The number is not right: its last digit does not match the others.',
    'impossible-date': 'There is no such date.',
    'in-the-future': 'That date has not been yet.',
    'too-old': 'Nobody now living was born in that year.',
  },
};

export function isPatientField(field: string): field is PatientField {
  return Object.hasOwn(labels.sv, field);
}

/** `Förnamn`. */
export function fieldLabel(field: PatientField, locale: Locale): string {
  return labels[locale][field];
}

/** What is wrong with one field, and how to mend it: a whole sentence. */
export function fieldSentence(field: PatientField, reason: string, locale: Locale): string {
  if (reason === 'required') return missing[locale][field];
  return byReason[locale][reason] ?? wrong[locale][field];
}
