import type { BookingId, PractitionerId, ResourceId, SharedResourceId } from '../foundation/ids.ts';
import { scheduleIndex, type ScheduleIndex } from '../schedule/schedule-index.ts';
import type { WorkPlace } from '../schedule/shift-rules.ts';
import { takenTime } from '../schedule/taken-time.ts';
import { occupanciesFor } from '../template/resource-pattern.ts';
import type { BookingTemplate } from '../template/booking-template.ts';
import { difference, intervalSet, NO_TIME, touches, union } from '../time/interval-set.ts';
import { minutesOf } from '../time/interval.ts';
import {
  addMinutes,
  instant,
  MINUTE_MS,
  type Instant,
  type Interval,
  type IntervalSet,
} from '../time/instant.ts';
import { checkStaffBooking, type StaffBookingFacts } from './staff-booking.ts';

/** A visit that must find another time of the same length for the same treatment. */
export interface VisitToMove extends WorkPlace {
  readonly id: BookingId;
  readonly during: Interval;
  readonly template: BookingTemplate;
  readonly expectedAmount: number | null;
}

export interface EqualTime extends WorkPlace {
  readonly start: Instant;
}

export interface EqualTimeOptions {
  /** Where a visit may go beside its own practitioner's chairs; empty: only there. */
  readonly alsoOf: ReadonlySet<PractitionerId>;
  readonly chairs: ReadonlySet<ResourceId>;
  readonly stepMinutes: number;
  readonly sharedAt: (resourceId: ResourceId) => ReadonlyMap<string, SharedResourceId>;
}

/**
 * For each visit the time nearest to its own that staff could book without any warning: the same
 * length and template, by the same practitioner or one of those chosen. No two visits get the same
 * time. What finds none has no entry.
 */
export function nearestEqualTimes(
  facts: StaffBookingFacts,
  visits: readonly VisitToMove[],
  options: EqualTimeOptions,
): ReadonlyMap<BookingId, EqualTime> {
  const index = scheduleIndex(facts);
  const taken = new Map(takenTime(facts.bookings));
  const found = new Map<BookingId, EqualTime>();
  for (const visit of visits) {
    const places = index.places.filter(
      ({ resourceId, practitionerId }) =>
        options.chairs.has(resourceId) &&
        (practitionerId === visit.practitionerId || options.alsoOf.has(practitionerId)),
    );
    const best = nearestOf(places, { facts, index, taken, visit, options });
    if (best === undefined) continue;
    found.set(visit.id, best.time);
    for (const { subjectId, during } of best.occupancies) {
      taken.set(subjectId, union(taken.get(subjectId) ?? NO_TIME, [during]));
    }
  }
  return found;
}

interface Search {
  readonly facts: StaffBookingFacts;
  readonly index: ScheduleIndex;
  readonly taken: ReadonlyMap<string, IntervalSet>;
  readonly visit: VisitToMove;
  readonly options: EqualTimeOptions;
}

interface Candidate {
  readonly time: EqualTime;
  readonly occupancies: StaffBookingFacts['bookings'][number]['occupancies'];
}

function nearestOf(places: readonly WorkPlace[], search: Search): Candidate | undefined {
  const { visit } = search;
  const pieces = places
    .flatMap((place) => freePieces(place, search).map((piece) => ({ place, piece })))
    .map((each) => ({ ...each, distance: distanceTo(each.piece, visit.during.from) }))
    .sort((a, b) => a.distance - b.distance);
  let best: Candidate | undefined;
  let bestDistance = Infinity;
  for (const { place, piece, distance } of pieces) {
    if (distance >= bestDistance) break;
    for (const start of startsIn(piece, search)) {
      const away = Math.abs(start - visit.during.from);
      if (away >= bestDistance) break;
      const occupancies = bookable({ ...place, start }, search);
      if (occupancies === undefined) continue;
      best = { time: { ...place, start }, occupancies };
      bestDistance = away;
      break;
    }
  }
  return best;
}

function freePieces(place: WorkPlace, { facts, index, taken, visit }: Search): IntervalSet {
  const busy = [place.resourceId, place.practitionerId].flatMap((id) => taken.get(id) ?? []);
  const past = { from: instant(Number.MIN_SAFE_INTEGER), to: facts.now };
  const free = difference(difference(index.at(place), intervalSet(busy)), [past]);
  return free.filter((piece) => minutesOf(piece) >= minutesOf(visit.during));
}

function distanceTo(piece: Interval, start: Instant): number {
  if (start < piece.from) return piece.from - start;
  return start < piece.to ? 0 : start - piece.to;
}

/** The starts on the book's grid within the piece, the nearest to the visit's own first. */
function startsIn(piece: Interval, { visit, options }: Search): Instant[] {
  const step = options.stepMinutes * MINUTE_MS;
  const last = piece.to - (visit.during.to - visit.during.from);
  const starts: Instant[] = [];
  for (let start = Math.ceil(piece.from / step) * step; start <= last; start += step) {
    starts.push(instant(start));
  }
  const own = visit.during.from;
  return starts.sort((a, b) => Math.abs(a - own) - Math.abs(b - own));
}

function bookable(
  { start, ...place }: EqualTime,
  { facts, taken, visit, options }: Search,
): Candidate['occupancies'] | undefined {
  const minutes = minutesOf(visit.during);
  const { resourcePattern, useInRecall, categoryId } = visit.template;
  const occupancies = occupanciesFor(
    { ...place, sharedResources: options.sharedAt(place.resourceId) },
    { start, minutes, resourcePattern },
  );
  if (!occupancies.ok) return undefined;
  const isTaken = occupancies.value.some((each) =>
    touches(taken.get(each.subjectId) ?? NO_TIME, each.during),
  );
  if (isTaken) return undefined;
  const refusals = checkStaffBooking(
    // What stands in the book has been asked about above, in one look-up each.
    { ...facts, bookings: [] },
    {
      ...place,
      during: { from: start, to: addMinutes(start, minutes) },
      occupancies: occupancies.value,
      replaces: visit.id,
      templateRetired: false,
      useInRecall,
      categoryId,
      expectedAmount: visit.expectedAmount,
    },
  );
  return refusals.length === 0 ? occupancies.value : undefined;
}
