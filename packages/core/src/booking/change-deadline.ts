import { HOUR_MS, instant, type Instant, type Zone } from '../time/instant.ts';
import { localDateTime } from '../time/local-date-time.ts';
import { addWorkdays } from '../time/workdays.ts';
import { readLocal, startOfDay, toLocalDate } from '../time/zone.ts';

/** How late a patient may rebook or cancel (E4). */
export type ChangeDeadline =
  | { readonly type: 'hours'; readonly hours: number }
  /** So many whole workdays lie between. */
  | { readonly type: 'workdays'; readonly days: number }
  /** `at` in minutes since midnight, on the workday before the visit. */
  | { readonly type: 'weekday-before'; readonly at: number };

/**
 * The instant from which it is too late to change a visit: a visit on Monday with one workday's
 * notice must be changed before Friday begins.
 */
export function changeDeadlineAt(zone: Zone, deadline: ChangeDeadline, start: Instant): Instant {
  const day = toLocalDate(zone, start);
  switch (deadline.type) {
    case 'hours':
      return instant(start - deadline.hours * HOUR_MS);
    case 'workdays': {
      const dayStart = startOfDay(zone, addWorkdays(day, -deadline.days));
      return dayStart < start ? dayStart : start;
    }
    case 'weekday-before': {
      const local = localDateTime(addWorkdays(day, -1), deadline.at);
      const reading = readLocal(zone, local);
      if (reading.type === 'once') return reading.at;
      // The hour that summer time skips or repeats: the earlier, which favours the clinic.
      return reading.type === 'twice' ? reading.first : startOfDay(zone, addWorkdays(day, -1));
    }
  }
}

export function isTooLateToChange(
  zone: Zone,
  deadline: ChangeDeadline,
  visit: { readonly start: Instant; readonly now: Instant },
): boolean {
  return visit.now >= changeDeadlineAt(zone, deadline, visit.start);
}
