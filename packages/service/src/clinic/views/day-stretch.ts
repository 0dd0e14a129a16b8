import {
  dateOf,
  instantOfLocal,
  MINUTES_PER_DAY,
  timeOf,
  toLocalDate,
  toLocalTime,
  type Instant,
  type Interval,
  type LocalDateTime,
  type Zone,
} from '@tidbok/core';
import type { DayStretch } from './book.ts';

/** An interval on the wall clock of the day it begins on; what ends at midnight ends at 24:00. */
export function stretchOfInterval(zone: Zone, during: Interval): DayStretch {
  const date = toLocalDate(zone, during.from);
  const fromMinute = toLocalTime(zone, during.from);
  const sameDay = toLocalDate(zone, during.to) === date;
  return { date, fromMinute, toMinute: sameDay ? toLocalTime(zone, during.to) : MINUTES_PER_DAY };
}

export interface LocalStretch {
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

/** What is planned in local time, within one day. */
export function stretchOfLocal({ from, to }: LocalStretch): DayStretch {
  const date = dateOf(from);
  return {
    date,
    fromMinute: timeOf(from),
    toMinute: dateOf(to) === date ? timeOf(to) : MINUTES_PER_DAY,
  };
}

/** Planned local times as instants; a time that a changed zone skips counts as the next hour. */
export function instantsOfLocal(
  zone: Zone,
  { from, to }: LocalStretch,
): { readonly start: Instant; readonly end: Instant } {
  return { start: placed(zone, from), end: placed(zone, to) };
}

function placed(zone: Zone, local: LocalDateTime): Instant {
  const at = instantOfLocal(zone, local);
  if (at !== undefined) return at;
  const hour = new Date(`${local}:00Z`).getTime();
  return hour as Instant;
}
