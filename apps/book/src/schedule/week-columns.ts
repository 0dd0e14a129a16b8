import { addDays, mondayOf, type LocalDate } from '@tidbok/core';
import type { Absence, Shift } from '../calls/book-shapes.ts';

/** One day of a practitioner's week. */
export interface ScheduleDay {
  readonly date: LocalDate;
  readonly shifts: readonly Shift[];
  readonly absences: readonly Absence[];
}

/** Monday to Sunday, each with the practitioner's shifts in order, in whatever chair. */
export function scheduleWeek(
  of: {
    readonly date: LocalDate;
    readonly practitionerId: string;
    readonly absences: readonly Absence[];
  },
  shifts: readonly Shift[],
): readonly ScheduleDay[] {
  const monday = mondayOf(of.date);
  return Array.from({ length: 7 }, (_, day) => {
    const each = addDays(monday, day);
    return {
      date: each,
      shifts: shifts
        .filter((shift) => shift.practitionerId === of.practitionerId && shift.date === each)
        .sort((a, b) => a.fromMinute - b.fromMinute),
      absences: of.absences.filter(
        (absence) => absence.practitionerId === of.practitionerId && absence.date === each,
      ),
    };
  });
}

/** The last day of the week that lies `weeks` weeks after the week of `date`. */
export function lastDayAfter(date: LocalDate, weeks: number): LocalDate {
  return addDays(mondayOf(date), (weeks + 1) * 7 - 1);
}
