import type { LocalDate } from './instant.ts';
import { SATURDAY, addDays, weekday } from './local-date.ts';
import { eve, redDay } from './red-days.ts';

/** Monday to Friday, not a red day, not one of the eves that are closed like them. */
export function isWorkday(date: LocalDate): boolean {
  return weekday(date) < SATURDAY && redDay(date) === null && eve(date) === null;
}

/** The `count`th workday after the date (before it when negative); the date itself for 0. */
export function addWorkdays(date: LocalDate, count: number): LocalDate {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}
