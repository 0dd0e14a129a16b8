import {
  overlaps,
  type BlockId,
  type BookingId,
  type Instant,
  type Interval,
  type Occupancy,
} from '@tidbok/core';
import type { SiteWhole } from '../resync/merge.ts';
import type { SiteFacts, SiteNeed, SiteVisit } from '../site/facts.ts';
import type { SiteBooking } from '../site/writes.ts';
import { kept, stretchOf } from '../subjects.ts';
import { headOf } from './log.ts';
import { isLiveBooking, type SiteState } from './site-state.ts';

/** What a decision needs, read from the state as SQL would read it: only what touches the need. */
export function siteFacts(
  state: SiteState,
  need: SiteNeed,
  lastContactAt: Instant | null,
): SiteFacts {
  const touches = (during: Interval) => need.intervals.some((each) => overlaps(each, during));
  const anyTouches = (occupancies: readonly Occupancy[]) =>
    occupancies.some(({ during }) => touches(during));
  const visits = visitsOf(state, need, touches);
  const asksForTime = need.intervals.length > 0;
  return {
    mode: state.mode,
    staged: state.staged,
    catalog: state.catalog,
    frontierAt: state.frontierAt,
    head: headOf(state.log).seq,
    clinicCursor: state.clinicCursor,
    lastContactAt,
    offers: asksForTime ? kept(state.offers, ({ open }) => open.some(touches)) : [],
    bookings: visits.map((booking) => asVisit(state, booking)),
    blocks: asksForTime ? blocksOf(state, anyTouches) : [],
    holds: asksForTime ? holdsOf(state, anyTouches) : [],
    tombstones: tombstonesOf(state, need, visits),
  };
}

const NO_BOOKINGS: ReadonlySet<BookingId> = new Set();

function tombstonesOf(
  { tombstones }: SiteState,
  { bookingIds }: SiteNeed,
  visits: readonly SiteBooking[],
): ReadonlySet<BookingId> {
  const ids = visits.flatMap(({ replaces }) => replaces ?? []);
  const ended = [...bookingIds, ...ids].filter((id) => tombstones.has(id));
  return ended.length === 0 ? NO_BOOKINGS : new Set(ended);
}

/** All that a merge needs (`decideMerge`). */
export function siteWhole(state: SiteState): SiteWhole {
  const { clinicCursor, revision, frontierAt, offers, staged, tombstones } = state;
  const bookings = [...state.bookings.values()];
  return {
    clinicCursor,
    revision,
    frontierAt,
    offers,
    bookings: bookings.map((booking) => asVisit(state, booking)),
    blocks: [...state.blocks].map(([blockId, occupancies]) => ({ blockId, occupancies })),
    tombstones,
    registeredAt: new Map(bookings.map((each) => [each.bookingId, each.registeredAt])),
    staged,
  };
}

/** Live visits that touch the need, and those that it names, in the order they came. */
function visitsOf(
  state: SiteState,
  { intervals, bookingIds }: SiteNeed,
  touches: (during: Interval) => boolean,
): SiteBooking[] {
  if (intervals.length === 0 && bookingIds.length < 2) return named(state, bookingIds);
  const visits: SiteBooking[] = [];
  for (const booking of state.bookings.values()) {
    const isNamed = bookingIds.includes(booking.bookingId);
    if (isNamed || (isLiveBooking(booking) && touches(stretchOf(booking)))) visits.push(booking);
  }
  return visits;
}

function named(state: SiteState, bookingIds: readonly BookingId[]): SiteBooking[] {
  return bookingIds.flatMap((id) => state.bookings.get(id) ?? []);
}

function holdsOf(
  { holds }: SiteState,
  anyTouches: (occupancies: readonly Occupancy[]) => boolean,
): SiteFacts['holds'] {
  const found = [];
  for (const hold of holds.values()) if (anyTouches(hold.occupancies)) found.push(hold);
  return found;
}

function blocksOf(
  state: SiteState,
  anyTouches: (occupancies: readonly Occupancy[]) => boolean,
): { readonly blockId: BlockId; readonly occupancies: readonly Occupancy[] }[] {
  const found = [];
  for (const [blockId, occupancies] of state.blocks) {
    if (anyTouches(occupancies)) found.push({ blockId, occupancies });
  }
  return found;
}

function asVisit({ copies }: SiteState, booking: SiteBooking): SiteVisit {
  return { ...booking, sealedToSite: copies.get(booking.bookingId) ?? null };
}
