import type { BookingId, PractitionerId, PreblockId, ResourceId } from '../foundation/ids.ts';
import type { Preblock } from '../preblock/preblock.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import { isAtWork, scheduleIndex, type ScheduleIndex } from '../schedule/schedule-index.ts';
import type { WorkPlace } from '../schedule/shift-rules.ts';
import { takenTime } from '../schedule/taken-time.ts';
import { covers, NO_TIME, sameSet, touches } from '../time/interval-set.ts';
import { instant, type Instant, type Interval } from '../time/instant.ts';
import { intervalOfLocal } from '../time/zone.ts';
import { prepareAvailability } from './availability-index.ts';
import { deriveOffers, type OfferFacts } from './derive-offers.ts';
import { freeTimes } from './free-times.ts';
import type { OfferedTime, OnlineRules } from './offered-time.ts';
import { horizonEnd } from './time-rules.ts';

/** A stretch of the clinic's book with its plan: shifts, absences and preblocks. */
export interface PlannedBook extends OfferFacts {
  readonly bookings: readonly (WorkPlace & {
    readonly id: BookingId;
    readonly during: Interval;
    readonly occupancies: readonly Occupancy[];
    readonly knownAtSite: boolean;
  })[];
  readonly blocks: readonly { readonly occupancies: readonly Occupancy[] }[];
}

/** One time of the site: a start at which at least one treatment can be booked. */
export interface PublishedTime {
  readonly start: Instant;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** What a change of the plan does, as staff read it before they confirm (S5). */
export interface PlanDifference {
  /** Times that come to the site, and that leave it; each in order of start. */
  readonly published: readonly PublishedTime[];
  readonly withdrawn: readonly PublishedTime[];
  /** Bookings to come that were within the schedule, or not in an absence, and no longer are. */
  readonly bookings: readonly BookingId[];
  /** Preblocks to come that stood wholly within the schedule and no longer do. */
  readonly preblocks: readonly PreblockId[];
}

/**
 * Plan before, plan after → the difference. The times are those that `deriveOffers` and
 * `freeTimes` give, so the figures are what the site will show.
 */
export function planDifference(
  plan: { readonly before: PlannedBook; readonly after: PlannedBook },
  { rules, now }: { readonly rules: OnlineRules; readonly now: Instant },
): PlanDifference {
  const { before, after } = plan;
  const offered = { before: deriveOffers(before, now), after: deriveOffers(after, now) };
  const unchanged = unchangedLanes(offered.before, offered.after);
  const taken = takenTime([...before.bookings, ...before.blocks]);
  const timesOf = (offers: readonly OfferedTime[]): ReadonlyMap<string, PublishedTime> =>
    siteTimes(
      { rules, taken, offered: offers.filter((offer) => !unchanged.has(laneOf(offer))) },
      now,
    );
  const [was, becomes] = [timesOf(offered.before), timesOf(offered.after)];
  const schedules = { before: scheduleIndex(before), after: scheduleIndex(after) };
  return {
    published: notIn(becomes, was),
    withdrawn: notIn(was, becomes),
    bookings: touchedBookings(before, schedules, now),
    preblocks: touchedPreblocks(plan, schedules, now),
  };
}

function laneOf({ resourceId, practitionerId }: OfferedTime): string {
  return `${resourceId} ${practitionerId}`;
}

/** Practitioners in chairs whose offers the change leaves as they are. */
function unchangedLanes(
  before: readonly OfferedTime[],
  after: readonly OfferedTime[],
): ReadonlySet<string> {
  const was = Map.groupBy(before, laneOf);
  const becomes = Map.groupBy(after, laneOf);
  const same = [...was].filter(([lane, offers]) => sameOffers(offers, becomes.get(lane) ?? []));
  return new Set(same.map(([lane]) => lane));
}

function sameOffers(a: readonly OfferedTime[], b: readonly OfferedTime[]): boolean {
  return a.length === b.length && a.every((each, i) => b[i] !== undefined && sameOffer(each, b[i]));
}

function sameOffer(a: OfferedTime, b: OfferedTime): boolean {
  return (
    a.preblockId === b.preblockId &&
    a.preblockKindId === b.preblockKindId &&
    a.anchorAt === b.anchorAt &&
    a.expiresAt === b.expiresAt &&
    sameSet(a.open, b.open)
  );
}

function siteTimes(
  facts: Parameters<typeof prepareAvailability>[0],
  now: Instant,
): ReadonlyMap<string, PublishedTime> {
  const times = new Map<string, PublishedTime>();
  if (facts.offered.length === 0) return times;
  const prepared = prepareAvailability(facts);
  const window = { from: now, to: instant(horizonEnd(facts.rules, now) + 1), now };
  for (const templateId of facts.rules.templates.keys()) {
    for (const clinicId of prepared.lanes.keys()) {
      const query = { ...window, templateId, clinicId, practitionerId: null };
      for (const { start, resourceId, practitionerId } of freeTimes(prepared, query)) {
        const name = `${String(start)} ${resourceId} ${practitionerId}`;
        times.set(name, { start, resourceId, practitionerId });
      }
    }
  }
  return times;
}

function notIn(
  times: ReadonlyMap<string, PublishedTime>,
  others: ReadonlyMap<string, PublishedTime>,
): PublishedTime[] {
  return [...times]
    .filter(([name]) => !others.has(name))
    .map(([, time]) => time)
    .sort((a, b) => a.start - b.start || (a.resourceId < b.resourceId ? -1 : 1));
}

interface Schedules {
  readonly before: ScheduleIndex;
  readonly after: ScheduleIndex;
}

function touchedBookings(book: PlannedBook, schedules: Schedules, now: Instant): BookingId[] {
  return book.bookings
    .filter(({ during }) => during.to > now)
    .filter(
      (visit) =>
        (isAtWork(schedules.before, visit) && !isAtWork(schedules.after, visit)) ||
        (!isDuringAbsence(schedules.before, visit) && isDuringAbsence(schedules.after, visit)),
    )
    .sort((a, b) => a.during.from - b.during.from)
    .map(({ id }) => id);
}

/** The practitioner is away for some of the visit's own part of it. */
export function isDuringAbsence(
  { away }: Pick<ScheduleIndex, 'away'>,
  visit: WorkPlace & { readonly occupancies: readonly Occupancy[] },
): boolean {
  const absent = away.get(visit.practitionerId) ?? NO_TIME;
  return visit.occupancies.some(
    ({ subjectId, during }) => subjectId === visit.practitionerId && touches(absent, during),
  );
}

function touchedPreblocks(
  { before, after }: { readonly before: PlannedBook; readonly after: PlannedBook },
  schedules: Schedules,
  now: Instant,
): PreblockId[] {
  const stays = new Set(after.preblocks.map(({ id }) => id));
  const isInside = (index: ScheduleIndex, { resourceId }: Preblock, during: Interval): boolean =>
    covers(index.inChair(resourceId), during);
  return before.preblocks
    .filter((preblock) => {
      const during = intervalOfLocal(before.zone, preblock);
      if (during === undefined || during.to <= now || !stays.has(preblock.id)) return false;
      return (
        isInside(schedules.before, preblock, during) && !isInside(schedules.after, preblock, during)
      );
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ id }) => id);
}
