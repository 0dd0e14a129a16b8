import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bookDay, type BookDay } from '../src/calls/book-shapes.ts';
import { KeptColumns } from '../src/grid/kept-columns.ts';

const date = '2026-12-01';
const at = `${date}T08:00:00+01:00`;
const chairs = ['a', 'b'] as const;

const visit = (resourceId: string, bookText: string) => ({
  ...{ id: `visit-${resourceId}`, date, fromMinute: 480, toMinute: 510, start: at, end: at },
  ...{ resourceId, practitionerId: 'olle', templateId: 'examination', patient: { id: 'p' } },
  ...{ bookText, state: 'confirmed', source: 'staff' },
});

/** The day as it is read once more: equal in all but what chair b's visit says. */
const read = (textInB: string): BookDay =>
  v.parse(bookDay, {
    ...{ asOf: at, zoneId: 'Europe/Stockholm', clinic: { id: 'c', name: 'Kliniken' } },
    ...{ days: [{ date, isoWeek: 49 }], resources: chairs.map((id) => ({ id, name: id })) },
    ...{ shifts: [], preblocks: [], offers: [] },
    bookings: [visit('a', 'US'), visit('b', textInB)],
    summary: { offered: 0, soldOnline: 0, free: 0, preliminary: 0 },
    sync: { connected: true },
  });

const columnsOf = (kept: KeptColumns, book: BookDay) =>
  kept.columns(book, { resourceIds: [], hours: kept.hours(book) });

describe('a day that is read again', () => {
  it('keeps the columns and hours that did not change, so that only the others are drawn', () => {
    const kept = new KeptColumns();
    const before = columnsOf(kept, read('US'));
    const hours = kept.hours(read('US'));
    const after = columnsOf(kept, read('Värk'));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(kept.hours(read('Värk'))).toBe(hours);
  });

  it('is the very same when nothing changed', () => {
    const kept = new KeptColumns();
    expect(columnsOf(kept, read('US'))).toBe(columnsOf(kept, read('US')));
  });
});
