import type { Booking, BookingId, Instant } from '@tidbok/core';
import type { CancelReason, VisitOnWire } from '@tidbok/protocol';
import type { BookedVisit, ClinicFacts } from './facts.ts';
import type { Actor, ClinicWrite, NewBooking } from './writes.ts';

export interface Ending {
  readonly reason: CancelReason;
  /** Staff's own words; never leaves the clinic. */
  readonly note: string;
  readonly actor: Actor;
  readonly at: Instant;
}

/**
 * Ends a visit for ever in the book: frees its time, leaves a tombstone, takes its mark at the site
 * away. Does not tell the site of the visit itself.
 */
export function endVisit(facts: ClinicFacts, visit: BookedVisit, ending: Ending): ClinicWrite[] {
  const { at } = ending;
  const blocks = facts.blocks.filter(({ blockId }) => blockId === blockIdOf(visit.id));
  return [
    { type: 'set-booking-state', bookingId: visit.id, state: 'cancelled', ...ending },
    { type: 'insert-tombstone', bookingId: visit.id, at },
    ...blocks.flatMap(({ blockId }): ClinicWrite[] => [
      { type: 'delete-block', blockId },
      { type: 'append', entry: { type: 'UNBLOCK', blockId }, at },
    ]),
  ];
}

/** Ends a visit and tells the site, when it knows the visit. */
export function cancelVisit(facts: ClinicFacts, visit: BookedVisit, ending: Ending): ClinicWrite[] {
  const { reason, at } = ending;
  const ended = endVisit(facts, visit, ending);
  return visit.knownAtSite
    ? [...ended, { type: 'append', entry: { type: 'CANCEL', bookingId: visit.id, reason }, at }]
    : ended;
}

/** A block is named after the visit that it stands for (contract: `blockId = bookingId`). */
export function blockIdOf(bookingId: BookingId): BlockIdOf {
  return bookingId as string as BlockIdOf;
}
type BlockIdOf = Extract<ClinicWrite, { type: 'insert-block' }>['blockId'];

/** Takes near offered time: inserted at once, the offers are cut here as the site will cut them. */
export function takeNear(booking: NewBooking, actor: Actor, at: Instant): ClinicWrite[] {
  const { occupancies } = booking;
  const blockId = blockIdOf(booking.id);
  return [
    { type: 'insert-booking', booking, actor },
    { type: 'insert-block', blockId, occupancies },
    ...cutEach(occupancies),
    { type: 'append', entry: { type: 'BLOCK', blockId, occupancies }, at },
  ];
}

/** Ends, part by part, the offers that a visit touches. */
export function cutEach(occupancies: NewBooking['occupancies']): ClinicWrite[] {
  return occupancies.map(({ subjectId, during }) => ({
    type: 'cut-announced',
    subjectIds: [subjectId],
    during,
  }));
}

/** A move that the site must know of: one entry, its cancellation applied first. */
export function moveAtSite(cancel: BookingId, booking: Booking, at: Instant): ClinicWrite {
  return { type: 'append', entry: { type: 'MOVE', cancel, book: onWire(booking) }, at };
}

/** What the site is told of a visit: nothing of the patient, nothing of the text. */
export function onWire(booking: Booking): VisitOnWire {
  const { id, templateId, resourceId, practitionerId, during, occupancies, replaces } = booking;
  return {
    bookingId: id,
    templateId,
    resourceId,
    practitionerId,
    during,
    occupancies,
    preblockId: null,
    replaces,
  };
}
