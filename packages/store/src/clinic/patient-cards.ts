import type {
  BookingId,
  BookingTemplateId,
  Instant,
  LocalDate,
  PatientId,
  PractitionerId,
  UserId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

export type Protection = 'none' | 'confidential' | 'protected-registration';

/** All that the register keeps of one patient. */
export interface PatientCardRow {
  readonly id: PatientId;
  readonly identityNumber: string | null;
  readonly reserveNumber: string | null;
  readonly bornOn: LocalDate | null;
  readonly protection: Protection;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly mobile: string;
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
  readonly recallMonths: number | null;
  readonly recallNextOn: LocalDate | null;
  readonly recallPractitionerId: PractitionerId | null;
  readonly recallTemplateId: BookingTemplateId | null;
  readonly recallMinutes: number | null;
  readonly recallNote: string;
  readonly recallStopped: boolean;
  readonly version: number;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
}

const day = (column: string): string => `to_char(${column}, 'YYYY-MM-DD')`;

const cardJson = `jsonb_build_object('id', id, 'identityNumber', identity_number,
  'reserveNumber', reserve_number, 'bornOn', ${day('born_on')}, 'protection', protection,
  'givenName', given_name, 'familyName', family_name, 'email', email, 'mobile', mobile,
  'street', street, 'postalCode', postal_code, 'town', town, 'recallMonths', recall_months,
  'recallNextOn', ${day('recall_next_on')}, 'recallPractitionerId', recall_practitioner_id,
  'recallTemplateId', recall_template_id, 'recallMinutes', recall_minutes,
  'recallNote', recall_note, 'recallStopped', recall_stopped, 'version', card_version,
  'registeredAt', ms_of(registered_at), 'changedAt', ms_of(card_changed_at))`;

export async function loadPatientCard(
  db: Queryable,
  id: PatientId,
): Promise<PatientCardRow | null> {
  const { rows } = await db.query<{ card: PatientCardRow }>({
    name: 'load-patient-card',
    text: `select ${cardJson} as card from patient where id = $1`,
    values: [id],
  });
  return rows[0]?.card ?? null;
}

export interface PatientPage {
  readonly words: readonly string[];
  /** Digits, or a reserve number, as typed; empty: search by words, or list all. */
  readonly number: string;
  /** Protected persons are listed for those who may open them, and then without their name. */
  readonly withProtected: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** The register by family name, a page at a time; former numbers are found too. */
export async function pageOfPatients(
  db: Queryable,
  page: PatientPage,
): Promise<readonly PatientCardRow[]> {
  const { rows } = await db.query<{ card: PatientCardRow }>({
    name: 'page-of-patients',
    text: `select ${cardJson} as card from patient p
      where (protection = 'none' or ($3 and ($2 <> '' or cardinality($1::text[]) = 0)))
        and case when $2 <> '' then
          identity_number like $2 || '%' or identity_number like '__' || $2 || '%'
          or reserve_number like $2 || '%'
          or exists (select from patient_number n where n.patient_id = p.id and n.number = $2)
        else not exists (
          select from unnest($1::text[]) word
          where not starts_with(lower(family_name), word)
            and not starts_with(lower(given_name), word)) end
      order by protection <> 'none', lower(family_name), lower(given_name), id
      offset $4 limit $5`,
    values: [page.words, page.number, page.withProtected, page.offset, page.limit],
  });
  return rows.map(({ card }) => card);
}

/** False when somebody changed the card since `version`. */
export async function updatePatientCard(
  db: Queryable,
  card: PatientCardRow,
  at: Instant,
): Promise<boolean> {
  const result = await db.query(
    `update patient set identity_number = $3, reserve_number = $4, born_on = $5, protection = $6,
       given_name = $7, family_name = $8, email = $9, mobile = $10, street = $11,
       postal_code = $12, town = $13, recall_months = $14, recall_next_on = $15,
       recall_practitioner_id = $16, recall_template_id = $17, recall_minutes = $18,
       recall_note = $19, recall_stopped = $20, card_changed_at = $21,
       card_version = card_version + 1
     where id = $1 and card_version = $2`,
    [card.id, card.version, ...fieldsOf(card), new Date(at)],
  );
  return (result.rowCount ?? 0) > 0;
}

export async function insertPatientCard(
  db: Queryable,
  card: PatientCardRow,
  at: Instant,
): Promise<void> {
  await db.query(
    `insert into patient (id, card_version, identity_number, reserve_number, born_on, protection,
       given_name, family_name, email, mobile, street, postal_code, town, recall_months,
       recall_next_on, recall_practitioner_id, recall_template_id, recall_minutes, recall_note,
       recall_stopped, card_changed_at, registered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
       $19, $20, $21, $21)`,
    [card.id, card.version, ...fieldsOf(card), new Date(at)],
  );
}

function fieldsOf(card: PatientCardRow): unknown[] {
  return [
    ...[card.identityNumber, card.reserveNumber, card.bornOn, card.protection],
    ...[card.givenName, card.familyName, card.email, card.mobile],
    ...[card.street, card.postalCode, card.town, card.recallMonths, card.recallNextOn],
    ...[card.recallPractitionerId, card.recallTemplateId, card.recallMinutes],
    ...[card.recallNote, card.recallStopped],
  ];
}

/** So many numbers that no reserve number has been made of yet. */
export async function takeReserveCounters(db: Queryable, count: number): Promise<number[]> {
  const { rows } = await db.query<{ n: string }>(
    `select nextval('reserve_number_sequence') as n from generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ n }) => Number(n));
}

export interface FormerNumberRow {
  readonly number: string;
  readonly endedAt: Instant;
}

export async function keepFormerNumber(
  db: Queryable,
  former: {
    readonly patientId: PatientId;
    readonly number: string;
    readonly by: UserId | null;
    readonly at: Instant;
  },
): Promise<void> {
  await db.query(
    `insert into patient_number (patient_id, number, ended_at, ended_by) values ($1, $2, $3, $4)`,
    [former.patientId, former.number, new Date(former.at), former.by],
  );
}

export async function loadFormerNumbers(
  db: Queryable,
  id: PatientId,
): Promise<readonly FormerNumberRow[]> {
  const { rows } = await db.query<{ row: FormerNumberRow }>(
    `select jsonb_build_object('number', number, 'endedAt', ms_of(ended_at)) as row
     from patient_number where patient_id = $1 order by id desc limit 20`,
    [id],
  );
  return rows.map(({ row }) => row);
}

/** Others whose names are these and who were born that day, or who have that mobile number. */
export async function findLikePatients(
  db: Queryable,
  like: {
    readonly id: PatientId | null;
    readonly givenName: string;
    readonly familyName: string;
    readonly bornOn: LocalDate | null;
    readonly mobile: string;
  },
): Promise<readonly PatientCardRow[]> {
  const { rows } = await db.query<{ card: PatientCardRow }>(
    `select ${cardJson} as card from patient
     where protection = 'none' and id is distinct from $1
       and lower(family_name) = lower($3) and lower(given_name) = lower($2)
       and (coalesce(${day('born_on')}, identity_number) is null
         or left(replace(coalesce(identity_number, ${day('born_on')}), '-', ''), 8)
           = replace($4, '-', '')
         or (mobile <> '' and mobile = $5) or $4 is null)
     order by id limit 5`,
    [like.id, like.givenName, like.familyName, like.bornOn, like.mobile],
  );
  return rows.map(({ card }) => card);
}

export interface DifferenceRow {
  readonly bookingId: BookingId;
  readonly start: Instant;
  readonly sealed: string;
}

/** Online bookings of the patient whose typed details differ from the register. */
export async function loadDifferences(
  db: Queryable,
  id: PatientId,
): Promise<readonly DifferenceRow[]> {
  const { rows } = await db.query<{ row: DifferenceRow }>(
    `select jsonb_build_object('bookingId', d.booking_id, 'start', ms_of(b.starts_at),
       'sealed', o.sealed) as row
     from detail_difference d join booking b on b.id = d.booking_id
       join online_detail o on o.booking_id = d.booking_id
     where d.patient_id = $1 order by b.registered_at desc limit 20`,
    [id],
  );
  return rows.map(({ row }) => row);
}

/** Staff have seen what differs. */
export async function settleDifference(db: Queryable, bookingId: BookingId): Promise<void> {
  await db.query('delete from detail_difference where booking_id = $1', [bookingId]);
}
