import {
  difference,
  intersection,
  intervalSet,
  type BookingId,
  type ClaimId,
  type Instant,
  type Interval,
  type UnknownId,
} from '@tidbok/core';
import type { LogRecord, SiteEntry, SoldVisit } from '@tidbok/protocol';
import { factsAfter, sameKey } from '../clinic/after.ts';
import { announce } from '../clinic/announce.ts';
import { insertSold } from '../clinic/arrival.ts';
import { blockIdOf, cutEach, endVisit, moveAtSite } from '../clinic/booking-writes.ts';
import type { Moment, OnlineArrival } from '../clinic/changes.ts';
import { desiredOffers } from '../clinic/desired-offers.ts';
import type { BookedVisit, ClinicFacts, UnknownTime } from '../clinic/facts.ts';
import { kindOfTime } from '../clinic/ownership.ts';
import { request } from '../clinic/site-records.ts';
import type { ClinicWrite } from '../clinic/writes.ts';
import { advanceTo } from '../incoming.ts';
import { binds, collide, stretchOf, subjectsOf, type Bound } from '../subjects.ts';
import { wholeSnapshot, type Snapshot, type SnapshotVisit, type Staged } from './snapshot.ts';

const ITB = { type: 'itb' } as const;
const NO_TEXT = { bookText: '', summonsCard: false, moveNextRecall: false, expectedAmount: null };

export interface AdoptionCommand {
  readonly record: LogRecord;
  readonly entry: Extract<SiteEntry, { type: 'SNAP_END' }>;
  readonly staged: Staged | null;
  /** Who each visit of `needOfAdoption` is for. */
  readonly arrivals: ReadonlyMap<BookingId, OnlineArrival>;
}

/** Sold visits of the staged snapshot whose patients must be found before it is adopted. */
export function needOfAdoption(facts: ClinicFacts, staged: Staged | null): SoldVisit[] {
  return (staged?.rows ?? []).flatMap((row) =>
    row.type === 'visit' && row.sealed !== null && !isKnown(facts, row.visit.bookingId)
      ? [soldVisit(row, row.sealed)]
      : [],
  );
}

function soldVisit({ visit, soldAt }: SnapshotVisit, sealed: string): SoldVisit {
  return { ...visit, sealed, soldAt };
}

function isKnown(facts: ClinicFacts, bookingId: BookingId): boolean {
  return facts.tombstones.has(bookingId) || facts.bookings.some(({ id }) => id === bookingId);
}

/**
 * The clinic adopts the site's answer to its snapshot, in one transaction: offers as the site has
 * them, its visits (what was cancelled on either side is cancelled), its marks and its frontier;
 * then it tells what happened here meanwhile, and announces what should be offered. After a restore
 * nothing is offered that the site does not offer already: that time was taken or withdrawn after
 * the backup, nobody knows by what, so it is kept for a person. `facts` reach over all that is to
 * come and hold every booking and tombstone that the snapshot names.
 */
export function decideAdoption(
  facts: ClinicFacts,
  command: AdoptionCommand,
  moment: Moment,
): ClinicWrite[] {
  const { record, entry, staged } = command;
  const restored = facts.recovery === 'restored';
  const told = wholeSnapshot(staged, entry);
  const plan = new Plan(facts, moment);
  plan.add([
    advanceTo(record),
    { type: 'clear-staged' },
    { type: 'end-recovery' },
    { type: 'set-frontier', frontierAt: told.begin.frontierAt },
  ]);
  adoptOffers(plan, told);
  adoptVisits(plan, told, command.arrivals);
  adoptBlocks(plan, told);
  tellWhatHappened(plan, told);
  if (restored) keepUnknown(plan, told);
  plan.add(announce(plan.facts, moment));
  return plan.writes;
}

/** Writes so far, and the facts as they are after them. */
class Plan {
  facts: ClinicFacts;
  readonly writes: ClinicWrite[] = [];
  readonly moment: Moment;

  constructor(facts: ClinicFacts, moment: Moment) {
    this.facts = facts;
    this.moment = moment;
  }

  add(writes: readonly ClinicWrite[]): void {
    this.writes.push(...writes);
    this.facts = factsAfter(this.facts, writes);
  }
}

/** What the site has is what counts as announced: the rest of it is the clinic's. */
function adoptOffers(plan: Plan, { offers }: Snapshot): void {
  for (const offer of plan.facts.announced) {
    if (!offers.has(offer.offerId)) {
      plan.add([{ type: 'put-announced', offer: { ...offer, open: [] } }]);
    }
  }
  for (const { type, ...offer } of offers.values()) {
    if (type === 'offer') plan.add([{ type: 'put-announced', offer }]);
  }
}

function adoptVisits(
  plan: Plan,
  told: Snapshot,
  arrivals: ReadonlyMap<BookingId, OnlineArrival>,
): void {
  const { now } = plan.moment;
  const before = plan.facts;
  for (const visit of plan.facts.bookings) {
    if (!told.tombstones.has(visit.id)) continue;
    plan.add(endVisit(plan.facts, visit, { reason: 'patient', note: '', actor: ITB, at: now }));
  }
  for (const row of told.visits.values()) {
    adoptVisit(plan, { row, arrival: whoFor(before, row, arrivals), told });
  }
}

interface Adopted {
  readonly row: SnapshotVisit;
  readonly arrival: OnlineArrival | undefined;
  readonly told: Snapshot;
}

function adoptVisit(plan: Plan, { row, arrival, told }: Adopted): void {
  const { facts, moment } = plan;
  const { now } = moment;
  const { bookingId } = row.visit;
  const known = facts.bookings.find(({ id }) => id === bookingId);
  if (facts.bookings.some((each) => each.replaces === bookingId && isMoveToTell(each, told))) {
    // The move ends it there: here, too.
    return plan.add(endMoved(facts, { bookingId, known }, now));
  }
  if (facts.tombstones.has(bookingId)) {
    const entry = { type: 'CANCEL', bookingId, reason: 'clinic' } as const;
    return plan.add([{ type: 'append', entry, at: now }]);
  }
  if (known !== undefined) {
    if (known.knownAtSite) return;
    return plan.add([{ type: 'set-known-at-site', bookingId, known: true }]);
  }
  if (arrival === undefined) return plan.add(lostVisit(row, now, plan.moment));
  const sold = { visit: soldVisit(row, row.sealed ?? ''), arrival };
  if (row.expiresAt === null) return plan.add(insertSold(facts, sold, now));
  const entry = { type: 'REQUEST', visit: sold.visit, expiresAt: row.expiresAt } as const;
  plan.add(request(facts, { entry, ...sold }, moment));
}

/** The visit before a move; one that a restored book knows nothing of leaves a tombstone. */
function endMoved(
  facts: ClinicFacts,
  { bookingId, known }: { readonly bookingId: BookingId; readonly known: BookedVisit | undefined },
  at: Moment['now'],
): ClinicWrite[] {
  if (known !== undefined) {
    return endVisit(facts, known, { reason: 'clinic', note: '', actor: ITB, at });
  }
  return facts.tombstones.has(bookingId) ? [] : [{ type: 'insert-tombstone', bookingId, at }];
}

/** A visit that staff moved is for whom the one before was for: its details are sealed to that. */
function whoFor(
  before: ClinicFacts,
  { visit }: SnapshotVisit,
  arrivals: ReadonlyMap<BookingId, OnlineArrival>,
): OnlineArrival | undefined {
  const arrival = arrivals.get(visit.bookingId);
  if (arrival?.readable === true) return arrival;
  const old = before.bookings.find(({ id }) => id === visit.replaces);
  return old === undefined
    ? arrival
    : { patientId: old.patientId, differs: false, readable: true, text: NO_TEXT };
}

function lostVisit({ visit }: SnapshotVisit, at: Moment['now'], { newId }: Moment): ClinicWrite[] {
  const { bookingId, occupancies } = visit;
  const subjectIds = subjectsOf(occupancies);
  const unknownId = newId<UnknownId>();
  const unknown = { unknownId, bookingId, subjectIds, during: stretchOf(visit) };
  return [
    { type: 'insert-unknown', unknown, at },
    { type: 'needs-person', kind: 'lost-visit', bookingIds: [bookingId], at },
  ];
}

/**
 * A mark at the site stands for a visit of staff; one that the book has lost is kept as unknown.
 */
function adoptBlocks(plan: Plan, { blocks }: Snapshot): void {
  const { now } = plan.moment;
  for (const { blockId } of plan.facts.blocks) {
    if (!blocks.has(blockId)) plan.add([{ type: 'delete-block', blockId }]);
  }
  for (const { blockId, occupancies } of blocks.values()) {
    const isHere = plan.facts.blocks.some((each) => each.blockId === blockId);
    if (!isHere) plan.add([{ type: 'insert-block', blockId, occupancies }]);
    const stands = plan.facts.bookings.some(({ id }) => blockIdOf(id) === blockId);
    if (stands) continue;
    // Its time comes back as any other that the site does not offer: kept after a restore.
    plan.add([
      { type: 'delete-block', blockId },
      { type: 'append', entry: { type: 'UNBLOCK', blockId }, at: now },
    ]);
  }
}

/** Visits that staff placed, moved or cancelled while nothing was logged are told now. */
function tellWhatHappened(plan: Plan, told: Snapshot): void {
  const { now } = plan.moment;
  const notYetPast = byEarlierClock(plan, told);
  for (const visit of plan.facts.bookings) {
    if (isTold(visit, told)) continue;
    if (isMoveToTell(visit, told)) {
      plan.add([moveAtSite(visit.replaces, visit, now)]);
      continue;
    }
    if (visit.knownAtSite) {
      plan.add([{ type: 'set-known-at-site', bookingId: visit.id, known: false }]);
    }
    if (stretchOf(visit).to > notYetPast) plan.add(tellPlaced(plan, visit));
  }
}

/** A clock that is hours ahead takes for past what the other side may still sell. */
function byEarlierClock({ moment }: Plan, { begin }: Snapshot): Instant {
  return begin.asOf < moment.now ? begin.asOf : moment.now;
}

/** The site has it, or it is history there. */
function isTold(visit: BookedVisit, { begin, visits }: Snapshot): boolean {
  return stretchOf(visit).to <= begin.from || visits.has(visit.id);
}

/**
 * The site is told of it as a move, in one entry that ends the visit before as well; but not where
 * another stands in its way there: then it is the clinic's own, and its time is taken as such.
 */
function isMoveToTell(visit: BookedVisit, told: Snapshot): visit is Moved {
  const { knownAtSite, replaces } = visit;
  return knownAtSite && replaces !== null && !isTold(visit, told) && !isKeptOut(visit, told);
}

function isKeptOut({ occupancies, replaces }: BookedVisit, { visits }: Snapshot): boolean {
  return [...visits.values()].some(
    ({ visit, expiresAt }) =>
      expiresAt === null && visit.bookingId !== replaces && collide(visit.occupancies, occupancies),
  );
}

type Moved = BookedVisit & { readonly replaces: BookingId };

function tellPlaced(plan: Plan, visit: BookedVisit): ClinicWrite[] {
  const { facts, moment } = plan;
  const { occupancies } = visit;
  const kind = kindOfTime(facts, occupancies);
  if (kind === 'own') return [];
  if (kind === 'far') return overrideTold(visit, moment);
  const blockId = blockIdOf(visit.id);
  const marked = facts.blocks.some((each) => each.blockId === blockId);
  return [
    ...(marked ? [] : [{ type: 'insert-block', blockId, occupancies } as const]),
    ...cutEach(occupancies),
    { type: 'append', entry: { type: 'BLOCK', blockId, occupancies }, at: moment.now },
  ];
}

/** It stands where the site may sell: as an override, answered by CLAIM_OK or CONFLICT. */
function overrideTold(visit: BookedVisit, { now, newId }: Moment): ClinicWrite[] {
  const claimId = newId<ClaimId>();
  const { id: bookingId, occupancies } = visit;
  const booking = { ...visit, ...NO_TEXT, override: true, overridden: ['site-not-reached'] };
  return [
    {
      type: 'insert-claim',
      claimId,
      subjectIds: subjectsOf(occupancies),
      during: stretchOf(visit),
      intended: { booking, cancel: null, actor: ITB },
      at: now,
    },
    { type: 'set-claim-state', claimId, state: 'abandoned' },
    { type: 'append', entry: { type: 'OVERRIDE', claimId, bookingId, occupancies }, at: now },
  ];
}

/** What the restored book would offer and the site does not: for a person, piece by piece. */
function keepUnknown(plan: Plan, told: Snapshot): void {
  const { facts, moment } = plan;
  const from = byEarlierClock(plan, told);
  const ahead = { from, to: facts.range.to };
  for (const wanted of desiredOffers(facts, from)) {
    const offered = facts.announced
      .filter((each) => sameKey(each, wanted))
      .flatMap(({ open }) => open);
    const known = intervalSet([...offered, ...claimedTime(facts, wanted)]);
    const missing = difference(intersection(wanted.open, [ahead]), known);
    plan.add(
      missing.map((during): ClinicWrite => ({
        type: 'insert-unknown',
        unknown: unknownIn(wanted, during, moment),
        at: moment.now,
      })),
    );
  }
}

/** An override that was told just now hides its time until the site has answered. */
function claimedTime(facts: ClinicFacts, wanted: Bound): Interval[] {
  return facts.claims
    .filter(({ subjectIds }) => binds(wanted, subjectIds))
    .map(({ during }) => during);
}

function unknownIn(
  { resourceId, practitionerId }: Bound,
  during: Interval,
  { newId }: Moment,
): UnknownTime {
  return {
    unknownId: newId<UnknownId>(),
    bookingId: null,
    subjectIds: [resourceId, practitionerId],
    during,
  };
}
