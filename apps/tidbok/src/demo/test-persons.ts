import { demoPatients, spareIdentityNumbers } from './patients.ts';
import { DEMO_SEED } from './load.ts';
import { namedIds } from './seeded.ts';

interface TestPerson {
  readonly personalIdentityNumber: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** Of all ages among the practice's patients. */
const EVERY_NTH = 95;
const MOST = 6;

/** Whom one may log in as on the demo's site: some who are patients already, and one who is new. */
export const demoTestPersons = (): readonly TestPerson[] => {
  const known = demoPatients(namedIds(DEMO_SEED), DEMO_SEED)
    .filter((_, index) => index % EVERY_NTH === 0)
    .slice(0, MOST)
    .map(({ personalIdentityNumber, givenName, familyName }) => ({
      personalIdentityNumber,
      givenName,
      familyName,
    }));
  const [spare] = spareIdentityNumbers();
  if (spare === undefined) return known;
  return [...known, { personalIdentityNumber: spare, givenName: 'Prov', familyName: 'Nykund' }];
};
