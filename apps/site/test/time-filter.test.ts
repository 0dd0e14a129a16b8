import { instant, type Zone } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { readTimeFilter, suits } from '../src/journey/time-filter.ts';

/** Around the night when summer time ends. */
const stockholm: Zone = {
  id: 'Europe/Stockholm',
  tzdb: '2026a',
  transitions: [
    { at: instant(Date.UTC(2026, 2, 29, 1)), offsetMinutes: 120 },
    { at: instant(Date.UTC(2026, 9, 25, 1)), offsetMinutes: 60 },
  ],
};
const at = (text: string) => instant(Date.parse(text));
const ask = (query: string) => readTimeFilter(new URLSearchParams(query));

describe('which times suit the patient', () => {
  it('noon begins the afternoon, on the clinic’s wall clock, in summer and winter time', () => {
    const morning = ask('part=morning');
    const afternoon = ask('part=afternoon');
    const summer = [at('2026-10-23T09:45Z'), at('2026-10-23T10:00Z')];
    const winter = [at('2026-10-26T10:45Z'), at('2026-10-26T11:00Z')];

    for (const starts of [summer, winter]) {
      expect(starts.map((start) => suits(morning, start, stockholm))).toEqual([true, false]);
      expect(starts.map((start) => suits(afternoon, start, stockholm))).toEqual([false, true]);
    }
  });

  it('weekdays are those of the clinic, not of Greenwich', () => {
    const earlyMonday = at('2026-10-25T23:30Z');

    expect(suits(ask('weekday=1'), earlyMonday, stockholm)).toBe(true);
    expect(suits(ask('weekday=7'), earlyMonday, stockholm)).toBe(false);
  });

  it('no weekday ticked, or all, is every day; nonsense filters nothing', () => {
    const all = { part: 'all', weekdays: [] };

    expect(ask('')).toEqual(all);
    expect(ask('weekday=1&weekday=2&weekday=3&weekday=4&weekday=5&weekday=6&weekday=7')).toEqual(
      all,
    );
    expect(ask('part=night&weekday=0&weekday=monday&weekday=8')).toEqual(all);
    expect(ask('weekday=5&weekday=1&weekday=5')).toEqual({ part: 'all', weekdays: [1, 5] });
  });
});
