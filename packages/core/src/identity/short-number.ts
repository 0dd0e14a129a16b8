import type { LocalDate } from '../time/instant.ts';
import { yearMonthDay } from '../time/local-date.ts';

const SHORT = /^(\d{2})(\d{4})([-+]?)(\d{4})$/;

/**
 * Ten digits with their century: the latest in which the birthday has been, and one before where
 * `+` says that the person has turned a hundred. Text of any other shape stays as it is.
 */
export function withCentury(text: string, today: LocalDate): string {
  const found = SHORT.exec(text.trim());
  if (found === null) return text;
  const [, yy = '', monthDay = '', sign = '', last = ''] = found;
  const now = yearMonthDay(today);
  let year = Math.floor(now.year / 100) * 100 + Number(yy);
  const day = Number(monthDay.slice(2));
  const born = Number(monthDay.slice(0, 2)) * 100 + (day > 60 ? day - 60 : day);
  if (year > now.year || (year === now.year && born > now.month * 100 + now.day)) year -= 100;
  if (sign === '+') year -= 100;
  return `${String(year)}${monthDay}-${last}`;
}
