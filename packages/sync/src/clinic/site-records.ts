import type { BookingId, ClaimId, Instant, Interval, WithdrawId } from '@tidbok/core';
import type { LogRecord, SiteEntry, SoldVisit } from '@tidbok/protocol';
import { advanceTo } from '../incoming.ts';
import { stretchOf } from '../subjects.ts';
import { factsAfter, keyOf } from './after.ts';
import { thenAnnounce } from './announce.ts';
import { insertSold, isStillOffered, type Arriving } from './arrival.ts';
import { cutEach, endVisit } from './booking-writes.ts';
import type { Moment, OnlineArrival } from './changes.ts';
import type { ClinicFacts, OpenClaim } from './facts.ts';
import { unknownsInTheWay, visitsInTheWay } from './ownership.ts';
import { stage } from '../resync/snapshot.ts';
import { settle } from './staff.ts';
import type { ClinicWrite } from './writes.ts';

const ITB = { type: 'itb' } as const;

/** What must be loaded before an entry of the site can be decided. */
export interface ClinicNeed {
  readonly intervals: readonly Interval[];
  /** Their time, and that of visits that replace them, belongs to the range too. */
  readonly bookingIds: readonly BookingId[];
  /** Their time, their visit's and that of the visit it replaces, belongs to the range too. */
  readonly claimIds: readonly ClaimId[];
  readonly withdrawIds: readonly WithdrawId[];
  /** Sold visits whose patient must be found before. */
  readonly sold: SoldVisit | null;
}

const NOTHING: ClinicNeed = {
  intervals: [],
  bookingIds: [],
  claimIds: [],
  withdrawIds: [],
  sold: null,
};

export function needOfSiteEntry(entry: SiteEntry): ClinicNeed {
  if ('visit' in entry) return needOfSold(entry);
  switch (entry.type) {
    case 'CANCEL':
      return { ...NOTHING, bookingIds: [entry.bookingId] };
    case 'CLAIM_OK':
    case 'CLAIM_NO':
      return { ...NOTHING, claimIds: [entry.claimId] };
    case 'CONFLICT':
      return { ...NOTHING, claimIds: [entry.claimId], bookingIds: [entry.bookingId] };
    case 'WITHDRAWN':
      return { ...NOTHING, withdrawIds: [entry.withdrawId] };
    case 'FRONTIER':
    case 'MESSAGE_FAILED':
    case 'TELL':
    case 'SNAP_BEGIN':
    case 'SNAP_PART':
    case 'SNAP_END':
    case 'UNPAIRED':
      return NOTHING;
  }
}

function needOfSold(entry: Extract<SiteEntry, { readonly visit: SoldVisit }>): ClinicNeed {
  const { visit } = entry;
  const ended = entry.type === 'REBOOK' ? entry.cancel : visit.replaces;
  const bookingIds = ended === null ? [] : [ended];
  return { ...NOTHING, intervals: [stretchOf(visit)], bookingIds, sold: visit };
}

export interface SiteRecord {
  readonly record: LogRecord;
  readonly entry: SiteEntry;
  /** Who the sold visit is for; must be given when `needOfSiteEntry` names a sold visit. */
  readonly arrival: OnlineArrival | null;
}

/**
 * The clinic applies one record of the site's log: cursor, effect and what follows from it for the
 * offers, in one transaction. The record must be the next one (`readSiteRecord`).
 */
export function decideSiteRecord(
  facts: ClinicFacts,
  incoming: SiteRecord,
  moment: Moment,
): ClinicWrite[] {
  const writes = takeSiteRecord(facts, incoming, moment);
  return changesOffers(incoming.entry) ? thenAnnounce(facts, writes, moment) : writes;
}

/**
 * Cursor and effect of one record alone, for several that share a transaction: what follows for the
 * offers is decided once, after the last of them, on the facts that they have left (`announce`).
 */
export function takeSiteRecord(
  facts: ClinicFacts,
  incoming: SiteRecord,
  moment: Moment,
): ClinicWrite[] {
  return [advanceTo(incoming.record), ...effectOf(facts, incoming, moment)];
}

/** Whether the offers may have to be announced anew after this entry. */
export function changesOffers(entry: SiteEntry): boolean {
  return !CHANGES_NO_OFFER.has(entry.type);
}

const CHANGES_NO_OFFER: ReadonlySet<SiteEntry['type']> = new Set([
  'FRONTIER',
  'MESSAGE_FAILED',
  'TELL',
  'SNAP_BEGIN',
  'SNAP_PART',
  'UNPAIRED',
]);

function effectOf(facts: ClinicFacts, incoming: SiteRecord, moment: Moment): ClinicWrite[] {
  const { entry } = incoming;
  if (isOfMessage(entry)) return [];
  switch (entry.type) {
    case 'BOOK':
      return book(facts, arriving(incoming, entry.visit), moment);
    case 'REQUEST':
      return request(facts, { entry, ...arriving(incoming, entry.visit) }, moment);
    case 'REBOOK':
      return rebook(facts, { entry, ...arriving(incoming, entry.visit) }, moment);
    case 'CANCEL':
      return cancel(facts, entry, moment);
    case 'CLAIM_OK':
      return claimWon(facts, entry.claimId, moment);
    case 'CLAIM_NO':
      return closeClaim(facts, entry.claimId, 'lost');
    case 'CONFLICT':
      return conflict(facts, entry, moment);
    case 'WITHDRAWN':
      return withdrawn(facts, entry.withdrawId);
    case 'FRONTIER':
      return [{ type: 'set-frontier', frontierAt: entry.frontierAt }];
    case 'SNAP_BEGIN':
    case 'SNAP_PART':
      return [stage(facts.staged, entry)];
    case 'SNAP_END':
      throw new Error('the end of a snapshot is adopted (decideAdoption)');
    case 'UNPAIRED':
      return unpaired(facts);
  }
}

/** No visit and no time: whoever applies the record sees to the message. */
function isOfMessage(entry: SiteEntry): entry is Entry<'MESSAGE_FAILED' | 'TELL'> {
  return entry.type === 'MESSAGE_FAILED' || entry.type === 'TELL';
}

function arriving({ arrival, entry }: SiteRecord, visit: SoldVisit): Arriving {
  if (arrival === null) throw new Error(`${entry.type} was not told who the visit is for`);
  return { visit, arrival };
}

function isKnown(facts: ClinicFacts, bookingId: BookingId): boolean {
  return facts.tombstones.has(bookingId) || facts.bookings.some(({ id }) => id === bookingId);
}

function book(facts: ClinicFacts, sold: Arriving, { now }: Moment): ClinicWrite[] {
  return isKnown(facts, sold.visit.bookingId) ? [] : insertSold(facts, sold, now);
}

type Entry<T extends SiteEntry['type']> = Extract<SiteEntry, { type: T }>;

function rebook(
  facts: ClinicFacts,
  { entry, ...sold }: Arriving & { readonly entry: Entry<'REBOOK'> },
  { now }: Moment,
): ClinicWrite[] {
  const { visit } = sold;
  const { cancel: cancelled } = entry;
  const ended = endByPatient(facts, { bookingId: cancelled, reason: 'patient' }, now);
  const without = withoutVisit(facts, cancelled);
  if (isKnown(facts, visit.bookingId)) return ended;
  return [
    ...ended,
    ...insertSold(without, sold, now),
    ...crossing(facts, { changed: cancelled, results: [visit.bookingId] }, now),
  ];
}

/**
 * The clinic answers for near time, and for what a template needs beside chair and practitioner.
 * A visit that the new one replaces stands until the site has applied the ACCEPT and cancels it:
 * should the request have ended there meanwhile, the patient keeps the old visit.
 */
export function request(
  facts: ClinicFacts,
  { entry, ...sold }: Arriving & { readonly entry: Entry<'REQUEST'> },
  { now }: Moment,
): ClinicWrite[] {
  const { visit } = sold;
  const { bookingId, replaces } = visit;
  if (isKnown(facts, bookingId)) return [];
  const reject = (reason: 'expired' | 'time-taken' | 'not-offered'): ClinicWrite[] => [
    { type: 'append', entry: { type: 'REJECT', bookingId, reason }, at: now },
  ];
  if (entry.expiresAt <= now) return reject('expired');
  if (visitsInTheWay(facts, visit.occupancies, null).length > 0) return reject('time-taken');
  if (unknownsInTheWay(facts, visit.occupancies).length > 0) return reject('time-taken');
  if (!isStillOffered(facts, visit)) return reject('not-offered');
  return [
    ...insertSold(facts, sold, now),
    { type: 'append', entry: { type: 'ACCEPT', bookingId }, at: now },
    ...(replaces === null ? [] : crossing(facts, { changed: replaces, results: [bookingId] }, now)),
  ];
}

function withoutVisit(facts: ClinicFacts, bookingId: BookingId): ClinicFacts {
  return { ...facts, bookings: facts.bookings.filter(({ id }) => id !== bookingId) };
}

/** Ends a visit that the site has ended already; one that never came here leaves a tombstone. */
function endByPatient(
  facts: ClinicFacts,
  { bookingId, reason }: Omit<Entry<'CANCEL'>, 'type'>,
  at: Instant,
): ClinicWrite[] {
  const visit = facts.bookings.find(({ id }) => id === bookingId);
  if (visit !== undefined) return endVisit(facts, visit, { reason, note: '', actor: ITB, at });
  return facts.tombstones.has(bookingId) ? [] : [{ type: 'insert-tombstone', bookingId, at }];
}

/** Staff have moved or cancelled what the patient changes: both results stand, a person decides. */
function crossing(
  facts: ClinicFacts,
  { changed, results }: { readonly changed: BookingId; readonly results: readonly BookingId[] },
  at: Instant,
): ClinicWrite[] {
  if (facts.bookings.some(({ id }) => id === changed)) return [];
  const successors = facts.bookings
    .filter(({ replaces, source }) => replaces === changed && source === 'staff')
    .map(({ id }) => id);
  const bookingIds = [...results, ...successors];
  return bookingIds.length === 0
    ? []
    : [{ type: 'needs-person', kind: 'crossed-change', bookingIds, at }];
}

function cancel(facts: ClinicFacts, entry: Entry<'CANCEL'>, { now }: Moment): ClinicWrite[] {
  const ended = endByPatient(facts, entry, now);
  if (entry.reason !== 'patient') return ended;
  return [...ended, ...crossing(facts, { changed: entry.bookingId, results: [] }, now)];
}

/** The offers that the site ended when it answered, ended here in the same way. */
function cutsOf(claim: OpenClaim): ClinicWrite[] {
  const { subjectIds, during, intended } = claim;
  return intended.booking.override
    ? cutEach(intended.booking.occupancies)
    : [{ type: 'cut-announced', subjectIds, during }];
}

function closeClaim(
  facts: ClinicFacts,
  claimId: ClaimId,
  state: 'won' | 'lost' | 'taken',
): ClinicWrite[] {
  return facts.claims.some((each) => each.claimId === claimId)
    ? [{ type: 'set-claim-state', claimId, state }]
    : [];
}

function claimWon(facts: ClinicFacts, claimId: ClaimId, { now }: Moment): ClinicWrite[] {
  const claim = facts.claims.find((each) => each.claimId === claimId);
  if (claim === undefined) return [];
  const cuts = cutsOf(claim);
  if (claim.state !== 'asked') {
    const state = claim.intended.booking.override ? 'won' : 'lost';
    return [...cuts, { type: 'set-claim-state', claimId, state }];
  }
  if (!canSettle(facts, claim))
    return [...cuts, { type: 'set-claim-state', claimId, state: 'taken' }];
  return [
    ...cuts,
    ...settle(factsAfter(facts, cuts), claim.intended, now),
    { type: 'set-claim-state', claimId, state: 'won' },
  ];
}

/**
 * The claimed visit goes in only if all its subjects are free and what it replaces still stands.
 */
function canSettle(facts: ClinicFacts, { intended }: OpenClaim): boolean {
  const { booking, cancel: old } = intended;
  if (isKnown(facts, booking.id)) return false;
  if (old !== null && !facts.bookings.some(({ id }) => id === old)) return false;
  return visitsInTheWay(facts, booking.occupancies, old).length === 0;
}

/** The override's time came back with something sold in it; the sale itself came before. */
function conflict(
  facts: ClinicFacts,
  { claimId, bookingId }: Entry<'CONFLICT'>,
  { now }: Moment,
): ClinicWrite[] {
  const claim = facts.claims.find((each) => each.claimId === claimId);
  if (claim === undefined) return [];
  const staffVisit = facts.bookings.find(({ id }) => id === bookingId);
  const sold =
    staffVisit === undefined
      ? []
      : visitsInTheWay(facts, staffVisit.occupancies, bookingId).map(({ id }) => id);
  const closed: ClinicWrite[] = [
    ...cutsOf(claim),
    { type: 'set-claim-state', claimId, state: 'taken' },
  ];
  if (staffVisit === undefined || staffVisit.conflict || sold.length === 0) return closed;
  return [
    ...closed,
    { type: 'mark-conflict', bookingId },
    {
      type: 'needs-person',
      kind: 'override-conflict',
      bookingIds: [bookingId, ...sold],
      at: now,
    },
  ];
}

/** All time is the clinic's own again; what the site sold stays in the book, unknown there. */
function unpaired(facts: ClinicFacts): ClinicWrite[] {
  return [
    ...facts.bookings
      .filter(({ knownAtSite }) => knownAtSite)
      .map(({ id }): ClinicWrite => ({ type: 'set-known-at-site', bookingId: id, known: false })),
    { type: 'end-pairing' },
  ];
}

function withdrawn(facts: ClinicFacts, withdrawId: WithdrawId): ClinicWrite[] {
  const withdrawal = facts.withdrawals.find((each) => each.withdrawId === withdrawId);
  if (withdrawal === undefined) return [];
  const { during } = withdrawal;
  return [
    { type: 'withdraw-announced', ...keyOf(withdrawal), during },
    { type: 'finish-withdrawal', withdrawId },
  ];
}
