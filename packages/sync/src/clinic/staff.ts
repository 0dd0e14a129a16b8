import {
  difference,
  intervalSet,
  ok,
  refuse,
  refuseOverridable,
  type ClaimId,
  type Instant,
  type Occupancy,
  type Outcome,
  type UnknownId,
} from '@tidbok/core';
import { stretchOf, subjectsOf } from '../subjects.ts';
import { factsAfter } from './after.ts';
import { thenAnnounce } from './announce.ts';
import { cancelVisit, endVisit, moveAtSite, takeNear, type Ending } from './booking-writes.ts';
import type {
  Moment,
  StaffBookingCommand,
  StaffBookingResult,
  StaffCancelCommand,
  StaffMoveCommand,
} from './changes.ts';
import type { BookedVisit, ClinicFacts, UnknownTime } from './facts.ts';
import { kindOfTime, mayBeSold, unknownsInTheWay, visitsInTheWay } from './ownership.ts';
import type { Actor, ClinicWrite, IntendedBooking, NewBooking } from './writes.ts';

/**
 * Staff book a visit (R7, R8). Own and near time is taken at once; far offered time is asked of
 * the site: `claimed`, and the answer inserts it. With `override` far time is taken at once and
 * marked; the service tries a claim first. Refuses `time-taken`: never overridable.
 */
export function decideStaffBooking(
  facts: ClinicFacts,
  command: StaffBookingCommand,
  moment: Moment,
): Outcome<StaffBookingResult> {
  return place(facts, { ...command, cancel: undefined }, moment);
}

/**
 * Staff move a visit: the old one ends and the new one replaces it, in one breath. A visit that the
 * site knows is moved there as well. Refuses `booking-ended`, `time-taken`.
 */
export function decideStaffMove(
  facts: ClinicFacts,
  command: StaffMoveCommand,
  moment: Moment,
): Outcome<StaffBookingResult> {
  const old = facts.bookings.find(({ id }) => id === command.cancel);
  if (old === undefined) return refuse('booking-ended', { bookingId: command.cancel });
  const booking = { ...command.booking, replaces: old.id };
  return place(facts, { ...command, booking, cancel: old }, moment);
}

interface Placing extends StaffBookingCommand {
  /** The visit that the new one replaces. */
  readonly cancel: BookedVisit | undefined;
}

function place(facts: ClinicFacts, command: Placing, moment: Moment): Outcome<StaffBookingResult> {
  const { booking, cancel } = command;
  const inTheWay = visitsInTheWay(facts, booking.occupancies, cancel?.id ?? null);
  if (inTheWay.length > 0) return refuse('time-taken', { with: inTheWay.map(({ id }) => id) });
  if (facts.tombstones.has(booking.id)) return refuse('booking-ended', { bookingId: booking.id });

  const unknown = unknownsInTheWay(facts, booking.occupancies);
  if (unknown.length > 0 && !goesOn(command)) return refuseOverridable('time-unknown');
  const cleared = unknown.flatMap((each) => lessUnknown(each, booking.occupancies, moment));
  const placeIn = facts.recovery === null ? placeInTime : placeInRecovery;
  const placed = placeIn(factsAfter(facts, cleared), command, moment);
  if (!placed.ok) return placed;
  return ok({ ...placed.value, writes: [...cleared, ...placed.value.writes] });
}

function placeInTime(
  facts: ClinicFacts,
  command: Placing,
  moment: Moment,
): Outcome<StaffBookingResult> {
  const { booking, actor, cancel } = command;
  if (!facts.paired || kindOfTime(facts, booking.occupancies) !== 'far') {
    const writes = settle(facts, { booking, cancel: cancel?.id ?? null, actor }, moment.now);
    return ok({ type: 'booked', writes: thenAnnounce(facts, writes, moment) });
  }
  if (!command.override) return ok(ask(command, moment));
  return ok({ type: 'booked', writes: takeByOverride(facts, command, moment) });
}

function goesOn({ override, knowingly }: Placing): boolean {
  return override || knowingly === true;
}

/**
 * While the clinic waits for the answer to its snapshot (4.1) the site cannot be asked: time
 * that it may have sold is taken by override only, and told when the answer has come.
 */
function placeInRecovery(
  facts: ClinicFacts,
  command: Placing,
  moment: Moment,
): Outcome<StaffBookingResult> {
  const { booking, actor, cancel } = command;
  if (!mayBeSold(facts, booking.occupancies)) {
    const writes = settle(facts, { booking, cancel: cancel?.id ?? null, actor }, moment.now);
    return ok({ type: 'booked', writes });
  }
  if (!goesOn(command)) return refuseOverridable('book-recovering');
  const ended = cancel === undefined ? [] : cancelVisit(facts, cancel, movedBy(actor, moment.now));
  return ok({
    type: 'booked',
    writes: [...ended, { type: 'insert-booking', booking: overriding(booking), actor }],
  });
}

/** A person has found out what stands there: that much of the unknown time is known now. */
function lessUnknown(
  unknown: UnknownTime,
  occupancies: readonly Occupancy[],
  { now, newId }: Moment,
): ClinicWrite[] {
  const taken = occupancies
    .filter(({ subjectId }) => unknown.subjectIds.includes(subjectId))
    .map(({ during }) => during);
  return [
    { type: 'delete-unknown', unknownId: unknown.unknownId },
    ...difference([unknown.during], intervalSet(taken)).map((during): ClinicWrite => ({
      type: 'insert-unknown',
      unknown: { ...unknown, unknownId: newId<UnknownId>(), during },
      at: now,
    })),
  ];
}

/** The visit goes in, and what it replaces ends. Its time is the clinic's to give. */
export function settle(
  facts: ClinicFacts,
  { booking, cancel, actor }: IntendedBooking,
  now: Instant,
): ClinicWrite[] {
  const old = facts.bookings.find(({ id }) => id === cancel);
  if (old?.knownAtSite === true) {
    const known = { ...booking, knownAtSite: true };
    return [
      ...endVisit(facts, old, movedBy(actor, now)),
      { type: 'insert-booking', booking: known, actor },
      moveAtSite(old.id, known, now),
    ];
  }
  const ended = old === undefined ? [] : endVisit(facts, old, movedBy(actor, now));
  const taken: ClinicWrite[] =
    facts.paired && kindOfTime(facts, booking.occupancies) === 'near'
      ? takeNear(booking, actor, now)
      : [{ type: 'insert-booking', booking, actor }];
  return [...ended, ...taken];
}

function movedBy(actor: Actor, at: Instant): Ending {
  return { reason: 'clinic', note: '', actor, at };
}

function ask({ booking, actor, cancel }: Placing, moment: Moment): StaffBookingResult {
  const claim = claimFor({ booking, actor, cancel: cancel?.id ?? null }, moment);
  const { claimId, subjectIds, during } = claim;
  const replaces = cancel?.id ?? null;
  return {
    type: 'claimed',
    claimId,
    writes: [
      claim,
      {
        type: 'append',
        entry: { type: 'CLAIM', claimId, subjectIds, during, replaces },
        at: moment.now,
      },
    ],
  };
}

type InsertClaim = Extract<ClinicWrite, { type: 'insert-claim' }>;

function claimFor(intended: IntendedBooking, { now, newId }: Moment): InsertClaim {
  return {
    type: 'insert-claim',
    claimId: newId<ClaimId>(),
    subjectIds: subjectsOf(intended.booking.occupancies),
    during: stretchOf(intended.booking),
    intended,
    at: now,
  };
}

/**
 * The visit goes in at once, marked. Until the site has answered CLAIM_OK or CONFLICT the time
 * stays announced, under a claim for which nothing is to be inserted: so nothing is offered there.
 */
function takeByOverride(facts: ClinicFacts, command: Placing, moment: Moment): ClinicWrite[] {
  const { actor, cancel } = command;
  const { now } = moment;
  const booking = overriding(command.booking);
  const { id: bookingId, occupancies } = booking;
  const claim = claimFor({ booking, actor, cancel: null }, moment);
  const { claimId } = claim;
  const writes: ClinicWrite[] = [
    ...(cancel === undefined ? [] : cancelVisit(facts, cancel, movedBy(actor, now))),
    { type: 'insert-booking', booking, actor },
    claim,
    { type: 'set-claim-state', claimId, state: 'abandoned' },
    { type: 'append', entry: { type: 'OVERRIDE', claimId, bookingId, occupancies }, at: now },
  ];
  return thenAnnounce(facts, writes, moment);
}

function overriding(booking: NewBooking): NewBooking {
  const overridden = booking.overridden.includes('site-not-reached')
    ? booking.overridden
    : [...booking.overridden, 'site-not-reached'];
  return { ...booking, override: true, overridden };
}

/**
 * Staff cancel a visit: terminal. Its time is offered again by itself where it is Internet time.
 */
export function decideStaffCancel(
  facts: ClinicFacts,
  { bookingId, ...ending }: StaffCancelCommand,
  moment: Moment,
): Outcome<readonly ClinicWrite[]> {
  const visit = facts.bookings.find(({ id }) => id === bookingId);
  if (visit === undefined) return refuse('booking-ended', { bookingId });
  const writes = cancelVisit(facts, visit, { ...ending, at: moment.now });
  return ok(thenAnnounce(facts, writes, moment));
}

/**
 * Staff stopped waiting for the site: should it still say yes, the time comes back without a
 * visit. Nothing is written when the answer has come in between.
 */
export function decideClaimTimeout(facts: ClinicFacts, claimId: ClaimId): readonly ClinicWrite[] {
  const claim = facts.claims.find((each) => each.claimId === claimId);
  return claim?.state === 'asked' ? [{ type: 'set-claim-state', claimId, state: 'abandoned' }] : [];
}
