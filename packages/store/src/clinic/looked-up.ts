import type {
  BookingId,
  BookingTemplateId,
  Instant,
  Interval,
  PatientId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

export interface LookedUpRow {
  readonly patientId: PatientId;
  readonly isProtected: boolean;
  /** Standing visits only, those to come first. */
  readonly visits: readonly LookedUpBookingRow[];
}

interface LookedUpBookingRow {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly during: Interval;
  readonly state: 'confirmed' | 'arrived' | 'completed' | 'no-show';
}

/** A patient by their whole number, and their visits that end after `since`; null: nobody here. */
export async function lookUpPatient(
  db: Queryable,
  identityNumber: string,
  { since, limit }: { readonly since: Instant; readonly limit: number },
): Promise<LookedUpRow | null> {
  const { rows } = await db.query<LookedUpRow>({
    name: 'look-up-patient',
    text: `select p.id as "patientId", p.protection <> 'none' as "isProtected", (
        select coalesce(jsonb_agg(visit order by starts_at desc), '[]') from (
          select b.starts_at, jsonb_build_object('bookingId', b.id, 'templateId', b.template_id,
            'resourceId', b.resource_id, 'practitionerId', b.practitioner_id, 'state', b.state,
            'during', jsonb_build_object('from', ms_of(b.starts_at), 'to', ms_of(b.ends_at)))
            as visit
          from booking b
          where b.patient_id = p.id and b.ends_at > $2
            and b.state in ('confirmed', 'arrived', 'completed', 'no-show')
          order by b.starts_at desc limit $3
        ) latest) as visits
      from patient p where p.identity_number = $1`,
    values: [identityNumber, new Date(since), limit],
  });
  return rows[0] ?? null;
}
