import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addWorkdays,
  datesBetween,
  dayNumber,
  daysAsInterval,
  eve,
  formatInstant,
  formatIsoWeek,
  instant,
  isLocalDateTime,
  isoWeek,
  isWorkday,
  localDate,
  localDateOf,
  localDateTime,
  localInterval,
  mondayOf,
  mondayOfWeek,
  parseInstant,
  parseLocalDate,
  parseLocalTime,
  readLocal,
  redDay,
  startOfDay,
  timeOf,
  toInstant,
  toLocalDate,
  toLocalDateTime,
  weekday,
  type LocalDate,
  type Zone,
} from '../src/index.ts';
import { STOCKHOLM, date, local, utc, wallClock } from './stockholm.ts';

const dayOfCentury = fc.integer({ min: -40_000, max: 40_000 });
const moment = fc
  .integer({ min: Date.UTC(2025, 1, 1), max: Date.UTC(2027, 10, 1) })
  .map((ms) => instant(ms));

/** The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms), for comparison. */
function easter(year: number): LocalDate {
  const div = (a: number, b: number): number => Math.floor(a / b);
  const [a, b, c] = [year % 19, div(year, 100), year % 100];
  const g = div(8 * b + 13, 25);
  const h = (19 * a + b - div(b, 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * div(c, 4) - h - (c % 4)) % 7;
  const m = div(a + 11 * h + 19 * l, 433);
  const month = div(h + l - 7 * m + 90, 25);
  return localDateOf({ year, month, day: (h + l - 7 * m + 33 * month + 19) % 32 });
}

describe('local dates', () => {
  it('count days as the calendar does', () => {
    fc.assert(
      fc.property(dayOfCentury, (number) => {
        const text = new Date(number * 86_400_000).toISOString().slice(0, 10);
        expect(localDate(number)).toBe(text);
        expect(dayNumber(date(text))).toBe(number);
        expect(weekday(date(text)) % 7).toBe(new Date(number * 86_400_000).getUTCDay());
      }),
    );
  });

  it.each(['2026-02-30', '2026-13-01', '2026-00-10', '2025-02-29', '26-01-01', '2026-1-1', ''])(
    'refuse %s, which no calendar has',
    (text) => {
      expect(parseLocalDate(text)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    },
  );

  it('move months to the same day, or the last one of a shorter month', () => {
    expect(addMonths(date('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(date('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(date('2026-11-15'), 12)).toBe('2027-11-15');
    expect(addMonths(date('2026-01-31'), -2)).toBe('2025-11-30');
  });

  it('list every day between two dates', () => {
    expect(datesBetween(date('2026-02-27'), date('2026-03-01'))).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(datesBetween(date('2026-03-01'), date('2026-02-27'))).toEqual([]);
  });
});

describe('local times', () => {
  it('run from 00:00 to 24:00', () => {
    expect(parseLocalTime('24:00')).toEqual({ ok: true, value: 1440 });
    for (const text of ['24:01', '08:60', '8:00', '0800', '-1:00']) {
      expect(parseLocalTime(text).ok).toBe(false);
    }
  });

  it('turn 24:00 into the next day', () => {
    expect(localDateTime(date('2026-12-31'), 1440)).toBe('2027-01-01T00:00');
    expect(timeOf(local('2026-12-31T23:59'))).toBe(1439);
    expect(isLocalDateTime('2026-12-31T24:00')).toBe(false);
  });
});

describe('weeks', () => {
  it('2026-12-31 and 2027-01-01 both lie in 2026-W53', () => {
    expect(formatIsoWeek(isoWeek(date('2026-12-31')))).toBe('2026-W53');
    expect(formatIsoWeek(isoWeek(date('2027-01-01')))).toBe('2026-W53');
    expect(formatIsoWeek(isoWeek(date('2027-01-04')))).toBe('2027-W01');
    expect(formatIsoWeek(isoWeek(date('2024-12-30')))).toBe('2025-W01');
  });

  it('begin on the Monday that they say', () => {
    fc.assert(
      fc.property(dayOfCentury, (number) => {
        const day = localDate(number);
        expect(mondayOfWeek(isoWeek(day))).toBe(mondayOf(day));
        expect(weekday(mondayOf(day))).toBe(1);
      }),
    );
  });
});

describe('red days', () => {
  const year = datesBetween(date('2026-01-01'), date('2026-12-31'));

  it('of 2026 are the thirteen of the almanac', () => {
    expect(year.filter((day) => redDay(day) !== null)).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-05',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-24',
      '2026-06-06',
      '2026-06-20',
      '2026-10-31',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it('have three eves that are closed like them', () => {
    expect(year.filter((day) => eve(day) !== null)).toEqual([
      '2026-06-19',
      '2026-12-24',
      '2026-12-31',
    ]);
  });

  it.each(['2024-03-31', '2025-04-20', '2027-03-28', '2035-03-25', '2038-04-25', '2049-04-18'])(
    'put Easter Day on %s',
    (text) => {
      expect(redDay(date(text))).toBe('easter-day');
    },
  );

  it('find Easter Day as the tables of Meeus do, from 1900 to 2199', () => {
    for (let year = 1900; year < 2200; year += 1) expect(redDay(easter(year))).toBe('easter-day');
  });

  it('and weekends are stepped over when workdays are counted', () => {
    expect(isWorkday(date('2026-12-24'))).toBe(false);
    expect(addWorkdays(date('2026-12-23'), 1)).toBe('2026-12-28');
    expect(addWorkdays(date('2026-04-07'), -1)).toBe('2026-04-02');
    expect(addWorkdays(date('2026-04-07'), 0)).toBe('2026-04-07');
  });
});

describe('the zone', () => {
  it('shows what the platform shows', () => {
    fc.assert(
      fc.property(moment, (at) => {
        expect(toLocalDateTime(STOCKHOLM, at)).toBe(wallClock(at));
        expect(toLocalDate(STOCKHOLM, at)).toBe(wallClock(at).slice(0, 10));
      }),
    );
  });

  it('finds the instants at which its clocks show a local time', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const at = instant(Math.floor(ms / 60_000) * 60_000);
        const reading = readLocal(STOCKHOLM, toLocalDateTime(STOCKHOLM, at));
        if (reading.type === 'once') expect(reading.at).toBe(at);
        else expect(reading).toMatchObject({ type: 'twice' });
        if (reading.type === 'twice') expect([reading.first, reading.second]).toContain(at);
      }),
    );
  });

  it('refuses an hour that summer time skips, and one that comes twice', () => {
    expect(toInstant(STOCKHOLM, local('2026-03-29T02:30'))).toMatchObject({
      refusal: { code: 'local-time-skipped' },
    });
    expect(toInstant(STOCKHOLM, local('2026-10-25T02:30'))).toMatchObject({
      refusal: { code: 'local-time-ambiguous' },
    });
    expect(toInstant(STOCKHOLM, local('2026-03-29T03:00'))).toEqual({
      ok: true,
      value: utc('2026-03-29T01:00Z'),
    });
    expect(toInstant(STOCKHOLM, local('2026-10-25T03:00'))).toEqual({
      ok: true,
      value: utc('2026-10-25T02:00Z'),
    });
  });

  it('gives days of 23, 24 and 25 hours', () => {
    const hours = (day: string): number => {
      const { from, to } = daysAsInterval(STOCKHOLM, date(day), date(day));
      return (to - from) / 3_600_000;
    };
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-03-30')).toBe(24);
    expect(hours('2026-10-25')).toBe(25);
  });

  it('begins a day whose midnight is skipped when its clocks come to it', () => {
    const skipping: Zone = {
      id: 'Test/Midnight',
      tzdb: 'test',
      transitions: [
        { at: utc('2020-01-01T00:00Z'), offsetMinutes: 0 },
        { at: utc('2026-05-01T00:00Z'), offsetMinutes: 60 },
      ],
    };
    expect(startOfDay(skipping, date('2026-05-01'))).toBe(utc('2026-05-01T00:00Z'));
    expect(startOfDay(skipping, date('2026-05-02'))).toBe(utc('2026-05-01T23:00Z'));
  });

  it('refuses a planned stretch that ends before it starts', () => {
    const backwards = { from: local('2026-11-30T10:00'), to: local('2026-11-30T10:00') };
    expect(localInterval(STOCKHOLM, backwards)).toMatchObject({ refusal: { code: 'invalid' } });
  });
});

describe('RFC 3339', () => {
  it('is written with the offset of the zone', () => {
    expect(formatInstant(STOCKHOLM, utc('2026-11-30T08:00:00Z'))).toBe('2026-11-30T09:00:00+01:00');
    expect(formatInstant(STOCKHOLM, utc('2026-07-01T06:00:05.250Z'))).toBe(
      '2026-07-01T08:00:05.250+02:00',
    );
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(moment, (at) => {
        expect(parseInstant(formatInstant(STOCKHOLM, at), STOCKHOLM)).toEqual({
          ok: true,
          value: at,
        });
        const text = new Date(at).toISOString();
        expect(parseInstant(text, STOCKHOLM)).toEqual({ ok: true, value: at });
      }),
    );
  });

  it.each([
    '2026-02-30T08:00:00+01:00',
    '2026-11-30T24:00:00+01:00',
    '2026-11-30T08:60:00+01:00',
    '2026-11-30T08:00:60Z',
    '2026-11-30T08:00:00',
    '2026-11-30',
    '2026-11-30T08:00+01:00',
    '2026-11-30T08:00:00+25:00',
    '2026-11-30 08:00:00Z',
    'tomorrow',
    '',
    "'; drop table booking; --",
  ])('refuses %s', (text) => {
    expect(parseInstant(text, STOCKHOLM)).toMatchObject({ refusal: { code: 'invalid' } });
  });

  it.each(['2026-03-29T02:30:00+01:00', '2026-03-29T02:30:00+02:00'])(
    'refuses %s, an hour that summer time skips',
    (text) => {
      expect(parseInstant(text, STOCKHOLM)).toMatchObject({
        refusal: { code: 'local-time-skipped' },
      });
    },
  );

  it('reads the doubled hour by its offset, and other offsets as they stand', () => {
    expect(parseInstant('2026-10-25T02:30:00+02:00', STOCKHOLM)).toEqual({
      ok: true,
      value: utc('2026-10-25T00:30Z'),
    });
    expect(parseInstant('2026-10-25T02:30:00+01:00', STOCKHOLM)).toEqual({
      ok: true,
      value: utc('2026-10-25T01:30Z'),
    });
    expect(parseInstant('2026-03-29T02:30:00Z', STOCKHOLM).ok).toBe(true);
    expect(parseInstant('2026-03-29T02:30:00+05:30', STOCKHOLM)).toEqual({
      ok: true,
      value: utc('2026-03-28T21:00Z'),
    });
    expect(addDays(date('2026-03-28'), 1)).toBe('2026-03-29');
  });
});
