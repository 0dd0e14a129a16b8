import type { BookingId, PracticeId } from '@tidbok/core';
import { bookingContext, sealTo, writePatientDetails } from '@tidbok/seal';
import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import type { TenPractitioners } from './ten-practitioners.ts';
import { benchPatient } from './whole-product.ts';

const HOURS_AHEAD = 400;

/** The address of the patient of a booking: one each, to tell them apart. */
export const addressOf = (bookingId: string): string => `${bookingId}@patient.example`;

/**
 * Puts so many confirmed visits into the site's database at once, each with its confirmation to be
 * sent, sealed to the site's message key; answers the bookings' ids.
 */
export const queueMessages = async (
  pool: Pool,
  { id, templateId, people }: TenPractitioners,
  { count, publicKey }: { readonly count: number; readonly publicKey: string },
): Promise<readonly string[]> => {
  const practiceId = id<PracticeId>('practice');
  const ids = Array.from({ length: count }, () => randomUUID() as string as BookingId);
  const copies = ids.map((bookingId) => {
    const details = writePatientDetails({ ...benchPatient(), email: addressOf(bookingId) });
    return sealTo(publicKey, details, bookingContext(practiceId, bookingId));
  });
  const [person] = people;
  await pool.query(
    `with visits as (
       insert into booking (practice_id, booking_id, template_id, resource_id, practitioner_id,
         during, state, patient_key, sealed, registered_at)
       select $1, id, $3, $4, $5,
         tstzrange(now() + $6 * interval '1 hour', now() + ($6 + 1) * interval '1 hour'),
         'confirmed', 'key', 'AQID', now()
       from unnest($2::uuid[]) as new (id)
     )
     insert into message_outbox (practice_id, booking_id, kind, sealed_to_site, erase_at)
     select $1, id, 'confirmation', copy, now() + interval '48 hours'
     from unnest($2::uuid[], $7::text[]) as new (id, copy)`,
    [practiceId, ids, templateId, person?.resourceId, person?.practitionerId, HOURS_AHEAD, copies],
  );
  return ids;
};
