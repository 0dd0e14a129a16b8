import {
  instant,
  overlaps,
  toLocalDateTime,
  type BookingId,
  type Instant,
  type Interval,
  type Occupancy,
} from '@tidbok/core';
import type { ClinicEntry, LogRecord, SiteEntry, SnapshotEntry } from '@tidbok/protocol';
import { advanceTo } from '../incoming.ts';
import { isSnapshotEntry, stage } from '../resync/snapshot.ts';
import { collide, stretchOf, takingAll, hull } from '../subjects.ts';
import type { SiteFacts, SiteNeed, SiteVisit } from './facts.ts';
import { messageAbout } from './messages.ts';
import { isLive } from './rules.ts';
import type { SiteDecision, SiteGuard, SiteWrite } from './writes.ts';

const NOTHING: SiteNeed = { intervals: [], bookingIds: [] };

/** What must be loaded before an entry of the clinic can be decided. */
export function needOfClinicEntry(entry: ClinicEntry): SiteNeed {
  if (isSnapshotEntry(entry)) return NOTHING;
  switch (entry.type) {
    case 'CATALOG':
    case 'OFFER':
    case 'UNBLOCK':
    case 'BLOCK':
    case 'UNPAIR':
      return NOTHING;
    case 'WITHDRAW':
    case 'CLAIM':
      return { intervals: [entry.during], bookingIds: [] };
    case 'OVERRIDE':
      return { intervals: stretches(entry.occupancies), bookingIds: [entry.bookingId] };
    case 'ACCEPT':
    case 'REJECT':
    case 'CANCEL':
      return { intervals: [], bookingIds: [entry.bookingId] };
    case 'MOVE':
      return {
        intervals: [stretchOf(entry.book)],
        bookingIds: [entry.cancel, entry.book.bookingId],
      };
  }
}

function stretches(occupancies: readonly Occupancy[]): Interval[] {
  const [first, ...others] = occupancies.map(({ during }) => during);
  return first === undefined ? [] : [hull(first, ...others)];
}

export interface ClinicRecord {
  readonly record: LogRecord;
  readonly entry: ClinicEntry;
}

/** Something for the site's operator to see: it ends in the log of the program, not in the wire. */
export type SiteNote =
  /** Wall clock and instant of an offer disagree: it is not sold (4.7). */
  | { readonly type: 'offer-quarantined'; readonly offerId: string }
  /** A visit that the clinic moved met one that stands: it could not go in. */
  | { readonly type: 'move-met-booking'; readonly bookingId: BookingId };

export interface ClinicRecordDecision extends SiteDecision {
  readonly notes: readonly SiteNote[];
}

interface Effect {
  readonly guards?: readonly SiteGuard[];
  readonly writes: readonly SiteWrite[];
  readonly notes?: readonly SiteNote[];
}

/**
 * The site applies one record of the clinic's log: cursor, effect and answer in one transaction.
 * The record must be the next one (`readClinicRecord`). An answer that depends on what was sold is
 * guarded by the head of the site's own log.
 */
export function decideClinicRecord(
  facts: SiteFacts,
  { record, entry }: ClinicRecord,
  now: Instant,
): ClinicRecordDecision {
  const { guards = [], writes, notes = [] } = effectOf(facts, entry, now);
  const { inc, seq } = facts.clinicCursor;
  return {
    guards: [{ type: 'cursor-is', inc, seq }, ...guards],
    writes: [advanceTo(record), ...writes],
    notes,
  };
}

function effectOf(facts: SiteFacts, entry: ClinicEntry, now: Instant): Effect {
  if (isSnapshotEntry(entry)) return staged(facts, entry);
  return effectOfChange(facts, entry, now);
}

function staged(facts: SiteFacts, entry: SnapshotEntry): Effect {
  if (entry.type === 'SNAP_END') throw new Error('a snapshot’s end is merged (decideMerge)');
  return { writes: [stage(facts.staged, entry)] };
}

function effectOfChange(
  facts: SiteFacts,
  entry: Exclude<ClinicEntry, SnapshotEntry>,
  now: Instant,
): Effect {
  switch (entry.type) {
    case 'CATALOG':
      return { writes: [{ type: 'put-catalog', catalog: entry.catalog }] };
    case 'OFFER':
      return offer(facts, entry);
    case 'WITHDRAW':
      return withdraw(facts, entry, now);
    case 'CLAIM':
      return claim(facts, entry, now);
    case 'BLOCK':
      return block(entry);
    case 'UNBLOCK':
      return { writes: [{ type: 'delete-block', blockId: entry.blockId }] };
    case 'ACCEPT':
      return accept(facts, entry, now);
    case 'REJECT':
      return reject(facts, entry, now);
    case 'CANCEL':
      return cancel(facts, entry, now);
    case 'MOVE':
      return move(facts, entry, now);
    case 'OVERRIDE':
      return override(facts, entry, now);
    case 'UNPAIR':
      return { writes: [{ type: 'end-pairing' }, append({ type: 'UNPAIRED' }, now)] };
  }
}

type Entry<T extends ClinicEntry['type']> = Extract<ClinicEntry, { type: T }>;

function offer(facts: SiteFacts, entry: Entry<'OFFER'>): Effect {
  const zone = facts.catalog?.zone;
  const { offerId, preblockId, preblockKindId, resourceId, practitionerId } = entry;
  const { anchorAt, expiresAt, during, local } = entry;
  const agrees =
    zone === undefined ||
    (zone.id === local.zoneId &&
      toLocalDateTime(zone, during.from) === local.from &&
      toLocalDateTime(zone, during.to) === local.to);
  const inserted: SiteWrite = {
    type: 'insert-offer',
    offerId,
    preblockId,
    preblockKindId,
    resourceId,
    practitionerId,
    anchorAt,
    // It stands as announced, so that both sides agree, and no time of it was ever to be had.
    expiresAt: agrees ? expiresAt : instant(0),
    during,
  };
  const notes: SiteNote[] = agrees ? [] : [{ type: 'offer-quarantined', offerId }];
  return { writes: [inserted], notes };
}

function withdraw(facts: SiteFacts, entry: Entry<'WITHDRAW'>, now: Instant): Effect {
  const { withdrawId, preblockId, resourceId, practitionerId, during } = entry;
  const left = facts.bookings
    .filter(isLive)
    .filter(
      (visit) =>
        visit.preblockId === preblockId &&
        visit.resourceId === resourceId &&
        visit.practitionerId === practitionerId &&
        overlaps(visit.during, during),
    )
    .map(({ bookingId }) => bookingId);
  return {
    guards: [unchanged(facts)],
    writes: [
      { type: 'withdraw-offers', preblockId, resourceId, practitionerId, during },
      append({ type: 'WITHDRAWN', withdrawId, left }, now),
    ],
  };
}

/** Nothing was sold, asked for or cancelled since the facts were read. */
function unchanged(facts: SiteFacts): SiteGuard {
  return { type: 'head-is', seq: facts.head };
}

function append(entry: SiteEntry, at: Instant): SiteWrite {
  return { type: 'append', entry, at };
}

function claim(facts: SiteFacts, entry: Entry<'CLAIM'>, now: Instant): Effect {
  const { claimId, subjectIds, during, replaces } = entry;
  const wanted = takingAll(subjectIds, during);
  const inTheWay = soldIn(facts, wanted).filter(({ bookingId }) => bookingId !== replaces);
  if (inTheWay.length > 0) {
    const reason = inTheWay.every(isPending) ? 'pending' : 'sold';
    return {
      guards: [unchanged(facts)],
      writes: [append({ type: 'CLAIM_NO', claimId, reason }, now)],
    };
  }
  return {
    guards: [unchanged(facts)],
    writes: [
      { type: 'cut-offers', subjectIds, during },
      { type: 'delete-holds-on', occupancies: wanted },
      append({ type: 'CLAIM_OK', claimId }, now),
    ],
  };
}

function soldIn(facts: SiteFacts, occupancies: readonly Occupancy[]): SiteVisit[] {
  return facts.bookings.filter((visit) => isLive(visit) && collide(visit.occupancies, occupancies));
}

function isPending({ state }: SiteVisit): boolean {
  return state === 'pending';
}

function cutEach(occupancies: readonly Occupancy[]): SiteWrite[] {
  return [
    ...occupancies.map(({ subjectId, during }): SiteWrite => ({
      type: 'cut-offers',
      subjectIds: [subjectId],
      during,
    })),
    { type: 'delete-holds-on', occupancies },
  ];
}

/** Near time that the clinic took. A request in it stays until the clinic has answered it. */
function block({ blockId, occupancies }: Entry<'BLOCK'>): Effect {
  return { writes: [...cutEach(occupancies), { type: 'insert-block', blockId, occupancies }] };
}

function accept(facts: SiteFacts, { bookingId }: Entry<'ACCEPT'>, now: Instant): Effect {
  const visit = facts.bookings.find((each) => each.bookingId === bookingId);
  if (visit === undefined || !isPending(visit)) return { writes: [] };
  const old = visit.replaces;
  return {
    guards: [{ type: 'booking-is', bookingId, states: ['pending'] }],
    writes: [
      ...(old === null ? [] : endReplaced(old, now)),
      { type: 'set-booking-state', bookingId, state: 'confirmed', at: now },
      ...messageAbout(visit, old === null ? 'confirmation' : 'change', now),
    ],
  };
}

/** The visit that an accepted one takes the place of ends here, and the clinic is told. */
function endReplaced(bookingId: BookingId, now: Instant): SiteWrite[] {
  return [cancelled(bookingId, now), append({ type: 'CANCEL', bookingId, reason: 'patient' }, now)];
}

function cancelled(bookingId: BookingId, at: Instant): SiteWrite {
  return { type: 'set-booking-state', bookingId, state: 'cancelled', at };
}

function reject(facts: SiteFacts, { bookingId }: Entry<'REJECT'>, now: Instant): Effect {
  const visit = facts.bookings.find((each) => each.bookingId === bookingId);
  if (visit === undefined || !isPending(visit)) return { writes: [] };
  return {
    guards: [{ type: 'booking-is', bookingId, states: ['pending'] }],
    writes: [cancelled(bookingId, now), ...messageAbout(visit, 'rejection', now)],
  };
}

/**
 * Cancel wins and is terminal: also over a booking that comes later (R6). What staff do, the
 * patient is told from the clinic's side (0.10).
 */
function cancel(facts: SiteFacts, { bookingId }: Entry<'CANCEL'>, now: Instant): Effect {
  if (facts.tombstones.has(bookingId)) return { writes: [] };
  const visit = facts.bookings.find((each) => each.bookingId === bookingId);
  if (visit === undefined) {
    return { writes: [{ type: 'insert-tombstone', bookingId, at: now }] };
  }
  if (!isLive(visit)) return { writes: [] };
  return {
    guards: [{ type: 'booking-is', bookingId, states: [visit.state] }],
    writes: [cancelled(bookingId, now)],
  };
}

/** The old visit ends first, then the new one stands; requests in its way end. */
function move(facts: SiteFacts, { cancel: old, book }: Entry<'MOVE'>, now: Instant): Effect {
  const moved = facts.bookings.find(({ bookingId }) => bookingId === old);
  const gone = { type: 'CANCEL', bookingId: old, reason: 'clinic' } as const;
  const ended = cancel(facts, gone, now).writes;
  const guards = [unchanged(facts)];
  if (facts.tombstones.has(book.bookingId)) return { guards, writes: ended };
  const inTheWay = soldIn(facts, book.occupancies).filter(({ bookingId }) => bookingId !== old);
  const standing = inTheWay.filter((visit) => !isPending(visit));
  if (standing.length > 0) {
    const note = { type: 'move-met-booking', bookingId: book.bookingId } as const;
    return { guards, writes: ended, notes: [note] };
  }
  const booking = {
    ...book,
    state: 'confirmed',
    patientKey: moved?.patientKey ?? null,
    sealed: moved?.sealed ?? null,
    requestExpiresAt: null,
    registeredAt: now,
  } as const;
  return {
    guards,
    writes: [
      ...ended,
      ...inTheWay.flatMap((visit) => yieldRequest(visit, now)),
      { type: 'delete-holds-on', occupancies: book.occupancies },
      { type: 'insert-booking', booking },
    ],
  };
}

/** A request gives way to a visit of the clinic: cancelled here, and the clinic is told. */
function yieldRequest(visit: SiteVisit, now: Instant): SiteWrite[] {
  const { bookingId } = visit;
  return [
    cancelled(bookingId, now),
    append({ type: 'CANCEL', bookingId, reason: 'rejected' }, now),
    ...messageAbout(visit, 'rejection', now),
  ];
}

/** Staff took far time unasked: the offers end, and what was sold there stands beside it (R8). */
function override(facts: SiteFacts, entry: Entry<'OVERRIDE'>, now: Instant): Effect {
  const { claimId, bookingId, occupancies } = entry;
  const sold = soldIn(facts, occupancies)
    .filter((visit) => !isPending(visit))
    .map((visit) => visit.bookingId);
  const answer: SiteEntry =
    sold.length === 0
      ? { type: 'CLAIM_OK', claimId }
      : { type: 'CONFLICT', claimId, bookingId, with: sold };
  return { guards: [unchanged(facts)], writes: [...cutEach(occupancies), append(answer, now)] };
}
