import { addMinutes, instant } from '@tidbok/core';
import type { MyBooking } from '@tidbok/service/site';
import { describe, expect, it } from 'vitest';
import { howEnded } from '../src/journey/ended-visit.ts';

const end = instant(Date.parse('2026-12-15T09:00:00+01:00'));

describe('a visit of one’s own', () => {
  const ended = (status: MyBooking['status'], minutesAfter: number) =>
    howEnded({ status, end }, addMinutes(end, minutesAfter));

  it.each(['confirmed', 'preliminary'] as const)(
    'that is %s has been when it is over',
    (status) => {
      expect(ended(status, -1)).toBeNull();
      expect(ended(status, 0)).toBe('been');
    },
  );

  it.each(['cancelled', 'been', 'missed'] as const)('that is %s is so before its end', (status) => {
    expect(ended(status, -60)).toBe(status);
  });
});
