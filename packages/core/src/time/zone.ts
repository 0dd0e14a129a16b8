import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import {
  MINUTE_MS,
  instant,
  type Instant,
  type Interval,
  type LocalDate,
  type LocalDateTime,
  type LocalTime,
  type Zone,
} from './instant.ts';
import { dayNumber, dayNumberOf, localDate, type DayNumber } from './local-date.ts';
import { localDateTime, localTime } from './local-date-time.ts';

const DAY_MS = 86_400_000;

/** Minutes east of UTC in force at the instant. */
export function offsetMinutesAt({ transitions }: Zone, at: Instant): number {
  return transitions[transitionBefore(transitions, at)]?.offsetMinutes ?? 0;
}

/** Index of the last transition at or before `at`. */
function transitionBefore(transitions: Zone['transitions'], at: number): number {
  let low = 0;
  let high = transitions.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((transitions[middle]?.at ?? Infinity) <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** What the wall clock shows, whole minutes. */
export function toLocalDateTime(zone: Zone, at: Instant): LocalDateTime {
  const wall = wallMilliseconds(zone, at);
  const day = Math.floor(wall / DAY_MS);
  return localDateTime(localDate(day), Math.floor((wall - day * DAY_MS) / MINUTE_MS));
}

export function toLocalDate(zone: Zone, at: Instant): LocalDate {
  return localDate(toDayNumber(zone, at));
}

export function toDayNumber(zone: Zone, at: Instant): DayNumber {
  return Math.floor(wallMilliseconds(zone, at) / DAY_MS);
}

export function toLocalTime(zone: Zone, at: Instant): LocalTime {
  const wall = wallMilliseconds(zone, at);
  return localTime(Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS));
}

function wallMilliseconds(zone: Zone, at: Instant): number {
  return at + offsetMinutesAt(zone, at) * MINUTE_MS;
}

/** The instants at which the zone's clocks show a local time: one, none (skipped) or two. */
export type LocalTimeReading =
  | { readonly type: 'once'; readonly at: Instant }
  | { readonly type: 'skipped' }
  | { readonly type: 'twice'; readonly first: Instant; readonly second: Instant };

export function readLocal(zone: Zone, local: LocalDateTime): LocalTimeReading {
  return readWall(zone, wallOf(local));
}

function wallOf(local: LocalDateTime): number {
  const year = twoDigits(local, 0) * 100 + twoDigits(local, 2);
  const day = dayNumberOf({ year, month: twoDigits(local, 5), day: twoDigits(local, 8) });
  return day * DAY_MS + (twoDigits(local, 11) * 60 + twoDigits(local, 14)) * MINUTE_MS;
}

/** Unrolled: the book asks where things lie at every change of it. */
function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** `wall`: the local time as milliseconds, as if it were UTC. */
function readWall(zone: Zone, wall: number): LocalTimeReading {
  const only = onlyInstantOf(zone, wall);
  if (only !== undefined) return { type: 'once', at: only };
  const before = transitionBefore(zone.transitions, wall - DAY_MS);
  const [early, late] = offsetsAround(zone, before);
  const first = instant(wall - early * MINUTE_MS);
  if (offsetMinutesAt(zone, first) !== early) return { type: 'skipped' };
  return { type: 'twice', first, second: instant(wall - late * MINUTE_MS) };
}

/** Offsets before and after the change of clocks that comes next. */
function offsetsAround({ transitions }: Zone, before: number): readonly [number, number] {
  const early = transitions[before]?.offsetMinutes ?? 0;
  return [early, transitions[before + 1]?.offsetMinutes ?? early];
}

/** The one instant at which clocks show this; undefined when none or two do. */
function onlyInstantOf(zone: Zone, wall: number): Instant | undefined {
  // No zone is more than a day from UTC, and none changes its clocks twice within two days.
  const { transitions } = zone;
  const before = transitionBefore(transitions, wall - DAY_MS);
  const early = transitions[before]?.offsetMinutes ?? 0;
  const first = instant(wall - early * MINUTE_MS);
  const next = transitions[before + 1];
  if (next === undefined || next.at > wall + DAY_MS || next.offsetMinutes === early) return first;
  const second = instant(wall - next.offsetMinutes * MINUTE_MS);
  const earlyHolds = offsetMinutesAt(zone, first) === early;
  const lateHolds = offsetMinutesAt(zone, second) === next.offsetMinutes;
  if (earlyHolds === lateHolds) return undefined;
  return earlyHolds ? first : second;
}

/**
 * The instant of a planned local time. Policy: a local time that summer time skips, or that comes
 * twice when it ends, is refused at entry (`local-time-skipped`, `local-time-ambiguous`).
 */
export function toInstant(zone: Zone, local: LocalDateTime): Outcome<Instant> {
  const reading = readLocal(zone, local);
  switch (reading.type) {
    case 'once':
      return ok(reading.at);
    case 'skipped':
      return refuse('local-time-skipped', { local });
    case 'twice':
      return refuse('local-time-ambiguous', { local });
  }
}

/**
 * As `toInstant`, for what already stands in the book: undefined where a changed zone has since
 * skipped or doubled the local time. Allocates nothing on the common path.
 */
export function instantOfLocal(zone: Zone, local: LocalDateTime): Instant | undefined {
  return onlyInstantOf(zone, wallOf(local));
}

/** The day's first instant: midnight, or the end of a change of clocks that skipped midnight. */
export function startOfDay(zone: Zone, date: LocalDate): Instant {
  return startOfDayNumber(zone, dayNumber(date));
}

export function startOfDayNumber(zone: Zone, day: DayNumber): Instant {
  const wall = day * DAY_MS;
  const only = onlyInstantOf(zone, wall);
  if (only !== undefined) return only;
  const reading = readWall(zone, wall);
  if (reading.type === 'twice') return reading.first;
  const before = instant(wall - offsetMinutesAt(zone, instant(wall - DAY_MS)) * MINUTE_MS);
  return zone.transitions.findLast(({ at }) => at <= before)?.at ?? before;
}

/** All of the local days from `from` to `to`, both included: 23, 24 or 25 hours each. */
export function daysAsInterval(zone: Zone, from: LocalDate, to: LocalDate): Interval {
  return {
    from: startOfDay(zone, from),
    to: startOfDayNumber(zone, dayNumber(to) + 1),
  };
}

/** A planned stretch of local time as instants; refuses skipped, ambiguous and backward ones. */
export function localInterval(
  zone: Zone,
  { from, to }: { readonly from: LocalDateTime; readonly to: LocalDateTime },
): Outcome<Interval> {
  const start = toInstant(zone, from);
  if (!start.ok) return start;
  const end = toInstant(zone, to);
  if (!end.ok) return end;
  return start.value < end.value
    ? ok({ from: start.value, to: end.value })
    : refuse('invalid', { reason: 'ends-before-it-starts' });
}

/** As `localInterval` for what already stands in the book; undefined where it cannot be placed. */
export function intervalOfLocal(
  zone: Zone,
  { from, to }: { readonly from: LocalDateTime; readonly to: LocalDateTime },
): Interval | undefined {
  const start = instantOfLocal(zone, from);
  const end = instantOfLocal(zone, to);
  if (start === undefined || end === undefined || start >= end) return undefined;
  return { from: start, to: end };
}
