import type { PractitionerId } from '../foundation/ids.ts';
import type { Instant, Zone } from '../time/instant.ts';
import { toDayNumber } from '../time/zone.ts';
import type { FreeTime } from './offered-time.ts';

/** The time that somebody wanted, or has. */
export interface WantedTime {
  readonly start: Instant;
  readonly practitionerId: PractitionerId | null;
  readonly zone: Zone;
}

/**
 * The `count` free times most like the wanted one, most like first: nearest day, then the same
 * practitioner, then nearest in time, then earlier.
 */
export function nearestFreeTimes<Time extends Pick<FreeTime, 'start' | 'practitionerId'>>(
  times: readonly Time[],
  wanted: WantedTime,
  count: number,
): Time[] {
  const wantedDay = toDayNumber(wanted.zone, wanted.start);
  return times
    .map((time) => ({
      time,
      days: Math.abs(toDayNumber(wanted.zone, time.start) - wantedDay),
      stranger: time.practitionerId === wanted.practitionerId ? 0 : 1,
      distance: Math.abs(time.start - wanted.start),
    }))
    .sort(
      (a, b) =>
        a.days - b.days ||
        a.stranger - b.stranger ||
        a.distance - b.distance ||
        a.time.start - b.time.start,
    )
    .slice(0, count)
    .map(({ time }) => time);
}
