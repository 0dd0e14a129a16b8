import type { Instant, LocalDate, PatientId, UserId } from '@tidbok/core';
import type { Queryable } from './database.ts';
import type { PatientCardRow } from './patient-cards.ts';

export interface ImportedRecordRow {
  readonly key: string;
  readonly recordId: string;
  readonly digest: string;
}

export async function loadImportedRecords(
  db: Queryable,
  kind: string,
  keys: readonly string[],
): Promise<readonly ImportedRecordRow[]> {
  const { rows } = await db.query<ImportedRecordRow>(
    `select key, record_id as "recordId", digest from imported_record
     where kind = $1 and key = any ($2::text[])`,
    [kind, keys],
  );
  return rows;
}

export async function keepImportedRecords(
  db: Queryable,
  kind: string,
  records: readonly ImportedRecordRow[],
): Promise<void> {
  await db.query(
    `insert into imported_record (kind, key, record_id, digest)
     select $1, r->>'key', (r->>'recordId')::uuid, r->>'digest'
     from jsonb_array_elements($2::jsonb) r
     on conflict (kind, key)
     do update set digest = excluded.digest, record_id = excluded.record_id`,
    [kind, JSON.stringify(records)],
  );
}

export type KnownPatient = Omit<PatientCardRow, 'registeredAt' | 'changedAt'> & {
  /** Numbers that the patient had before. */
  readonly former: readonly string[];
};

const knownJson = `jsonb_build_object('id', p.id, 'identityNumber', identity_number,
  'reserveNumber', reserve_number, 'bornOn', to_char(born_on, 'YYYY-MM-DD'),
  'protection', protection, 'givenName', given_name, 'familyName', family_name, 'email', email,
  'mobile', mobile, 'street', street, 'postalCode', postal_code, 'town', town,
  'recallMonths', recall_months, 'recallNextOn', to_char(recall_next_on, 'YYYY-MM-DD'),
  'recallPractitionerId', recall_practitioner_id, 'recallTemplateId', recall_template_id,
  'recallMinutes', recall_minutes, 'recallNote', recall_note, 'recallStopped', recall_stopped,
  'version', card_version, 'former', (select coalesce(jsonb_agg(number), '[]') from patient_number n
    where n.patient_id = p.id))`;

/** Patients by any number that they have or had, and by id, in one read. */
export async function loadKnownPatients(
  db: Queryable,
  by: { readonly numbers: readonly string[]; readonly ids: readonly string[] },
): Promise<readonly KnownPatient[]> {
  const { rows } = await db.query<{ patient: KnownPatient }>(
    `select ${knownJson} as patient from patient p where p.id in (
       select id from patient where id = any ($2::uuid[])
       union select id from patient where identity_number = any ($1::text[])
       union select id from patient where reserve_number = any ($1::text[])
       union select patient_id from patient_number where number = any ($1::text[]))`,
    [by.numbers, by.ids],
  );
  return rows.map(({ patient }) => patient);
}

const fromJson = `(p->>'id')::uuid, p->>'identityNumber', p->>'reserveNumber',
  (p->>'bornOn')::date, p->>'protection', p->>'givenName', p->>'familyName', p->>'email',
  p->>'mobile', p->>'street', p->>'postalCode', p->>'town', (p->>'recallMonths')::integer,
  (p->>'recallNextOn')::date, p->>'recallNote'`;

/** A patient as an import writes them. */
export type PatientWrite = Pick<
  PatientCardRow,
  | 'id'
  | 'identityNumber'
  | 'reserveNumber'
  | 'bornOn'
  | 'protection'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'mobile'
  | 'street'
  | 'postalCode'
  | 'town'
  | 'recallMonths'
  | 'recallNextOn'
  | 'recallNote'
>;

export async function insertPatientBatch(
  db: Queryable,
  patients: readonly PatientWrite[],
  at: Instant,
): Promise<void> {
  await db.query(
    `insert into patient (id, identity_number, reserve_number, born_on, protection, given_name,
       family_name, email, mobile, street, postal_code, town, recall_months, recall_next_on,
       recall_note, registered_at, card_changed_at)
     select ${fromJson}, $2, $2 from jsonb_array_elements($1::jsonb) p`,
    [JSON.stringify(patients), new Date(at)],
  );
}

export async function updatePatientBatch(
  db: Queryable,
  patients: readonly PatientWrite[],
  at: Instant,
): Promise<void> {
  await db.query(
    `update patient set identity_number = n.identity_number, reserve_number = n.reserve_number,
       born_on = n.born_on, protection = n.protection, given_name = n.given_name,
       family_name = n.family_name, email = n.email, mobile = n.mobile, street = n.street,
       postal_code = n.postal_code, town = n.town, recall_months = n.recall_months,
       recall_next_on = n.recall_next_on, recall_note = n.recall_note, card_changed_at = $2,
       card_version = card_version + 1
     from (select ${fromJson} from jsonb_array_elements($1::jsonb) p) n (id, identity_number,
       reserve_number, born_on, protection, given_name, family_name, email, mobile, street,
       postal_code, town, recall_months, recall_next_on, recall_note)
     where patient.id = n.id`,
    [JSON.stringify(patients), new Date(at)],
  );
}

export async function keepFormerNumbers(
  db: Queryable,
  former: readonly { readonly patientId: PatientId; readonly number: string }[],
  by: { readonly at: Instant; readonly userId: UserId | null },
): Promise<void> {
  await db.query(
    `insert into patient_number (patient_id, number, ended_at, ended_by)
     select (f->>'patientId')::uuid, f->>'number', $2, $3 from jsonb_array_elements($1::jsonb) f`,
    [JSON.stringify(former), new Date(by.at), by.userId],
  );
}

export interface ExportedPatientRow extends PatientWrite {
  readonly externalId: string;
}

/** Every patient but protected ones, with their id in the system that they came from. */
export async function exportPatients(
  db: Queryable,
  after: PatientId | null,
  limit: number,
): Promise<readonly ExportedPatientRow[]> {
  const { rows } = await db.query<{ patient: ExportedPatientRow }>(
    `select ${knownJson} || jsonb_build_object('externalId', coalesce((
         select substr(min(key), 4) from imported_record r
         where r.kind = 'patients' and r.record_id = p.id and key like 'id:%'), p.id::text))
       as patient
     from patient p where protection = 'none' and ($1::uuid is null or p.id > $1)
     order by p.id limit $2`,
    [after, limit],
  );
  return rows.map(({ patient }) => patient);
}

export interface ExportedBookingRow {
  readonly id: string;
  readonly externalId: string;
  readonly patientId: PatientId;
  readonly patient: string;
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly templateId: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly bookText: string;
}

/** Live bookings that start at `from` or later, but for those of protected persons. */
export async function exportBookings(
  db: Queryable,
  from: Instant,
): Promise<readonly ExportedBookingRow[]> {
  const { rows } = await db.query<{ booking: ExportedBookingRow }>(
    `select jsonb_build_object('id', b.id, 'externalId', coalesce((
         select substr(min(key), 4) from imported_record r
         where r.kind = 'bookings' and r.record_id = b.id and key like 'id:%'), b.id::text),
       'patientId', p.id, 'patient', coalesce(identity_number, reserve_number, (
         select substr(min(key), 4) from imported_record r
         where r.kind = 'patients' and r.record_id = p.id and key like 'id:%'), p.id::text),
       'resourceId', resource_id, 'practitionerId', practitioner_id, 'templateId', template_id,
       'start', ms_of(starts_at), 'end', ms_of(ends_at), 'bookText', book_text) as booking
     from booking b join patient p on p.id = b.patient_id
     where b.state in ('pending', 'confirmed', 'arrived') and starts_at >= $1
       and protection = 'none' order by starts_at, b.id`,
    [new Date(from)],
  );
  return rows.map(({ booking }) => booking);
}

export interface ExportedShiftRow {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly from: string;
  readonly to: string;
}

export async function exportShifts(
  db: Queryable,
  from: LocalDate,
): Promise<readonly ExportedShiftRow[]> {
  const { rows } = await db.query<ExportedShiftRow>(
    `select resource_id as "resourceId", practitioner_id as "practitionerId",
       to_char(starts_local, 'YYYY-MM-DD HH24:MI') as "from",
       to_char(ends_local, 'YYYY-MM-DD HH24:MI') as "to"
     from shift where starts_local >= $1 order by starts_local, resource_id`,
    [from],
  );
  return rows;
}
