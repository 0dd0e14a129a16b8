import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import { addDays, digits, isLocalDate, padded } from './local-date.ts';
import type { LocalDate, LocalDateTime, LocalTime } from './instant.ts';

export const MINUTES_PER_DAY = 1440;

const TIME_SHAPE = /^\d{2}:\d{2}$/;

/** `HH:MM`, 00:00 to 24:00. */
export function parseLocalTime(text: string): Outcome<LocalTime> {
  const minutes = TIME_SHAPE.test(text) ? digits(text, 0, 2) * 60 + digits(text, 3, 5) : -1;
  return minutes >= 0 && minutes <= MINUTES_PER_DAY && digits(text, 3, 5) < 60
    ? ok(localTime(minutes))
    : refuse('invalid', { reason: 'not-a-time' });
}

/** Minutes since midnight on the wall clock; 0 to 1440. */
export function localTime(minutes: number): LocalTime {
  return minutes as LocalTime;
}

export function formatLocalTime(time: number): string {
  return `${padded(Math.floor(time / 60), 2)}:${padded(time % 60, 2)}`;
}

/** `YYYY-MM-DDTHH:MM`, 00:00 to 23:59, on a day of the calendar. */
export function parseLocalDateTime(text: string): Outcome<LocalDateTime> {
  return isLocalDateTime(text) ? ok(text) : refuse('invalid', { reason: 'not-a-local-date-time' });
}

export function isLocalDateTime(text: string): text is LocalDateTime {
  return (
    text.length === 16 &&
    text[10] === 'T' &&
    isLocalDate(text.slice(0, 10)) &&
    TIME_SHAPE.test(text.slice(11)) &&
    digits(text, 11, 13) < 24 &&
    digits(text, 14, 16) < 60
  );
}

/** 1440 (24:00) becomes 00:00 of the next day; so do more days, and days back. */
export function localDateTime(date: LocalDate, minutes: number): LocalDateTime {
  const days = Math.floor(minutes / MINUTES_PER_DAY);
  const day = days === 0 ? date : addDays(date, days);
  return `${day}T${formatLocalTime(minutes - days * MINUTES_PER_DAY)}` as LocalDateTime;
}

export function dateOf(local: LocalDateTime): LocalDate {
  return local.slice(0, 10) as LocalDate;
}

/** Minutes since midnight, 0 to 1439. */
export function timeOf(local: LocalDateTime): LocalTime {
  return localTime(digits(local, 11, 13) * 60 + digits(local, 14, 16));
}

/** On another day, at the same time on the wall clock. */
export function movedDays(local: LocalDateTime, days: number): LocalDateTime {
  return `${addDays(dateOf(local), days)}${local.slice(10)}` as LocalDateTime;
}
