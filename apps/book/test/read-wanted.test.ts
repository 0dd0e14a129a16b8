import type { LocalDate } from '@tidbok/core';
import { expect, test } from 'vitest';
import { readWanted } from '../src/search/read-wanted.ts';

const today = '2026-11-25' as LocalDate;

test.each([
  ['12 dec', '2026-12-12', 'day'],
  ['12 december', '2026-12-12', 'day'],
  ['12/12', '2026-12-12', 'day'],
  ['1 mars', '2027-03-01', 'day'],
  ['29 feb 2028', '2028-02-29', 'day'],
  ['2026-12-24', '2026-12-24', 'day'],
  ['idag', '2026-11-25', 'day'],
  ['i morgon', '2026-11-26', 'day'],
  ['v 51', '2026-12-14', 'week'],
  ['vecka 2', '2027-01-11', 'week'],
  ['w53', '2026-12-28', 'week'],
])('%s is the next day, or week, that is meant', (text, date, view) => {
  expect(readWanted(text, today)).toEqual({ date, view });
});

test.each(['andersson', '31 feb', 'v 54', '12', '0 dec', ''])('%j is no day', (text) => {
  expect(readWanted(text, today)).toBeUndefined();
});
