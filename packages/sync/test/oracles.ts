import {
  difference,
  intervalSet,
  within,
  type BookingId,
  type Instant,
  type Interval,
  type IntervalSet,
  type Occupancy,
  type OfferedTime,
  type SubjectId,
} from '@tidbok/core';
import { brokenAt, startOf } from '@tidbok/protocol';
import { announce, collide } from '@tidbok/sync';
import { counter, sha256 } from './practice.ts';
import type { World } from './world.ts';

const FOREVER = 8_640_000_000_000_000 as Instant;

interface Visit {
  readonly id: BookingId;
  readonly occupancies: readonly Occupancy[];
}

/**
 * Visits that some side stands by and neither has ended; overrides and what they met are exempt.
 */
function standing(world: World): Visit[] {
  const ended = new Set([...world.clinic.facts.tombstones, ...world.site.tombstones]);
  const visits = new Map<BookingId, Visit>();
  const { facts } = world.clinic;
  // Rows of a book that is known to be older than the truth promise nothing.
  const inBook = facts.recovery === 'restored' ? [] : facts.bookings;
  for (const { id, occupancies, override, conflict } of inBook) {
    if (!override && !conflict && !world.stale.has(id)) visits.set(id, { id, occupancies });
  }
  for (const { bookingId, occupancies, state } of world.site.bookings.values()) {
    if (state === 'confirmed') visits.set(bookingId, { id: bookingId, occupancies });
  }
  return [...visits.values()].filter(({ id }) => !ended.has(id));
}

/** I1: no two visits that both stand share a subject at one time, across both sides. */
export function checkNoOverlap(world: World): string | null {
  const visits = standing(world);
  for (const [i, one] of visits.entries()) {
    for (const other of visits.slice(i + 1)) {
      if (collide(one.occupancies, other.occupancies)) return `I1: ${one.id} and ${other.id}`;
    }
  }
  const broken = world.clinic.needsPerson.find(
    ({ kind, bookingIds }) => kind === 'overlap' && !bookingIds.some((id) => world.stale.has(id)),
  );
  return broken === undefined ? null : `I1: the book met ${broken.bookingIds.join(' and ')}`;
}

/** I5: what the site may sell alone is not the clinic's: there it counts as announced. */
export function checkOneOwner(world: World): string | null {
  const { announced, frontierAt, recovery } = world.clinic.facts;
  // While it recovers the site sells nothing alone; a restored book takes nothing unasked.
  if (recovery === 'restored' || world.site.mode === 'recover') return null;
  if (frontierAt > world.site.frontierAt) return 'I5: the clinic is past the frontier';
  const far: Interval = { from: world.site.frontierAt, to: FOREVER };
  for (const offer of world.site.offers) {
    const own = within(offer.open, far);
    for (const subject of [offer.resourceId, offer.practitionerId]) {
      const both = difference(own, boundBy(announced, subject));
      if (both.length > 0) return `I5: ${subject} at ${JSON.stringify(both)}`;
    }
  }
  return null;
}

function boundBy(offers: readonly OfferedTime[], subject: SubjectId): IntervalSet {
  return intervalSet(
    offers
      .filter((each) => each.resourceId === subject || each.practitionerId === subject)
      .flatMap(({ open }) => open),
  );
}

/** I7: both logs without gaps, every record chained to the one before. */
export function checkLogs(world: World): string | null {
  for (const { inc, records } of [world.clinic.log, world.site.log]) {
    const broken = brokenAt(startOf(inc), records, sha256);
    if (broken !== null) return `I7: the log of ${inc} at ${broken}`;
  }
  return null;
}

/** I2: every promise is in the book exactly once, or ended. */
export function checkPromises(world: World): string | null {
  const { facts, cancelled } = world.clinic;
  for (const id of world.promised) {
    // A new life of the log tells of what ended before it only what the reader may still hold.
    if (world.site.pastLives.size > 0 && world.site.tombstones.has(id)) continue;
    const times = [...facts.bookings, ...cancelled].filter((each) => each.id === id).length;
    if (times !== 1 && !(times === 0 && facts.tombstones.has(id))) {
      return `I2: ${id} stands ${times} times`;
    }
  }
  return null;
}

/**
 * I4: with everything delivered both sides agree on offers, marks, the frontier and live visits.
 */
export function checkAgreement(world: World): string | null {
  const { facts } = world.clinic;
  const ahead: Interval = { from: world.now, to: FOREVER };
  const told = digest(facts.announced, ahead);
  const stands = digest(world.site.offers, ahead);
  if (told !== stands) return `I4: offers\n announced ${told}\n standing ${stands}`;
  const known = facts.bookings
    .filter(({ knownAtSite }) => knownAtSite)
    .map(({ id }) => id)
    .sort();
  const live = [...world.site.bookings.values()].filter(({ state }) => state !== 'cancelled');
  if (live.some(({ state }) => state === 'pending')) return 'I4: a request is unanswered';
  const sold = live.map(({ bookingId }) => bookingId).sort();
  if (known.join() !== sold.join()) return `I4: visits ${known.join()} and ${sold.join()}`;
  if (facts.frontierAt !== world.site.frontierAt) return 'I4: the frontier';
  const marks = facts.blocks.map(({ blockId }) => blockId).sort();
  if (marks.join() !== [...world.site.blocks.keys()].sort().join()) return 'I4: blocks';
  if (facts.claims.length > 0 || facts.withdrawals.length > 0) return 'I4: unanswered';
  const left = announce(facts, { now: world.now, newId: counter() });
  return left.length === 0 ? null : `I4: not all is announced: ${JSON.stringify(left[0])}`;
}

function digest(offers: readonly OfferedTime[], ahead: Interval): string {
  const open = new Map<string, Interval[]>();
  for (const offer of offers) {
    const { preblockId, resourceId, practitionerId, preblockKindId, anchorAt, expiresAt } = offer;
    const key = [preblockId, resourceId, practitionerId, preblockKindId, anchorAt, expiresAt];
    const pieces = open.get(key.join(' ')) ?? [];
    open.set(key.join(' '), [...pieces, ...within(offer.open, ahead)]);
  }
  return [...open]
    .map(([key, pieces]) => ({ key, pieces: intervalSet(pieces) }))
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ key, pieces }) => `${key}: ${pieces.map(({ from, to }) => `${from}-${to}`).join()}`)
    .sort()
    .join('\n');
}

/** What must hold at every moment. */
export function checkAlways(world: World): string | null {
  return checkNoOverlap(world) ?? checkOneOwner(world);
}

/** What must hold when nothing is on its way. */
export function checkAtRest(world: World): string | null {
  return checkAlways(world) ?? checkLogs(world) ?? checkPromises(world) ?? checkAgreement(world);
}
