import type { Instant, Interval, Occupancy, SubjectId } from '@tidbok/core';
import { MAX_INTERVAL_HOURS } from './limits.ts';
import { integer, matching, object, WireError } from './shape.ts';
import type { Shape } from './shape.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A lower-case UUID, branded as the id that it is. */
export function id<T extends string>(): Shape<T> {
  return matching<T>('uuid', UUID);
}

/** Year 9999 and no further. */
const LAST_INSTANT = 253_402_300_799_999;

export const instant: Shape<Instant> = integer<Instant>(0, LAST_INSTANT);

const bounds = object({ from: instant, to: instant });
const longest = MAX_INTERVAL_HOURS * 3_600_000;

/** Half-open, not empty, at most `MAX_INTERVAL_HOURS` long. */
export const interval: Shape<Interval> = {
  text: `interval(${MAX_INTERVAL_HOURS}h)`,
  read(value, path) {
    const read = bounds.read(value, path);
    const length = read.to - read.from;
    if (length <= 0 || length > longest) throw new WireError(path, 'interval');
    return read;
  },
};

export const occupancy: Shape<Occupancy> = object({ subjectId: id<SubjectId>(), during: interval });

export const sha256: Shape<string> = matching('sha256', /^[0-9a-f]{64}$/);
export const base64 = (max: number): Shape<string> => ({
  text: `base64(1..${max})`,
  read(value, path) {
    if (typeof value !== 'string' || value.length === 0 || value.length > max) {
      throw new WireError(path, `base64(1..${max})`);
    }
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) throw new WireError(path, 'base64');
    return value;
  },
});

/** `YYYY-MM-DDTHH:MM` on the wall clock. */
export const localDateTime: Shape<string> = matching(
  'local-date-time',
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/,
);
