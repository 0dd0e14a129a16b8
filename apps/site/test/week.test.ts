import { describe, expect, it } from 'vitest';
import { readDate, readWeek, writeWeek } from '../src/journey/week.ts';

describe('the week in the address', () => {
  it('is an ISO week, by its Monday', () => {
    expect(readWeek('2026-W51')).toBe('2026-12-14');
    expect(readWeek('2026-W53')).toBe('2026-12-28');
    expect(readWeek('2027-W53')).toBeNull();
    expect(readWeek('2026-W00')).toBeNull();
    expect(readWeek('week 51')).toBeNull();
  });

  it('belongs to the year that has its Thursday', () => {
    const monday = readWeek('2026-W53');
    if (monday === null) throw new Error('2026 has 53 weeks');
    expect(writeWeek(monday)).toBe('2026-W53');
  });

  it('takes a date only when the calendar has it', () => {
    expect(readDate('2027-02-28')).toBe('2027-02-28');
    expect(readDate('2027-02-30')).toBeNull();
    expect(readDate("2027-01-01'--")).toBeNull();
    expect(readDate(null)).toBeNull();
  });
});
