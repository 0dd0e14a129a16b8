import {
  instant,
  type Instant,
  type LocalDate,
  type LocalDateTime,
  type Zone,
} from '../src/index.ts';

const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** What a wall clock in Stockholm shows, asked of the platform, not of the core. */
export function wallClock(at: number): string {
  return FORMAT.format(at).replace(' ', 'T');
}

function offsetAt(at: number): number {
  return (Date.parse(`${wallClock(at)}:00Z`) - at) / 60_000;
}

function transitionsBetween(fromYear: number, toYear: number): Zone['transitions'] {
  const start = Date.UTC(fromYear, 0, 1);
  const found = [{ at: instant(start), offsetMinutes: offsetAt(start) }];
  for (let at = start; at < Date.UTC(toYear, 0, 1); at += 3_600_000) {
    const offsetMinutes = offsetAt(at);
    if (offsetMinutes !== found.at(-1)?.offsetMinutes)
      found.push({ at: instant(at), offsetMinutes });
  }
  return found;
}

export const STOCKHOLM: Zone = {
  id: 'Europe/Stockholm',
  tzdb: process.versions.tz ?? 'unknown',
  transitions: transitionsBetween(2025, 2028),
};

export function utc(text: string): Instant {
  return instant(Date.parse(text));
}

export function date(text: string): LocalDate {
  return text as LocalDate;
}

export function local(text: string): LocalDateTime {
  return text as LocalDateTime;
}
