import {
  addDays,
  isLocalDate,
  isoWeek,
  mondayOf,
  mondayOfWeek,
  toLocalDate,
  weekday,
  type LocalDate,
  type Zone,
} from '@tidbok/core';
import type { TimeView } from '@tidbok/service/site';

/** A day of the week shown, with its free times in order. */
export interface DayOfTimes {
  readonly date: LocalDate;
  readonly past: boolean;
  readonly times: readonly TimeView[];
}

const DAYS_IN_WEEK = 7;
const FRIDAY = 5;
const WEEK_SHAPE = /^(\d{4})-W(\d{2})$/;

/** The Monday of `2026-W51`; null when it is no week. */
export function readWeek(text: string | null): LocalDate | null {
  const parts = WEEK_SHAPE.exec(text ?? '');
  if (parts === null) return null;
  const week = { weekYear: Number(parts[1]), week: Number(parts[2]) };
  if (week.weekYear < 2000 || week.week < 1 || week.week > 53) return null;
  const monday = mondayOfWeek(week);
  return isoWeek(monday).week === week.week ? monday : null;
}

/** `2026-W51`. */
export function writeWeek(monday: LocalDate): string {
  const { weekYear, week } = isoWeek(monday);
  return `${weekYear}-W${String(week).padStart(2, '0')}`;
}

/** A date that a person picked; null when it is none. */
export function readDate(text: string | null): LocalDate | null {
  return text !== null && isLocalDate(text) && text >= '2000' ? text : null;
}

export function sundayOf(monday: LocalDate): LocalDate {
  return addDays(monday, DAYS_IN_WEEK - 1);
}

export function nextWeek(monday: LocalDate): LocalDate {
  return addDays(monday, DAYS_IN_WEEK);
}

export function previousWeek(monday: LocalDate): LocalDate {
  return addDays(monday, -DAYS_IN_WEEK);
}

/** Monday to Friday always; Saturday and Sunday when they have something. */
export function daysOfWeek(
  monday: LocalDate,
  times: readonly TimeView[],
  { zone, today }: { readonly zone: Zone; readonly today: LocalDate },
): DayOfTimes[] {
  const byDate = Map.groupBy(times, ({ start }) => toLocalDate(zone, start));
  const dates = Array.from({ length: DAYS_IN_WEEK }, (_, day) => addDays(mondayOf(monday), day));
  return dates
    .map((date) => ({ date, past: date < today, times: byDate.get(date) ?? [] }))
    .filter(({ date, times: free }) => weekday(date) <= FRIDAY || free.length > 0);
}
