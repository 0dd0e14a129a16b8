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
 * The last instant at which a patient may change a visit that starts at `start`: with two hours'
 * notice a visit at 10 may be changed until 8 o'clock, with one workday's notice a visit on Monday
 * until Thursday has ended.
 */
export function latestChangeAt(zone: Zone, deadline: ChangeDeadline, start: Instant): Instant {
  const day = toLocalDate(zone, start);
  switch (deadline.type) {
    case 'hours':
      return instant(start - deadline.hours * HOUR_MS);
    case 'workdays':
      return instant(startOfDay(zone, addWorkdays(day, -deadline.days)) - 1);
    case 'weekday-before': {
      const local = localDateTime(addWorkdays(day, -1), deadline.at);
      const reading = readLocal(zone, local);
      if (reading.type === 'once') return reading.at;
      // The hour that summer time skips or repeats: the earlier, which favours the clinic.
      return reading.type === 'twice' ? reading.first : startOfDay(zone, addWorkdays(day, -1));
    }
  }
}
