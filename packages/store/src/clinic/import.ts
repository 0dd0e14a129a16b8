import type { Queryable } from './database.ts';
import type { NewPatientRow } from './patients.ts';

/** Many patients at once, into an empty register. */
export async function insertPatients(
  db: Queryable,
  patients: readonly NewPatientRow[],
): Promise<void> {
  await db.query(
    `insert into patient (id, identity_number, given_name, family_name, email, mobile, street,
       postal_code, town)
     select (p->>'id')::uuid, p->>'identityNumber', p->>'givenName', p->>'familyName',
       p->>'email', p->>'mobile', p->>'street', p->>'postalCode', p->>'town'
     from jsonb_array_elements($1::jsonb) p`,
    [JSON.stringify(patients)],
  );
}
