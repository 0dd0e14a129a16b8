import type { LocalDate } from './instant.ts';
import { dayNumber, dayNumberOf, weekdayOfDayNumber, yearMonthDay } from './local-date.ts';

/** Swedish public holidays (lag 1989:253) other than ordinary Sundays. */
export type RedDay =
  | 'new-years-day'
  | 'epiphany'
  | 'good-friday'
  | 'easter-day'
  | 'easter-monday'
  | 'may-day'
  | 'ascension-day'
  | 'whit-sunday'
  | 'national-day'
  | 'midsummer-day'
  | 'all-saints-day'
  | 'christmas-day'
  | 'boxing-day';

/** Not public holidays, but closed like them. */
export type Eve = 'midsummer-eve' | 'christmas-eve' | 'new-years-eve';

const FIXED: ReadonlyMap<number, RedDay> = new Map([
  [101, 'new-years-day'],
  [106, 'epiphany'],
  [501, 'may-day'],
  [606, 'national-day'],
  [1225, 'christmas-day'],
  [1226, 'boxing-day'],
]);

const FROM_EASTER: ReadonlyMap<number, RedDay> = new Map([
  [-2, 'good-friday'],
  [0, 'easter-day'],
  [1, 'easter-monday'],
  [39, 'ascension-day'],
  [49, 'whit-sunday'],
]);

/** The red day's name, or null. Where two fall on one day, the one that moves with Easter. */
export function redDay(date: LocalDate): RedDay | null {
  const { year, month, day } = yearMonthDay(date);
  const number = dayNumber(date);
  const monthDay = month * 100 + day;
  const saturday = weekdayOfDayNumber(number) === 6;
  if (saturday && monthDay >= 620 && monthDay <= 626) return 'midsummer-day';
  if (saturday && monthDay >= 1031 && monthDay <= 1106) return 'all-saints-day';
  return FROM_EASTER.get(number - easterDay(year)) ?? FIXED.get(monthDay) ?? null;
}

export function eve(date: LocalDate): Eve | null {
  const { month, day } = yearMonthDay(date);
  if (month === 12 && day === 24) return 'christmas-eve';
  if (month === 12 && day === 31) return 'new-years-eve';
  const friday = weekdayOfDayNumber(dayNumber(date)) === 5;
  return friday && month === 6 && day >= 19 && day <= 25 ? 'midsummer-eve' : null;
}

/** Easter Day's day number in the Gregorian calendar (Meeus, Jones and Butcher). */
function easterDay(year: number): number {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const d = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const moon = (19 * a + d + 15) % 30;
  const fullMoon = moon - (moon > 28 || (moon === 28 && a > 10) ? 1 : 0);
  const first = dayNumberOf({ year, month: 3, day: 21 }) + fullMoon;
  return first + 7 - (weekdayOfDayNumber(first) % 7);
}
