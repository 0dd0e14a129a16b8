import type { PractitionerId, PreblockKindId, ResourceId, SubjectId } from '../foundation/ids.ts';
import { expiresAt, hasExpired } from '../preblock/expiry.ts';
import type { Preblock, PreblockKind } from '../preblock/preblock.ts';
import { isValidFor } from '../preblock/valid-for.ts';
import { absentTimes, type Absence } from '../schedule/absence.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import type { Shift } from '../schedule/shift.ts';
import { FREE_LINE, TimeLine, TimeLines } from '../schedule/time-line.ts';
import { difference, firstEndingAfter, intervalSet, union } from '../time/interval-set.ts';
import type { Instant, Interval, IntervalSet, Zone } from '../time/instant.ts';
import { intervalOfLocal } from '../time/zone.ts';
import type { OfferedTime } from './offered-time.ts';

/** What of a stretch of the clinic's book decides what should be offered there. */
export interface OfferFacts {
  readonly zone: Zone;
  readonly shifts: readonly Shift[];
  /** Left out when there are none. */
  readonly absences?: readonly Absence[];
  readonly preblocks: readonly Preblock[];
  readonly kinds: readonly PreblockKind[];
  /** Those that take part (E2). */
  readonly onlinePractitioners: ReadonlySet<PractitionerId>;
  /** The chairs of clinics that take part. */
  readonly onlineResources: ReadonlySet<ResourceId>;
  /** Live ones. Those that the site knows hide their time there by themselves (R10). */
  readonly bookings: readonly {
    readonly occupancies: readonly Occupancy[];
    readonly knownAtSite: boolean;
  }[];
  /** Open claims: nothing that touches one is offered. */
  readonly claims: readonly {
    readonly subjectIds: readonly SubjectId[];
    readonly during: Interval;
  }[];
}

/**
 * What should be offered now (sync-protocol 0.6): every Internet preblock under the shifts of each
 * practitioner who takes part in that chair, less what visits unknown at the site take of chair or
 * practitioner, less open claims, less other preblocks that limit what fits, less the past. A
 * preblock that has expired (B4), or of another practitioner's own kind, offers nothing.
 */
export function deriveOffers(facts: OfferFacts, now: Instant): OfferedTime[] {
  const { kinds, limiting } = sortedKinds(facts.kinds);
  const shifts = onlineShifts(facts);
  const cuts = cutsBySubject(facts);
  const limits = limiting.size === 0 ? NO_LIMITS : limitingPreblocks(facts, limiting, now);
  const offered: OfferedTime[] = [];
  for (const preblock of facts.preblocks) {
    const kind = kinds.get(preblock.kindId);
    const lane = shifts.get(preblock.resourceId);
    if (kind === undefined || lane === undefined || kind.rule.type !== 'internet') continue;
    const during = intervalOfLocal(facts.zone, preblock);
    const expiry = expiresAt(facts.zone, kind, preblock);
    if (during === undefined || during.to <= now || hasExpired(expiry, now)) continue;
    const chair = cuts.get(preblock.resourceId) ?? FREE_LINE;
    for (const { practitionerId, scheduled } of scheduledWithin(lane, clipped(during, now))) {
      if (!isValidFor(kind, practitionerId)) continue;
      const open = unlessLimited(
        lessCuts(scheduled, [chair, cuts.get(practitionerId) ?? FREE_LINE]),
        { practitionerId, limits: limits.get(preblock.resourceId) },
      );
      if (open.length === 0) continue;
      offered.push({
        preblockId: preblock.id,
        preblockKindId: kind.id,
        resourceId: preblock.resourceId,
        practitionerId,
        anchorAt: during.from,
        expiresAt: expiry,
        open,
      });
    }
  }
  return offered;
}

interface SortedKinds {
  readonly kinds: ReadonlyMap<PreblockKindId, PreblockKind>;
  /** Those of the types that limit what fits. */
  readonly limiting: ReadonlyMap<PreblockKindId, PreblockKind>;
}

/** A list of kinds is read once and asked for at every change of the book. */
const sortings = new WeakMap<readonly PreblockKind[], SortedKinds>();

function sortedKinds(list: readonly PreblockKind[]): SortedKinds {
  let sorted = sortings.get(list);
  if (sorted === undefined) {
    sorted = {
      kinds: new Map(list.map((kind) => [kind.id, kind])),
      limiting: new Map(list.filter(limitsOffers).map((kind) => [kind.id, kind])),
    };
    sortings.set(list, sorted);
  }
  return sorted;
}

/** Of a type that limits what fits, yet offers nothing itself: Internet time under it is hidden. */
export function limitsOffers(kind: PreblockKind): boolean {
  return kind.rule.type !== 'internet' && kind.rule.type !== 'standard';
}

interface PlacedShift extends Interval {
  readonly practitionerId: PractitionerId;
}

/** By chair, in order of start; without the time in which the practitioner is away. */
function onlineShifts(facts: OfferFacts): ReadonlyMap<ResourceId, readonly PlacedShift[]> {
  const placed = new Map<ResourceId, PlacedShift[]>();
  const away = absentTimes(facts.zone, facts.absences);
  for (const shift of facts.shifts) {
    if (!facts.onlineResources.has(shift.resourceId)) continue;
    if (!facts.onlinePractitioners.has(shift.practitionerId)) continue;
    const during = intervalOfLocal(facts.zone, shift);
    if (during === undefined) continue;
    const { resourceId, practitionerId } = shift;
    const absent = away.get(practitionerId);
    const present = absent === undefined ? [during] : difference([during], absent);
    for (const { from, to } of present) {
      const lane = placed.get(resourceId);
      const entry = { from, to, practitionerId };
      if (lane === undefined) placed.set(resourceId, [entry]);
      else lane.push(entry);
    }
  }
  for (const lane of placed.values()) lane.sort((a, b) => a.from - b.from);
  return placed;
}

interface Scheduled {
  readonly practitionerId: PractitionerId;
  readonly scheduled: IntervalSet;
}

/** Shifts in one chair never overlap, so those that touch the interval stand side by side. */
function scheduledWithin(lane: readonly PlacedShift[], during: Interval): readonly Scheduled[] {
  let found: Scheduled[] = [];
  for (let i = firstEndingAfter(lane, during.from); i < lane.length; i += 1) {
    const shift = lane[i];
    if (shift === undefined || shift.from >= during.to) break;
    const { practitionerId } = shift;
    const piece = {
      from: shift.from > during.from ? shift.from : during.from,
      to: shift.to < during.to ? shift.to : during.to,
    };
    const at = found.findIndex((each) => each.practitionerId === practitionerId);
    const scheduled = found[at]?.scheduled;
    if (scheduled === undefined) found = [...found, { practitionerId, scheduled: [piece] }];
    else found[at] = { practitionerId, scheduled: union(scheduled, [piece]) };
  }
  return found;
}

function clipped(during: Interval, now: Instant): Interval {
  return during.from >= now ? during : { from: now, to: during.to };
}

function cutsBySubject(facts: OfferFacts): ReadonlyMap<SubjectId, TimeLine> {
  const cuts = new TimeLines();
  for (const { occupancies, knownAtSite } of facts.bookings) {
    if (knownAtSite) continue;
    for (const { subjectId, during } of occupancies) cuts.add(subjectId, during);
  }
  for (const { subjectIds, during } of facts.claims) {
    for (const subjectId of subjectIds) cuts.add(subjectId, during);
  }
  return cuts.settled();
}

function lessCuts(scheduled: IntervalSet, lines: readonly [TimeLine, TimeLine]): IntervalSet {
  const open: Interval[] = [];
  for (const piece of scheduled) TimeLine.addOpen(open, piece, lines);
  return open;
}

interface Limit {
  readonly kind: PreblockKind;
  readonly during: Interval;
}

const NO_LIMITS: ReadonlyMap<ResourceId, readonly Limit[]> = new Map();

/** Standing preblocks of the types that limit what fits, by chair. */
function limitingPreblocks(
  { preblocks, zone }: OfferFacts,
  limiting: SortedKinds['limiting'],
  now: Instant,
): ReadonlyMap<ResourceId, readonly Limit[]> {
  const limits = new Map<ResourceId, Limit[]>();
  for (const preblock of preblocks) {
    const kind = limiting.get(preblock.kindId);
    if (kind === undefined || hasExpired(expiresAt(zone, kind, preblock), now)) continue;
    const during = intervalOfLocal(zone, preblock);
    if (during === undefined) continue;
    const list = limits.get(preblock.resourceId);
    if (list === undefined) limits.set(preblock.resourceId, [{ kind, during }]);
    else list.push({ kind, during });
  }
  return limits;
}

function unlessLimited(
  open: IntervalSet,
  by: { practitionerId: PractitionerId; limits: readonly Limit[] | undefined },
): IntervalSet {
  if (open.length === 0 || by.limits === undefined) return open;
  const cuts = by.limits
    .filter(({ kind }) => isValidFor(kind, by.practitionerId))
    .map(({ during }) => during);
  return difference(open, intervalSet(cuts));
}
