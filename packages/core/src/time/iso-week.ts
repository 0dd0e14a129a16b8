import {
  dayNumber,
  dayNumberOf,
  localDate,
  padded,
  weekdayOfDayNumber,
  calendarDay,
} from './local-date.ts';
import type { LocalDate } from './instant.ts';

/** ISO 8601: weeks begin on Monday, and belong to the year that has their Thursday. */
export interface IsoWeek {
  readonly weekYear: number;
  /** 1 to 53. */
  readonly week: number;
}

export function isoWeek(date: LocalDate): IsoWeek {
  const number = dayNumber(date);
  const thursday = number - weekdayOfDayNumber(number) + 4;
  const weekYear = calendarDay(thursday).year;
  const firstDay = dayNumberOf({ year: weekYear, month: 1, day: 1 });
  return { weekYear, week: Math.floor((thursday - firstDay) / 7) + 1 };
}

export function mondayOfWeek({ weekYear, week }: IsoWeek): LocalDate {
  // 4 January is always in week 1.
  const fourth = dayNumberOf({ year: weekYear, month: 1, day: 4 });
  return localDate(fourth - weekdayOfDayNumber(fourth) + 1 + (week - 1) * 7);
}

/** The Monday on or before the date. */
export function mondayOf(date: LocalDate): LocalDate {
  const number = dayNumber(date);
  return localDate(number - weekdayOfDayNumber(number) + 1);
}

/** `2026-W53`. */
export function formatIsoWeek({ weekYear, week }: IsoWeek): string {
  return `${padded(weekYear, 4)}-W${padded(week, 2)}`;
}
