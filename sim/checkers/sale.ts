import { difference, intervalSet, type SubjectId } from '@tidbok/core';
import type { SiteBooking, SiteDecision, SiteState } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';

/**
 * I3: what the site confirms alone lies in its own standing offers of chair and practitioner, at or
 * past the frontier, under no mark of the clinic. Looked at as the transaction found the site.
 */
export function checkSale(before: SiteState, { writes }: SiteDecision): void {
  const isSale = writes.some(
    (write) =>
      write.type === 'append' && (write.entry.type === 'BOOK' || write.entry.type === 'REBOOK'),
  );
  if (!isSale) return;
  for (const write of writes) {
    if (write.type !== 'insert-booking' || write.booking.state !== 'confirmed') continue;
    const wrong = whyNotOwned(before, write.booking);
    if (wrong !== null) throw new Violation(`I3: ${write.booking.bookingId} is sold ${wrong}`);
  }
}

function whyNotOwned(before: SiteState, { during, occupancies, ...sold }: SiteBooking) {
  if (during.from < before.frontierAt) return 'below the frontier';
  const bound = new Set<SubjectId>([sold.resourceId, sold.practitionerId]);
  for (const { subjectId, during: part } of occupancies) {
    if (!bound.has(subjectId)) return 'with a subject that no offer binds';
    const open = before.offers
      .filter(
        (offer) =>
          offer.resourceId === sold.resourceId && offer.practitionerId === sold.practitionerId,
      )
      .flatMap((offer) => offer.open);
    if (difference([part], intervalSet(open)).length > 0) return 'outside its offers';
    for (const marks of before.blocks.values()) {
      const hit = marks.some(
        (mark) =>
          mark.subjectId === subjectId && mark.during.from < part.to && part.from < mark.during.to,
      );
      if (hit) return 'under a mark of the clinic';
    }
  }
  return null;
}
