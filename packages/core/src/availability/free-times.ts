import { MINUTE_MS, instant, type Instant, type Interval } from '../time/instant.ts';
import { firstEndingAfter } from '../time/interval-set.ts';
import {
  firstReaching,
  prepareAvailability,
  startOf,
  type Lane,
  type PreparedAvailability,
} from './availability-index.ts';
import type {
  AvailabilityFacts,
  FreeTime,
  FreeTimeQuery,
  OfferedTime,
  OnlineTemplate,
} from './offered-time.ts';
import { LANE_RULES, OFFER_RULES, firstOnGrid, passingStarts } from './time-rules.ts';
import { contestedParts, visitParts, type TakenPart } from './visit-parts.ts';

/**
 * Which times are free? The one answer for the site, the book, the API and the check at booking:
 * every start in [`from`, `to`) that no rule of `time-rules.ts` objects to, sorted by start, then
 * practitioner, then chair.
 */
export function freeTimes(facts: AvailabilityFacts, query: FreeTimeQuery): FreeTime[] {
  const prepared = prepareAvailability(facts);
  const starts = passingStarts(facts.rules, query);
  const template = facts.rules.templates.get(query.templateId);
  if (template === undefined || starts.from >= starts.to) return [];
  const found: FreeTime[][] = [];
  for (const lane of lanesAsked(prepared, query)) {
    const times = freeTimesOfLane(prepared, lane, { ...query, template, starts });
    if (times.length > 0) found.push(times);
  }
  return mergedByStart(found, 0, found.length);
}

/** The first free time at or after `query.from`; undefined when there is none before `query.to`. */
export function firstFreeTime(
  facts: AvailabilityFacts,
  query: FreeTimeQuery,
): FreeTime | undefined {
  const prepared = prepareAvailability(facts);
  const { to } = passingStarts(facts.rules, query);
  // Most first times are near: look a week at a time, then wider, never twice at the same time.
  let from: Instant = query.from > query.now ? query.from : query.now;
  for (let days = 7; from < to; days *= 2) {
    const until = instant(Math.min(to, from + days * DAY_MS));
    const first = freeTimes(prepared, { ...query, from, to: until })[0];
    if (first !== undefined) return first;
    from = until;
  }
  return undefined;
}

const DAY_MS = 86_400_000;

function lanesAsked(prepared: PreparedAvailability, query: FreeTimeQuery): readonly Lane[] {
  const lanes = prepared.lanes.get(query.clinicId) ?? [];
  const { practitionerId } = query;
  if (practitionerId === null) return lanes;
  return lanes.filter((lane) => lane.practitionerId === practitionerId);
}

interface LaneSearch extends FreeTimeQuery {
  readonly template: OnlineTemplate;
  readonly starts: Interval;
}

function freeTimesOfLane(facts: PreparedAvailability, lane: Lane, search: LaneSearch): FreeTime[] {
  const { resourceId, practitionerId } = lane;
  const { clinicId, templateId, template, starts, now } = search;
  const question = { facts, clinicId, resourceId, practitionerId, templateId };
  if (LANE_RULES.some(({ objects }) => objects(question))) return [];
  const parts = visitParts(facts, template, question) ?? [];
  const taken = contestedParts(parts, [facts.taken, facts.held]);
  let contested = contestsFrom(taken, starts.from);
  const times: FreeTime[] = [];
  const asked = { rules: facts.rules, template, now };
  for (let i = firstReaching(lane, starts.from); i < lane.offered.length; i += 1) {
    const offered = lane.offered[i];
    if (offered === undefined || startOf(offered) >= starts.to) break;
    if (OFFER_RULES.some(({ objects }) => objects(offered, asked))) continue;
    if (!lane.disjoint) contested = contestsFrom(taken, starts.from);
    addFreeTimes(times, { offered, contested, template, starts });
  }
  return lane.disjoint ? times : withoutTwins(times);
}

interface OfferSearch {
  readonly offered: OfferedTime;
  readonly contested: readonly Contest[];
  readonly template: OnlineTemplate;
  readonly starts: Interval;
}

/** The hot path: whole numbers, one pass over grid and taken time together, nothing allocated. */
function addFreeTimes(times: FreeTime[], search: OfferSearch): void {
  const { offered, contested, starts } = search;
  const step = search.template.minutes * MINUTE_MS;
  const { practitionerId, resourceId, preblockId, anchorAt, open } = offered;
  for (const piece of open) {
    if (piece.from >= starts.to) break;
    const from = piece.from > starts.from ? piece.from : starts.from;
    const last = Math.min(piece.to - step, starts.to - 1);
    for (let start = firstOnGrid(anchorAt, step, from); start <= last;) {
      const free = freeFrom(contested, start);
      if (free > start) {
        start = firstOnGrid(anchorAt, step, free);
        continue;
      }
      times.push({
        start: instant(start),
        end: instant(start + step),
        practitionerId,
        resourceId,
        preblockId,
      });
      start += step;
    }
  }
}

/** `start` when no part is taken; else a later start before which some part stays taken. */
function freeFrom(contested: readonly Contest[], start: number): number {
  for (let i = 0; i < contested.length; i += 1) {
    const each = contested[i];
    if (each === undefined) break;
    const { part, set } = each;
    const from = start + part.fromMs;
    let taken = set[each.next];
    while (taken !== undefined && taken.to <= from) {
      each.next += 1;
      taken = set[each.next];
    }
    if (taken !== undefined && taken.from < start + part.toMs) return taken.to - part.fromMs;
  }
  return start;
}

/** A contested part and how far its taken time has been read: starts are asked in order. */
interface Contest extends TakenPart {
  next: number;
}

function contestsFrom(contested: readonly TakenPart[], start: number): Contest[] {
  return contested.map(({ part, set }) => {
    return { part, set, next: firstEndingAfter(set, start + part.fromMs) };
  });
}

/** Preblocks that lie over each other may give one time twice: it is offered once. */
function withoutTwins(times: FreeTime[]): FreeTime[] {
  times.sort((a, b) => a.start - b.start);
  return times.filter((time, i) => time.start !== times[i - 1]?.start);
}

/** Lanes come in order of practitioner and chair, so ties keep that order. */
function mergedByStart(lanes: readonly FreeTime[][], from: number, to: number): FreeTime[] {
  if (to - from <= 1) return lanes[from] ?? [];
  const middle = (from + to) >>> 1;
  const left = mergedByStart(lanes, from, middle);
  const right = mergedByStart(lanes, middle, to);
  const merged: FreeTime[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = left[i];
    const b = right[j];
    if (a === undefined && b === undefined) return merged;
    if (b === undefined || (a !== undefined && a.start <= b.start)) {
      if (a !== undefined) merged.push(a);
      i += 1;
    } else {
      merged.push(b);
      j += 1;
    }
  }
}
