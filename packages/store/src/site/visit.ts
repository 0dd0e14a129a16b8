import type {
  BookingId,
  BookingState,
  BookingTemplateId,
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
