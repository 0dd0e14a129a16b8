import type { BookingId } from '@tidbok/core';
import { queueConfirmations } from '@tidbok/tools/message-counterparts';
import { at, type PairedSite } from '../site/paired-site.ts';

/** Puts confirmed visits of the practice into the site's database, each with its message. */
export function queueAt(paired: PairedSite, count: number): Promise<BookingId[]> {
  const { database, practiceId, catalog, messageKey } = paired;
  const visits = {
    practiceId,
    templateId: catalog.templates[0]?.id,
    resourceId: catalog.resources[0]?.id,
    practitionerId: catalog.practitioners[0]?.id,
    start: new Date(at(48)),
    end: new Date(at(48, 30)),
    messagePublicKey: messageKey.publicKey,
    eraseAt: new Date(at(48)),
  };
  return queueConfirmations(database.pool, visits, count);
}
