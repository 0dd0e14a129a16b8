import {
  addDays,
  addMonths,
  isoWeek,
  localDateOf,
  mondayOf,
  yearMonthDay,
  type LocalDate,
} from '@tidbok/core';

export interface MonthWeek {
  readonly week: number;
  readonly days: readonly { readonly date: LocalDate; readonly inMonth: boolean }[];
}

const WEEKS = 6;

/** Six ISO weeks that hold the whole month of `date`. */
export function monthWeeks(date: LocalDate): readonly MonthWeek[] {
  const { month } = yearMonthDay(date);
  const first = mondayOf(firstOfMonth(date));
  return Array.from({ length: WEEKS }, (_, row) => {
    const monday = addDays(first, row * 7);
    return {
      week: isoWeek(monday).week,
      days: Array.from({ length: 7 }, (__, day) => {
        const each = addDays(monday, day);
        return { date: each, inMonth: yearMonthDay(each).month === month };
      }),
    };
  });
}

export function firstOfMonth(date: LocalDate): LocalDate {
  const { year, month } = yearMonthDay(date);
  return localDateOf({ year, month, day: 1 });
}

/** The first day of another month. */
export function monthsOn(date: LocalDate, months: number): LocalDate {
  return addMonths(firstOfMonth(date), months);
}
