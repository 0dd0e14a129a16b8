import type { Brand } from '../foundation/brand.ts';

/** A point in time: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = Brand<number, 'Instant'>;
/** A length in whole minutes. */
export type DurationMinutes = Brand<number, 'DurationMinutes'>;
/** A calendar day without a zone, `YYYY-MM-DD`. */
export type LocalDate = Brand<string, 'LocalDate'>;
/** Minutes since midnight on the wall clock, 0 to 1440. */
export type LocalTime = Brand<number, 'LocalTime'>;
/** A day and a wall-clock time without a zone, `YYYY-MM-DDTHH:MM`. */
export type LocalDateTime = Brand<string, 'LocalDateTime'>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Half-open: `from` belongs to it, `to` does not. `from < to`. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Sorted, disjoint, not touching each other. */
export type IntervalSet = readonly Interval[];

/** A time zone as data: the offset holds from `at` until the next transition. */
export interface Zone {
  readonly id: string;
  readonly tzdb: string;
  /** Ascending; the first is at or before every instant that is asked about. */
  readonly transitions: readonly { readonly at: Instant; readonly offsetMinutes: number }[];
}

/** Whole milliseconds since 1970-01-01T00:00Z as an instant. The caller vouches for the number. */
export function instant(milliseconds: number): Instant {
  return milliseconds as Instant;
}

export function addMinutes(at: Instant, minutes: number): Instant {
  return instant(at + minutes * MINUTE_MS);
}
