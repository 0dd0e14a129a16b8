/** Somebody who does not exist, to log in as while one tries the product. */
export interface TestPerson {
  /** Twelve digits, from the Tax Agency's published test numbers. */
  readonly personalIdentityNumber: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** Reads a JSON list; throws when it is none. */
export function readTestPersons(json: string): readonly TestPerson[] {
  const read: unknown = JSON.parse(json);
  if (!Array.isArray(read) || !read.every(isTestPerson)) {
    throw new Error('IDP_TEST_PERSONS must be a JSON list of persons.');
  }
  return read;
}

function isTestPerson(value: unknown): value is TestPerson {
  return (
    typeof value === 'object' &&
    value !== null &&
    'personalIdentityNumber' in value &&
    /^\d{12}$/.test(String(value.personalIdentityNumber)) &&
    'givenName' in value &&
    typeof value.givenName === 'string' &&
    'familyName' in value &&
    typeof value.familyName === 'string'
  );
}
