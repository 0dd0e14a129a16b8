import type {
  BookingId,
  BookingState,
  BookingTemplateId,
  Instant,
  Interval,
  PracticeId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

/** A booking as its receipt shows it. */
export interface ReceiptRow {
  readonly bookingId: BookingId;
  readonly state: BookingState;
  readonly during: Interval;
  readonly templateId: BookingTemplateId;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
}

export async function loadVisit(
  db: Queryable,
  practiceId: PracticeId,
  bookingId: BookingId,
): Promise<ReceiptRow | null> {
  const { rows } = await db.query<ReceiptRow>({
    name: 'site-visit',
    text: `select booking_id as "bookingId", state, site_interval(during) as during,
        template_id as "templateId", practitioner_id as "practitionerId",
        resource_id as "resourceId"
      from booking where practice_id = $1 and booking_id = $2`,
    values: [practiceId, bookingId],
  });
  return rows[0] ?? null;
}

/** A visit of one patient, with the practice that has it. */
export interface PatientVisitRow extends ReceiptRow {
  readonly practiceId: PracticeId;
  readonly replaces: BookingId | null;
}

/** So many visits of one patient are shown at the most. */
const mostVisits = 200;

export interface PatientVisitsWanted {
  readonly practiceIds: readonly PracticeId[];
  /** The patient's keyed hashes, one for each practice in its place. */
  readonly keys: readonly string[];
  /** Only visits that end after it. */
  readonly since: Instant;
  /** null: all of them. */
  readonly bookingId: BookingId | null;
}

/**
 * A patient's visits at several practices, first ones first. Of more than are shown it is the
 * cancelled ones, then the oldest, that are left out: what stands and is to come is there.
 */
export async function loadPatientVisits(
  db: Queryable,
  { practiceIds, keys, since, bookingId }: PatientVisitsWanted,
): Promise<readonly PatientVisitRow[]> {
  const { rows } = await db.query<PatientVisitRow>({
    name: 'site-patient-visits',
    text: `select b.practice_id as "practiceId", b.booking_id as "bookingId", b.state,
        site_interval(b.during) as during, b.template_id as "templateId", b.replaces,
        b.practitioner_id as "practitionerId", b.resource_id as "resourceId"
      from (
        select b.* from unnest($1::uuid[], $2::text[]) as patient (practice_id, key)
        join booking b on b.practice_id = patient.practice_id and b.patient_key = patient.key
        where upper(b.during) > site_instant($3) and ($4::uuid is null or b.booking_id = $4)
        order by b.state = 'cancelled', lower(b.during) desc, b.booking_id
        limit ${mostVisits}
      ) b
      order by lower(b.during), b.booking_id`,
    values: [practiceIds, keys, since, bookingId],
  });
  return rows;
}

/** How many standing visits one person has that end after `since`. */
export async function countPatientVisits(
  db: Queryable,
  wanted: { readonly practiceId: PracticeId; readonly key: string; readonly since: Instant },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'site-patient-visit-count',
    text: `select count(*)::int as count from booking
      where practice_id = $1 and patient_key = $2 and upper(during) > site_instant($3)
        and state in ('pending', 'confirmed')`,
    values: [wanted.practiceId, wanted.key, wanted.since],
  });
  return rows[0]?.count ?? 0;
}

interface CatalogVersion {
  readonly practiceId: PracticeId;
  readonly catalogVersion: number;
  readonly mode: 'paired' | 'recover' | 'halted' | 'unpaired';
}

/** Every practice that shows something here, with the version of what it shows. */
export async function loadCatalogVersions(db: Queryable): Promise<readonly CatalogVersion[]> {
  const { rows } = await db.query<CatalogVersion>({
    name: 'site-catalog-versions',
    text: `select practice_id as "practiceId", version as "catalogVersion", mode
      from catalog join practice_sync using (practice_id) order by practice_id`,
    values: [],
  });
  return rows;
}
