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
import { dayNumber, dayNumberOf, digits, localDate, type DayNumber } from './local-date.ts';
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
  const day = dayNumberOf({
    year: digits(local, 0, 4),
    month: digits(local, 5, 7),
    day: digits(local, 8, 10),
  });
  return day * DAY_MS + (digits(local, 11, 13) * 60 + digits(local, 14, 16)) * MINUTE_MS;
}

/** `wall`: the local time as milliseconds, as if it were UTC. */
function readWall(zone: Zone, wall: number): LocalTimeReading {
  // No zone is more than a day from UTC, and none changes its clocks twice within two days.
  const { transitions } = zone;
  const before = transitionBefore(transitions, wall - DAY_MS);
  const early = transitions[before]?.offsetMinutes ?? 0;
  const first = instant(wall - early * MINUTE_MS);
  const next = transitions[before + 1];
  if (next === undefined || next.at > wall + DAY_MS) return { type: 'once', at: first };
  const late = next.offsetMinutes;
  if (early === late) return { type: 'once', at: first };
  const second = instant(wall - late * MINUTE_MS);
  const earlyHolds = offsetMinutesAt(zone, first) === early;
  const lateHolds = offsetMinutesAt(zone, second) === late;
  if (earlyHolds && lateHolds) return { type: 'twice', first, second };
  if (earlyHolds) return { type: 'once', at: first };
  return lateHolds ? { type: 'once', at: second } : { type: 'skipped' };
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
  const reading = readWall(zone, wallOf(local));
  return reading.type === 'once' ? reading.at : undefined;
}

/** The day's first instant: midnight, or the end of a change of clocks that skipped midnight. */
export function startOfDay(zone: Zone, date: LocalDate): Instant {
  return startOfDayNumber(zone, dayNumber(date));
}

export function startOfDayNumber(zone: Zone, day: DayNumber): Instant {
  const wall = day * DAY_MS;
  const reading = readWall(zone, wall);
  if (reading.type === 'once') return reading.at;
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
