import type { BookingId, PractitionerId, ResourceId } from '../foundation/ids.ts';
import { overridableRefusal, refusal, type Refusal } from '../foundation/refusal.ts';
import { expiresAt, hasExpired } from '../preblock/expiry.ts';
import { answerTo, type FittingVisit } from '../preblock/fits.ts';
import type { Preblock, PreblockKind } from '../preblock/preblock.ts';
import { absentTime, type Absence } from '../schedule/absence.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import type { Shift } from '../schedule/shift.ts';
import { isScheduled } from '../schedule/shift-rules.ts';
import { isValidFor } from '../preblock/valid-for.ts';
import { MAX_VISIT_MINUTES } from '../template/template-rules.ts';
import { touches } from '../time/interval-set.ts';
import { minutesOf, overlaps } from '../time/interval.ts';
import type { Instant, Interval, Zone } from '../time/instant.ts';
import { intervalOfLocal } from '../time/zone.ts';

/** What stands in the book around an intended visit. */
export interface StaffBookingFacts {
  readonly zone: Zone;
  readonly now: Instant;
  readonly shifts: readonly Shift[];
  /** Left out when there are none. */
  readonly absences?: readonly Absence[];
  readonly preblocks: readonly Preblock[];
  readonly kinds: readonly PreblockKind[];
  /** Live ones: everything but cancelled. */
  readonly bookings: readonly {
    readonly id: BookingId;
    readonly occupancies: readonly Occupancy[];
  }[];
}

/** A visit that staff mean to book. */
export interface IntendedVisit extends FittingVisit {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
  /** The booking that this one replaces: it is no obstacle. */
  readonly replaces: BookingId | null;
  /** Of its template: a retired one is for no new visit, but a move keeps it. */
  readonly templateRetired: boolean;
  /**
   * Other chairs whose shifts count too: those that the practitioner of a team visit runs beside
   * this one (T4). None when left out.
   */
  readonly teamChairs?: readonly ResourceId[];
}

/**
 * Everything that stands against a staff booking, what nobody may pass first: `invalid` length,
 * `template-retired`, `overlap` (a subject of the visit is taken: also a practitioner in two
 * chairs), `preblock-refuses` (overridable where the kind may be bypassed, B2), `practitioner-absent` and
 * `outside-schedule` (overridable). Empty = book it.
 */
export function checkStaffBooking(facts: StaffBookingFacts, visit: IntendedVisit): Refusal[] {
  const refusals = [
    ...lengthRefusals(visit),
    ...overlapRefusals(facts, visit),
    ...preblockRefusals(facts, visit),
  ];
  if (isAway(facts, visit)) refusals.push(overridableRefusal('practitioner-absent'));
  else if (!isAtWork(facts, visit)) refusals.push(overridableRefusal('outside-schedule'));
  return refusals.sort((a, b) => Number(a.overridable) - Number(b.overridable));
}

/** A practitioner who runs several chairs at once is on shift in one of them. */
function isAtWork(facts: StaffBookingFacts, visit: IntendedVisit): boolean {
  const chairs = [visit.resourceId, ...(visit.teamChairs ?? [])];
  return chairs.some((resourceId) => isScheduled(facts, { ...visit, resourceId }));
}

/**
 * What is left when staff knowingly go on: `override` passes only refusals marked overridable.
 * The first of them, or undefined when the visit may be booked.
 */
export function decisiveRefusal(
  refusals: readonly Refusal[],
  override: boolean,
): Refusal | undefined {
  return refusals.find(({ overridable }) => !(override && overridable));
}

function isAway(
  { zone, absences }: StaffBookingFacts,
  { practitionerId, during }: IntendedVisit,
): boolean {
  return touches(absentTime(zone, absences, practitionerId), during);
}

function lengthRefusals({ during, templateRetired, replaces }: IntendedVisit): Refusal[] {
  const refusals: Refusal[] = [];
  const minutes = minutesOf(during);
  if (!(minutes >= 1 && minutes <= MAX_VISIT_MINUTES)) {
    refusals.push(refusal('invalid', { fields: [{ field: 'minutes', reason: 'out-of-range' }] }));
  }
  if (templateRetired && replaces === null) refusals.push(refusal('template-retired'));
  return refusals;
}

function overlapRefusals(facts: StaffBookingFacts, visit: IntendedVisit): Refusal[] {
  const refusals: Refusal[] = [];
  for (const booking of facts.bookings) {
    if (booking.id === visit.replaces) continue;
    const shared = sharedOccupancy(booking.occupancies, visit.occupancies);
    if (shared === undefined) continue;
    const details = { bookingId: booking.id, subjectId: shared.subjectId };
    refusals.push(refusal('overlap', details));
  }
  return refusals;
}

/** The first of `wanted` that something standing takes at the same time. */
export function sharedOccupancy(
  standing: readonly Occupancy[],
  wanted: readonly Occupancy[],
): Occupancy | undefined {
  return wanted.find((each) =>
    standing.some(
      (other) => other.subjectId === each.subjectId && overlaps(other.during, each.during),
    ),
  );
}

function preblockRefusals(facts: StaffBookingFacts, visit: IntendedVisit): Refusal[] {
  const kinds = new Map(facts.kinds.map((kind) => [kind.id, kind]));
  const refusals: Refusal[] = [];
  for (const preblock of facts.preblocks) {
    const kind = kinds.get(preblock.kindId);
    if (kind === undefined || preblock.resourceId !== visit.resourceId) continue;
    if (!isValidFor(kind, visit.practitionerId)) continue;
    if (hasExpired(expiresAt(facts.zone, kind, preblock), facts.now)) continue;
    const during = intervalOfLocal(facts.zone, preblock);
    if (during === undefined || !overlaps(during, visit.during)) continue;
    const answer = answerTo(kind, visit);
    if (answer === 'lets-through') continue;
    const details = {
      preblockId: preblock.id,
      preblockKindId: kind.id,
      preblockType: kind.rule.type,
    };
    refusals.push(
      answer === 'asks'
        ? overridableRefusal('preblock-refuses', details)
        : refusal('preblock-refuses', details),
    );
  }
  return refusals;
}
