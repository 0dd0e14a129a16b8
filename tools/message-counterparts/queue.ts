import { randomUUID } from 'node:crypto';
import type {
  BookingId,
  BookingTemplateId,
  PracticeId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import { bookingContext, sealTo, writePatientDetails } from '@tidbok/seal';
import type { Pool } from 'pg';

/** The visits whose patients are to be told. */
export interface QueuedVisits {
  readonly practiceId: PracticeId;
  readonly templateId: BookingTemplateId | undefined;
  readonly resourceId: ResourceId | undefined;
  readonly practitionerId: PractitionerId | undefined;
  readonly start: Date;
  readonly end: Date;
  /** The site's own, to which the copies are sealed. */
  readonly messagePublicKey: string;
  readonly eraseAt: Date;
}

/** The practice writes by e-mail. */
export const BY_EMAIL = {
  ...{ email: true, sms: false, smsSender: '', replyTo: 'svar@klinik.example', texts: [] },
} as const;

/** The address of the patient of a booking: one each, to tell them apart. */
export function addressOf(bookingId: string): string {
  return `${bookingId}@patient.example`;
}

/**
 * Puts so many confirmed visits straight into the site's database, all at once, each with its
 * message; answers the bookings' ids.
 */
export async function queueConfirmations(
  pool: Pool,
  visits: QueuedVisits,
  count: number,
): Promise<BookingId[]> {
  const { practiceId, templateId, resourceId, practitionerId, start, end, eraseAt } = visits;
  const ids = Array.from({ length: count }, () => randomUUID() as string as BookingId);
  const copies = ids.map((id) => {
    const details = writePatientDetails({
      ...{ givenName: 'Tolvan', familyName: 'Tolvansson', mobile: '' },
      ...{ personalIdentityNumber: '192801287075', email: addressOf(id) },
    });
    return sealTo(visits.messagePublicKey, details, bookingContext(practiceId, id));
  });
  await pool.query(
    `with visits as (
       insert into booking (practice_id, booking_id, template_id, resource_id, practitioner_id,
         during, state, patient_key, sealed, registered_at)
       select $1, id, $3, $4, $5, tstzrange($6, $7), 'confirmed', 'key', 'AQID', now()
       from unnest($2::uuid[]) as new (id)
     )
     insert into message_outbox (practice_id, booking_id, kind, sealed_to_site, erase_at)
     select $1, id, 'confirmation', copy, $8
     from unnest($2::uuid[], $9::text[]) as new (id, copy)`,
    [practiceId, ids, templateId, resourceId, practitionerId, start, end, eraseAt, copies],
  );
  return ids;
}
