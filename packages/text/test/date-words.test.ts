import type { Instant, LocalDate } from '@tidbok/core';
import { calendarWords, capitalised, dateWords } from '@tidbok/text';
import { describe, expect, it } from 'vitest';

const instant = (iso: string): Instant => Date.parse(iso) as Instant;
const date = (iso: string): LocalDate => iso as LocalDate;
const from = instant('2026-12-15T07:30Z');
const to = instant('2026-12-15T08:00Z');

describe('dates and times are written out', () => {
  it('says a visit in Swedish with weekday, day, month and hours', () => {
    const words = dateWords('sv', 'Europe/Stockholm');
    expect(words.visit(from, to)).toBe('tisdag 15 december kl. 08.30–09.00');
    expect(words.moment(from)).toBe('tisdag 15 december kl. 08.30');
    expect(words.clockSpan(from, to)).toBe('08:30–09:00');
  });

  it('says a visit in English with a comma before the hours', () => {
    const words = dateWords('en', 'Europe/Stockholm');
    expect(words.visit(from, to)).toBe('Tuesday 15 December, 08:30–09:00');
    expect(words.moment(from)).toBe('Tuesday 15 December at 08:30');
  });

  it('follows the wall clock of the zone over the change to summer time', () => {
    const words = dateWords('sv', 'Europe/Stockholm');
    expect(words.clock(instant('2027-03-28T00:30Z'))).toBe('01:30');
    expect(words.clock(instant('2027-03-28T01:30Z'))).toBe('03:30');
  });

  it('says midnight as 00:00', () => {
    const words = dateWords('en', 'Europe/Stockholm');
    expect(words.clock(instant('2026-12-14T23:00Z'))).toBe('00:00');
  });

  it('says calendar days without a zone', () => {
    const sv = calendarWords('sv');
    expect(sv.day(date('2026-12-15'))).toBe('tisdag 15 december');
    expect(sv.shortDay(date('2026-12-15'))).toBe('15 dec');
    expect(capitalised(sv.month(date('2026-12-15')))).toBe('December');
    expect(sv.week(51)).toBe('vecka 51');
    expect(calendarWords('en').week(51)).toBe('week 51');
  });
});
