import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/calls/book-shapes.ts';
import { booking as shape } from '../src/calls/book-shapes.ts';
import { recentChanges } from '../src/live/recent-changes.ts';
import * as v from 'valibot';

function booking(id: string, more: Partial<Booking> = {}): Booking {
  const read = v.parse(shape, {
    id,
    date: '2026-11-26',
    fromMinute: 480,
    toMinute: 510,
    resourceId: 'chair',
    practitionerId: 'olle',
    start: '2026-11-26T08:00:00+01:00',
    end: '2026-11-26T08:30:00+01:00',
    templateId: 'us',
    patient: { id: 'p', givenName: 'Prov', familyName: 'Ek' },
    state: 'confirmed',
    source: 'staff',
  });
  return { ...read, ...more };
}

describe('what is news in the book', () => {
  it('is a booking from the site', () => {
    const online = booking('b', { source: 'online' });
    expect(recentChanges([booking('a')], [booking('a'), online])).toEqual([
      { key: 'online b', what: 'online', booking: online },
    ]);
  });

  it('is not what staff booked themselves', () => {
    expect(recentChanges([], [booking('a')])).toEqual([]);
  });

  it('is a cancellation, whether the booking is gone or stands as cancelled', () => {
    const was = booking('a');
    expect(recentChanges([was], [])).toMatchObject([{ what: 'cancelled', booking: was }]);
    expect(recentChanges([was], [booking('a', { state: 'cancelled' })])).toHaveLength(1);
  });

  it('is not a move', () => {
    expect(recentChanges([booking('a')], [booking('b', { replaces: 'a' })])).toEqual([]);
  });
});
