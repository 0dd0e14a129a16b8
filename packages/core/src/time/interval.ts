import { MINUTE_MS, instant, type Instant, type Interval } from './instant.ts';

/** The interval from `from` to `to`; undefined when it would be empty. */
export function interval(from: Instant, to: Instant): Interval | undefined {
  return from < to ? { from, to } : undefined;
}

/** The visit that starts at `start` and lasts `minutes` (more than 0). */
export function lasting(start: Instant, minutes: number): Interval {
  return { from: start, to: instant(start + minutes * MINUTE_MS) };
}

export function containsInstant(whole: Interval, at: Instant): boolean {
  return whole.from <= at && at < whole.to;
}

export function containsInterval(whole: Interval, part: Interval): boolean {
  return whole.from <= part.from && part.to <= whole.to;
}

/** They share at least one instant; touching ends share none. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.from < b.to && b.from < a.to;
}

export function intersectionOf(a: Interval, b: Interval): Interval | undefined {
  return interval(a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to);
}

export function minutesOf(during: Interval): number {
  return (during.to - during.from) / MINUTE_MS;
}

export function sameInterval(a: Interval, b: Interval): boolean {
  return a.from === b.from && a.to === b.to;
}
