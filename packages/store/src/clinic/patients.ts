import type { LocalDate, PatientId } from '@tidbok/core';
import type { PatientRow } from './book.ts';
import type { Queryable } from './database.ts';

const columns = `id, identity_number as "identityNumber", given_name as "givenName",
  family_name as "familyName", email, mobile, protection <> 'none' as "isProtected"`;

/**
 * By beginning of a name (given and family in any order), or of the identity number. Protected
 * persons are found by their whole number alone.
 */
export async function searchPatients(
  db: Queryable,
  search: { readonly words: readonly string[]; readonly digits: string; readonly limit: number },
): Promise<readonly PatientRow[]> {
  const { rows } = await db.query<PatientRow>({
    name: 'search-patients',
    text: `select ${columns} from patient
      where case when $2 <> '' then
          (protection = 'none' or identity_number = $2)
          and (identity_number like $2 || '%' or identity_number like '__' || $2 || '%')
        else protection = 'none' and cardinality($1::text[]) > 0 and not exists (
          select from unnest($1::text[]) word
          where not starts_with(lower(family_name), word)
            and not starts_with(lower(given_name), word)) end
      order by lower(family_name), lower(given_name), id limit $3`,
    values: [search.words, search.digits, search.limit],
  });
  return rows;
}

export async function loadPatient(db: Queryable, id: PatientId): Promise<PatientRow | null> {
  const { rows } = await db.query<PatientRow>({
    name: 'load-patient',
    text: `select ${columns} from patient where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

export async function findPatientByNumber(
  db: Queryable,
  identityNumber: string,
): Promise<PatientRow | null> {
  return (await findPatientsByNumber(db, [identityNumber]))[0] ?? null;
}

/** Those of the register who have one of these numbers. */
export async function findPatientsByNumber(
  db: Queryable,
  identityNumbers: readonly string[],
): Promise<readonly PatientRow[]> {
  if (identityNumbers.length === 0) return [];
  const { rows } = await db.query<PatientRow>({
    name: 'find-patients',
    text: `select ${columns} from patient where identity_number = any ($1)`,
    values: [identityNumbers],
  });
  return rows;
}

export interface NewPatientRow extends Omit<PatientRow, 'isProtected'> {
  /** Of who has no identity number. */
  readonly bornOn?: LocalDate | null;
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
}

/** False when the identity number is taken. */
export async function insertPatient(db: Queryable, patient: NewPatientRow): Promise<boolean> {
  return (await addPatients(db, [patient])) > 0;
}

/** How many were inserted: those whose identity number is not taken. */
export async function addPatients(
  db: Queryable,
  patients: readonly NewPatientRow[],
): Promise<number> {
  const result = await db.query({
    name: 'add-patients',
    text: `insert into patient (id, identity_number, given_name, family_name, email, mobile,
        street, postal_code, town, born_on)
      select id, "identityNumber", "givenName", "familyName", email, mobile, street,
        "postalCode", town, "bornOn"
      from jsonb_to_recordset($1::jsonb) as p (id uuid, "identityNumber" text, "givenName" text,
        "familyName" text, email text, mobile text, street text, "postalCode" text, town text,
        "bornOn" date)
      on conflict do nothing`,
    values: [JSON.stringify(patients)],
  });
  return result.rowCount ?? 0;
}

export interface PatientAccess {
  readonly actor: string;
  /** Where in the product: `book`, `search`, `history` … */
  readonly what: string;
  readonly patientIds: readonly PatientId[];
}

/** The one place through which every read of patients' data is recorded. */
export async function recordAccess(db: Queryable, access: PatientAccess): Promise<void> {
  if (access.patientIds.length === 0) return;
  await db.query({
    name: 'record-access',
    text: 'insert into patient_access (actor, what, patient_ids) values ($1, $2, $3::uuid[])',
    values: [access.actor, access.what, [...new Set(access.patientIds)]],
  });
}

/** What patients typed stays sealed beside their bookings. */
export async function keepOnlineDetails(
  db: Queryable,
  details: readonly { readonly bookingId: string; readonly sealed: string }[],
): Promise<void> {
  await db.query({
    name: 'keep-online-details',
    text: `insert into online_detail (booking_id, sealed)
      select * from unnest($1::uuid[], $2::text[]) on conflict (booking_id) do nothing`,
    values: [details.map(({ bookingId }) => bookingId), details.map(({ sealed }) => sealed)],
  });
}
