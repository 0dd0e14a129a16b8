import { localDate, dayNumberOf } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { monthWeeks } from '../src/book/month.ts';
import { datesShown, hrefOf, readShown, stepped } from '../src/book/view.ts';
import { safeNext } from '../src/shell/cookies.ts';

const thursday = localDate(dayNumberOf({ year: 2026, month: 11, day: 26 }));
const usual = { clinicId: 'lund', today: thursday };

describe('what the address of the book says', () => {
  it('is the usual clinic, today, one day, when it says nothing', () => {
    expect(readShown(new URLSearchParams(), usual)).toEqual({
      clinicId: 'lund',
      date: thursday,
      view: 'day',
      resourceIds: [],
    });
  });

  it('is read back as it was written', () => {
    const shown = {
      clinicId: 'malmo',
      date: thursday,
      view: 'workWeek',
      resourceIds: ['a', 'b'],
    } as const;
    const { searchParams } = new URL(hrefOf(shown), 'https://book.example');
    expect(readShown(searchParams, usual)).toEqual(shown);
  });

  it('is not believed when it is no date or no view', () => {
    const search = new URLSearchParams({ date: '2026-02-30', view: 'year' });
    expect(readShown(search, usual)).toMatchObject({ date: thursday, view: 'day' });
  });

  it('shows two weeks from Monday and steps two weeks at a time', () => {
    const shown = { clinicId: 'lund', date: thursday, view: 'twoWeeks', resourceIds: [] } as const;
    expect(datesShown(shown)).toEqual({ from: '2026-11-23', to: '2026-12-06' });
    expect(stepped(shown, 1)).toBe('2026-12-10');
  });

  it('shows weeks from Monday and steps a week at a time', () => {
    expect(datesShown({ date: thursday, view: 'workWeek' })).toEqual({
      from: '2026-11-23',
      to: '2026-11-27',
    });
    const shown = { clinicId: '', date: thursday, view: 'week', resourceIds: [] } as const;
    expect(stepped(shown, -1)).toBe('2026-11-19');
  });
});

describe('the month of Gå till datum', () => {
  it('has its ISO weeks, from the Monday on or before the first', () => {
    const weeks = monthWeeks(thursday);
    expect(weeks.map(({ week }) => week)).toEqual([44, 45, 46, 47, 48, 49]);
    expect(weeks[0]?.days[0]).toEqual({ date: '2026-10-26', inMonth: false });
  });
});

describe('where signing in leads', () => {
  it('is a page of the book, never another site', () => {
    expect(safeNext('/installningar/preblock')).toBe('/installningar/preblock');
    expect(safeNext('//evil.example')).toBe('/');
    expect(safeNext('/\\evil.example')).toBe('/');
    expect(safeNext('https://evil.example')).toBe('/');
    expect(safeNext(null)).toBe('/');
  });
});
