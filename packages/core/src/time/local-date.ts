import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import type { LocalDate } from './instant.ts';

/** Days since 1970-01-01, the arithmetic form of a local date. */
export type DayNumber = number;
/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const MONDAY = 1;
export const FRIDAY = 5;
export const SATURDAY = 6;
export const SUNDAY = 7;

export interface YearMonthDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const DATE_SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** `YYYY-MM-DD` that exists in the calendar; refuses 2026-02-30 as `invalid`. */
export function parseLocalDate(text: string): Outcome<LocalDate> {
  return isLocalDate(text) ? ok(text) : refuse('invalid', { reason: 'not-a-date' });
}

export function isLocalDate(text: string): text is LocalDate {
  if (!DATE_SHAPE.test(text)) return false;
  return isCalendarDay({
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(5, 7)),
    day: Number(text.slice(8, 10)),
  });
}

export function isCalendarDay({ year, month, day }: YearMonthDay): boolean {
  return (
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  );
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The date's numbers. */
export function yearMonthDay(date: LocalDate): YearMonthDay {
  return {
    year: digits(date, 0, 4),
    month: digits(date, 5, 7),
    day: digits(date, 8, 10),
  };
}

/** The decimal number in `text[from, to)`, which holds digits only. */
export function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i += 1) number = number * 10 + text.charCodeAt(i) - 48;
  return number;
}

/** Gregorian, proleptic; days are counted in 400-year eras that begin on 1 March. */
export function dayNumberOf({ year, month, day }: YearMonthDay): DayNumber {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dayNumber(date: LocalDate): DayNumber {
  return dayNumberOf(yearMonthDay(date));
}

export function calendarDay(number: DayNumber): YearMonthDay {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** The date with these numbers, which must be a day of the calendar. */
export function localDateOf({ year, month, day }: YearMonthDay): LocalDate {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` as LocalDate;
}

export function localDate(number: DayNumber): LocalDate {
  return localDateOf(calendarDay(number));
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

export function padded(number: number, length: number): string {
  const known = length === 2 ? TWO_DIGITS[number] : undefined;
  return known ?? String(number).padStart(length, '0');
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate(dayNumber(date) + days);
}

/** The same day of the month `months` later, or that month's last day: 31 Jan + 1 = 28 Feb. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = yearMonthDay(date);
  const count = year * 12 + month - 1 + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return localDateOf({
    year: newYear,
    month: newMonth,
    day: Math.min(day, daysInMonth(newYear, newMonth)),
  });
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export function weekdayOfDayNumber(number: DayNumber): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((number + 3) % 7) + 7) % 7] ?? 1;
}

export function weekday(date: LocalDate): Weekday {
  return weekdayOfDayNumber(dayNumber(date));
}

/** Every date from `from` to `to`, both included; none when `to` comes first. */
export function datesBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  const first = dayNumber(from);
  const count = Math.max(0, dayNumber(to) - first + 1);
  return Array.from({ length: count }, (_, i) => localDate(first + i));
}
