import {
  isLocalDate,
  MESSAGE_LANGUAGES,
  type Address,
  type LocalDate,
  type MessageLanguage,
} from '@tidbok/core';

/** What is sealed: the details as typed, the identity number as twelve digits or empty. */
export interface PatientDetails {
  readonly givenName: string;
  readonly familyName: string;
  readonly personalIdentityNumber: string;
  /** Of who has no Swedish number. */
  readonly bornOn?: LocalDate;
  /** The name of who booked for a child, by their own word. */
  readonly guardian?: string;
  readonly email: string;
  readonly mobile: string;
  readonly address?: Address;
  /** What the patient chose to read the site in. */
  readonly language?: MessageLanguage;
  /** Where the patient may change the visit: in the copy sealed to the site only, for messages. */
  readonly link?: string;
}

/** The plaintext of a seal. */
export function writePatientDetails(details: PatientDetails): string {
  return JSON.stringify(details);
}

/** Null when the plaintext is not what this version writes. */
export function readPatientDetails(plaintext: string): PatientDetails | null {
  const value = parsed(plaintext);
  if (!isRecord(value)) return null;
  const { givenName, familyName, personalIdentityNumber, email, mobile } = value;
  if (!isText(givenName) || !isText(familyName) || !isText(personalIdentityNumber)) return null;
  if (!isText(email) || !isText(mobile)) return null;
  const { bornOn, guardian } = value;
  const address = readAddress(value['address']);
  const language = MESSAGE_LANGUAGES.find((known) => known === value['language']);
  const link = value['link'];
  return {
    ...{ givenName, familyName, personalIdentityNumber, email, mobile },
    ...(isText(bornOn) && isLocalDate(bornOn) ? { bornOn } : {}),
    ...(isText(guardian) ? { guardian } : {}),
    ...(address === null ? {} : { address }),
    ...(language === undefined ? {} : { language }),
    ...(isText(link) ? { link } : {}),
  };
}

function readAddress(value: unknown): Address | null {
  if (!isRecord(value)) return null;
  const { street, postalCode, town } = value;
  return isText(street) && isText(postalCode) && isText(town) ? { street, postalCode, town } : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
