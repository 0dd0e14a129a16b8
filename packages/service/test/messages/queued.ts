import { bookingContext, sealTo, writePatientDetails } from '@tidbok/seal';
import type { PairedSite } from '../site/paired-site.ts';
import { at, newId } from '../site/paired-site.ts';

/** The address of the patient of a booking: one each, to tell them apart. */
export function addressOf(bookingId: string): string {
  return `${bookingId}@patient.example`;
}

/** Puts confirmed visits straight into the site's database, each with its message. */
export async function queueConfirmations(paired: PairedSite, count: number): Promise<string[]> {
  const { database, practiceId, catalog, messageKey } = paired;
  const [resource] = catalog.resources;
  const [practitioner] = catalog.practitioners;
  const [template] = catalog.templates;
  const ids = Array.from({ length: count }, () => newId<string>());
  const sealed = ids.map((id) => {
    const details = {
      ...{ givenName: 'Tolvan', familyName: 'Tolvansson', mobile: '' },
      ...{ personalIdentityNumber: '192801287075', email: addressOf(id) },
    };
    const about = bookingContext(practiceId, id as Parameters<typeof bookingContext>[1]);
    return sealTo(messageKey.publicKey, writePatientDetails(details), about);
  });
  await database.pool.query(
    `insert into booking (practice_id, booking_id, template_id, resource_id, practitioner_id,
       during, state, patient_key, sealed, registered_at)
     select $1, id, $3, $4, $5, tstzrange($6, $7), 'confirmed', 'key', 'AQID', now()
     from unnest($2::uuid[]) as new (id)`,
    [
      ...[practiceId, ids, template?.id, resource?.id, practitioner?.id],
      ...[new Date(at(48)), new Date(at(48, 30))],
    ],
  );
  await database.pool.query(
    `insert into message_outbox (practice_id, booking_id, kind, sealed_to_site, erase_at)
     select $1, id, 'confirmation', copy, $4
     from unnest($2::uuid[], $3::text[]) as new (id, copy)`,
    [practiceId, ids, sealed, new Date(at(48))],
  );
  return ids;
}

/** The practice writes by e-mail. */
export const byEmail = {
  ...{ email: true, sms: false, smsSender: '', replyTo: 'svar@klinik.example', texts: [] },
} as const;
