import {
  absentTime,
  covers,
  intervalOfLocal,
  intervalSet,
  touches,
  type Booking,
  type Instant,
} from '@tidbok/core';
import type { SoldVisit } from '@tidbok/protocol';
import { sameKey } from './after.ts';
import type { OnlineArrival } from './changes.ts';
import { desiredOffers } from './desired-offers.ts';
import type { ClinicFacts } from './facts.ts';
import { isOnShift, visitsInTheWay } from './ownership.ts';
import type { ClinicWrite, NeedsPersonKind, NewBooking } from './writes.ts';

const ITB = { type: 'itb' } as const;

/** A sold visit, and who it is for. */
export interface Arriving {
  readonly visit: SoldVisit;
  readonly arrival: OnlineArrival;
}

/**
 * A visit that the site sold goes into the book whatever stands there: it was promised. Staff's
 * override in its way is marked; anything else in its way is a broken promise for a person.
 */
export function insertSold(
  facts: ClinicFacts,
  { visit, arrival }: Arriving,
  at: Instant,
): ClinicWrite[] {
  const inTheWay = visitsInTheWay(facts, visit.occupancies, null).filter(
    ({ conflict }) => !conflict,
  );
  const overridden = inTheWay.filter(({ override }) => override);
  const overlapped = inTheWay.filter(({ override }) => !override);
  const booking = bookingFrom(visit, arrival, overlapped.length > 0);
  const tell = (kind: NeedsPersonKind, others: readonly Pick<Booking, 'id'>[]): ClinicWrite => ({
    type: 'needs-person',
    kind,
    bookingIds: [booking.id, ...others.map(({ id }) => id)],
    at,
  });
  return [
    ...overridden.map(({ id }): ClinicWrite => ({ type: 'mark-conflict', bookingId: id })),
    { type: 'insert-booking', booking, actor: ITB },
    ...(overridden.length > 0 ? [tell('override-conflict', overridden)] : []),
    ...(overlapped.length > 0 ? [tell('overlap', overlapped)] : []),
    ...(isScheduled(facts, visit) ? [] : [tell('sold-outside-schedule', [])]),
    ...(arrival.readable ? [] : [tell('unreadable-details', [])]),
    ...differenceOf(booking, arrival),
  ];
}

function differenceOf(booking: NewBooking, { differs, patientId }: OnlineArrival): ClinicWrite[] {
  return differs ? [{ type: 'note-difference', bookingId: booking.id, patientId }] : [];
}

/** A booking as the site sold it, with the template's text, registered by ITB (P4). */
export function bookingFrom(
  visit: SoldVisit,
  arrival: OnlineArrival,
  conflict: boolean,
): NewBooking {
  const { bookingId, resourceId, practitionerId, templateId, during, occupancies } = visit;
  return {
    id: bookingId,
    resourceId,
    practitionerId,
    templateId,
    patientId: arrival.patientId,
    during,
    occupancies,
    state: 'confirmed',
    source: 'online',
    replaces: visit.replaces,
    override: false,
    conflict,
    registeredAt: visit.soldAt,
    ...arrival.text,
    knownAtSite: true,
    overridden: [],
  };
}

function isScheduled(facts: ClinicFacts, visit: SoldVisit): boolean {
  const away = absentTime(facts.zone, facts.absences, visit.practitionerId);
  if (touches(away, visit.during)) return false;
  const shifts = facts.shifts.flatMap((shift) => {
    const during = intervalOfLocal(facts.zone, shift);
    return during === undefined ? [] : [{ during, bound: shift }];
  });
  return isOnShift(shifts, visit);
}

/**
 * Whether the book would offer this time, as things stood when it was asked for: open claims do not
 * count, for the request that was first will make the site refuse them.
 */
export function isStillOffered(facts: ClinicFacts, visit: SoldVisit): boolean {
  const { preblockId } = visit;
  if (preblockId === null) return false;
  const offered = desiredOffers(facts, visit.soldAt).filter((each) =>
    sameKey(each, { ...visit, preblockId }),
  );
  return covers(intervalSet(offered.flatMap(({ open }) => open)), visit.during);
}
