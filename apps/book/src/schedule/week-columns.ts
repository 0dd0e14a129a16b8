import { addDays, mondayOf, type LocalDate } from '@tidbok/core';
import type { Shift } from '../calls/book-shapes.ts';

/** One day of a practitioner's week. */
export interface ScheduleDay {
  readonly date: LocalDate;
  readonly shifts: readonly Shift[];
}

/** Monday to Sunday, each with the practitioner's shifts in order, in whatever chair. */
export function scheduleWeek(
  date: LocalDate,
  practitionerId: string,
  shifts: readonly Shift[],
): readonly ScheduleDay[] {
  const monday = mondayOf(date);
  return Array.from({ length: 7 }, (_, day) => {
    const each = addDays(monday, day);
    return {
      date: each,
      shifts: shifts
        .filter((shift) => shift.practitionerId === practitionerId && shift.date === each)
        .sort((a, b) => a.fromMinute - b.fromMinute),
    };
  });
}

/** The last day of the week that lies `weeks` weeks after the week of `date`. */
export function lastDayAfter(date: LocalDate, weeks: number): LocalDate {
  return addDays(mondayOf(date), (weeks + 1) * 7 - 1);
}
