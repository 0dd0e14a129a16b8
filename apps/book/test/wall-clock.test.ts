import { describe, expect, it } from 'vitest';
import { minuteOf, rfc3339, wallTime } from '../src/grid/wall-clock.ts';

const ZONE = 'Europe/Stockholm';

describe("the clinic's wall clock", () => {
  it('is written with the offset of that day', () => {
    expect(rfc3339('2026-11-26', 480, ZONE)).toBe('2026-11-26T08:00:00+01:00');
    expect(rfc3339('2026-07-01', 485, ZONE)).toBe('2026-07-01T08:05:00+02:00');
  });

  it('takes the right offset on both sides of a change of the clocks', () => {
    expect(rfc3339('2027-03-28', 60, ZONE)).toBe('2027-03-28T01:00:00+01:00');
    expect(rfc3339('2027-03-28', 240, ZONE)).toBe('2027-03-28T04:00:00+02:00');
    expect(rfc3339('2026-10-25', 240, ZONE)).toBe('2026-10-25T04:00:00+01:00');
  });

  it('makes midnight at the end of a day the beginning of the next', () => {
    expect(rfc3339('2026-11-26', 1440, ZONE)).toBe('2026-11-27T00:00:00+01:00');
  });

  it('is read back from an instant', () => {
    expect(wallTime(Date.parse('2026-11-26T23:30:00Z'), ZONE)).toEqual({
      date: '2026-11-27',
      minute: 30,
    });
  });

  it('is understood as people write it', () => {
    expect(minuteOf('8:30')).toBe(510);
    expect(minuteOf('08.30')).toBe(510);
    expect(minuteOf('0830')).toBe(510);
    expect(minuteOf('08:75')).toBeUndefined();
    expect(minuteOf('lunch')).toBeUndefined();
  });
});
