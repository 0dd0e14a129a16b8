import {
  instant,
  intervalSet,
  toLocalDateTime,
  within,
  type Booking,
  type BookingId,
  type Instant,
  type Interval,
  type OfferedTime,
} from '@tidbok/core';
import { decodeSiteEntry, type Position } from '@tidbok/protocol';
import { announce, collide, type MemoryLog, type Moment, type SiteState } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';
import type { Both } from './both.ts';

const DAY_MS = 86_400_000;
const FOREVER = instant(8_640_000_000_000_000);

/** Both have read all that the other wrote. */
export function isDrained({ clinic, site }: Both): boolean {
  const { recovery, leaving, paired } = clinic.facts;
  // What has left reads no more, and is heard no more.
  if (!paired) return site.mode === 'unpaired' && hasReadParting(site.clinicCursor, clinic.log);
  return (
    recovery === null &&
    !leaving &&
    site.mode === 'paired' &&
    hasRead(site.clinicCursor, clinic.log) &&
    hasRead(clinic.facts.siteCursor, site.log)
  );
}

function hasRead({ inc, seq }: Position, log: MemoryLog): boolean {
  return inc === log.inc && seq === log.records.length;
}

/** What staff cancel between UNPAIR and UNPAIRED stands behind it: the patient hears it of them. */
function hasReadParting({ inc, seq }: Position, { inc: life, records }: MemoryLog): boolean {
  return inc === life && seq > records.findLastIndex(({ type }) => type === 'UNPAIR');
}

/**
 * I2: what a patient was told as confirmed is in the book exactly once, or ended there. A new life
 * of the site's log tells of what ended before it only what the book may still hold.
 */
export function checkPromises(
  { clinic, site }: Both,
  promised: ReadonlySet<BookingId>,
  now: number,
): void {
  const { facts, cancelled } = clinic;
  const standing = new Map<BookingId, number>();
  for (const { id } of [...facts.bookings, ...cancelled]) {
    standing.set(id, (standing.get(id) ?? 0) + 1);
  }
  for (const id of promised) {
    if (site.pastLives.size > 0 && (site.tombstones.has(id) || isLongPast(site, id, now))) continue;
    const times = standing.get(id) ?? 0;
    if (times !== 1 && !(times === 0 && facts.tombstones.has(id))) {
      throw new Violation(`I2: ${id} stands ${times} times`);
    }
  }
}

/** A snapshot looks a day back: what was over before it is history, and no longer in the way. */
function isLongPast({ bookings }: SiteState, bookingId: BookingId, now: number): boolean {
  const visit = bookings.get(bookingId);
  return visit !== undefined && visit.during.to <= now - DAY_MS;
}

/** A visit that staff gave up waiting for does not turn up in the book after all. */
export function checkGivenUp({ clinic }: Both, givenUp: ReadonlySet<BookingId>): void {
  const found = clinic.facts.bookings.find(({ id }) => givenUp.has(id));
  if (found !== undefined) throw new Violation(`R7: ${found.id} was given up and stands`);
}

/** I4: with all delivered both sides agree on offers, ownership, marks and live visits. */
export function checkAgreement(both: Both, moment: Moment): void {
  const { clinic, site } = both;
  const { facts } = clinic;
  if (!facts.paired) return checkParting(both);
  const ahead = { from: moment.now, to: FOREVER };
  const announced = facts.announced.map((offer) => asTheSiteReads(both, offer));
  if (digest(announced, ahead) !== digest(site.offers, ahead)) throw differ('offers');
  if (facts.frontierAt !== site.frontierAt) throw differ('the frontier');
  const live = [...site.bookings.values()].filter(({ state }) => state !== 'cancelled');
  const waiting = live.find(({ state }) => state === 'pending');
  if (waiting !== undefined) throw differ(`a request: ${waiting.bookingId}`);
  const since = site.pastLives.size > 0 ? carriedSince(site, moment.now) : 0;
  // What came back with a backup, and stood no more, was in another's way at the site when that was
  // told there, or another in its; until the two compare their digests the site lacks one of them.
  const isKeptOut = ({ id, occupancies }: Booking) =>
    [...site.bookings.values()].some(
      (each) =>
        each.bookingId !== id &&
        (both.stale.has(each.bookingId) || both.stale.has(id)) &&
        collide(each.occupancies, occupancies),
    );
  const standing = new Set(live.map(({ bookingId }) => bookingId));
  const known = facts.bookings
    .filter((visit) => visit.knownAtSite && visit.during.to > since)
    .filter((visit) => standing.has(visit.id) || !isKeptOut(visit))
    .map(({ id }) => id);
  // A visit that only the site knows after a restore, and not for whom: a person is told.
  const lost = new Set(
    clinic.needsPerson.flatMap((each) => (each.kind === 'lost-visit' ? each.bookingIds : [])),
  );
  const sold = live
    .filter(({ bookingId, during }) => during.to > since && !lost.has(bookingId))
    .map(({ bookingId }) => bookingId);
  const [one] = [...new Set(known).symmetricDifference(new Set(sold))];
  if (one !== undefined) throw differ(`live visits: ${one}`);
  const marks = facts.blocks.map(({ blockId }) => blockId);
  if (marks.sort().join() !== [...site.blocks.keys()].sort().join()) throw differ('marks');
  if (facts.claims.length > 0) throw differ('an open claim');
  if (facts.withdrawals.length > 0) throw differ('a withdrawal');
  if (announce(facts, moment).length > 0) throw differ('what should be offered');
}

/**
 * A new life of the logs carries what was not over for a day, by clocks that may have been ahead;
 * in any case all that is to come.
 */
function carriedSince({ log }: SiteState, now: number): number {
  const [first] = log.records;
  const entry = first === undefined ? null : decodeSiteEntry(first);
  const begin = entry?.type === 'entry' && entry.entry.type === 'SNAP_BEGIN' ? entry.entry : null;
  return Math.min(now, Math.max(now - DAY_MS, begin?.from ?? 0));
}

/** Where the two laws of time differ the site sells nothing, for it cannot tell what is meant. */
function asTheSiteReads(both: Both, offer: OfferedTime): OfferedTime {
  return isReadAlike(both, offer) ? offer : { ...offer, expiresAt: instant(0) };
}

function isReadAlike({ clinic, site }: Both, { open }: OfferedTime): boolean {
  const there = site.catalog?.zone ?? clinic.facts.zone;
  const isAlike = (at: Instant) =>
    toLocalDateTime(there, at) === toLocalDateTime(clinic.facts.zone, at);
  return open.every(({ from, to }) => isAlike(from) && isAlike(to));
}

function differ(what: string): Violation {
  return new Violation(`I4: they differ on ${what}`);
}

/** A practice that has left owns all its time, and what ended at the site does not stand there. */
function checkParting({ clinic, site }: Both): void {
  if (site.offers.length > 0 || clinic.facts.announced.length > 0) throw differ('offers');
  const ended = clinic.facts.bookings.find(({ id }) => site.tombstones.has(id));
  if (ended !== undefined) throw differ(`a visit that has ended: ${ended.id}`);
}

function digest(offers: readonly OfferedTime[], ahead: Interval): string {
  const open = new Map<string, Interval[]>();
  for (const offer of offers) {
    const { preblockId, resourceId, practitionerId, preblockKindId, anchorAt, expiresAt } = offer;
    const key = [
      preblockId,
      resourceId,
      practitionerId,
      preblockKindId,
      anchorAt,
      expiresAt,
    ].join();
    open.set(key, [...(open.get(key) ?? []), ...within(offer.open, ahead)]);
  }
  return [...open]
    .map(([key, pieces]) => ({ key, pieces: intervalSet(pieces) }))
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ key, pieces }) => `${key}: ${pieces.map(({ from, to }) => `${from}-${to}`).join()}`)
    .sort()
    .join('\n');
}
