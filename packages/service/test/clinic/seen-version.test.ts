import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BookedView } from '@tidbok/service/clinic';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { at, chairA, dentist, id, reception, visit30 } from './small-practice.ts';

let open: OpenPractice;
const starts = ['08:00', '08:30', '09:00', '09:30', '10:00', '11:30'];

beforeAll(async () => {
  open = await openSmallPractice();
});
afterAll(() => open.close());

async function booked(): Promise<BookedView> {
  return must(
    await open.clinic.book(reception, {
      resourceId: chairA,
      practitionerId: dentist,
      start: at(starts.shift() ?? ''),
      templateId: visit30,
      patient: { id: id(71) },
      override: false,
    }),
  );
}

describe('two receptionists with the same booking in front of them', () => {
  test('the second to save is told, and the first one’s words stand', async () => {
    const { id: bookingId, version } = await booked();
    must(await open.clinic.editBooking(reception, { bookingId, version, bookText: 'Först' }));
    const late = await open.clinic.editBooking(reception, { bookingId, version, bookText: 'Sen' });
    expect(refusalOf(late)).toBe('changed-meanwhile');
    const stands = must(await open.clinic.booking(reception, bookingId));
    expect(stands.bookText).toBe('Först');
    must(
      await open.clinic.editBooking(reception, {
        bookingId,
        version: stands.version,
        bookText: 'Sen',
      }),
    );
  });

  test('neither moves, cancels nor marks what the other has just changed', async () => {
    const { id: bookingId, version } = await booked();
    const seen = { bookingId, version };
    must(await open.clinic.setBookingState(reception, { ...seen, state: 'arrived' }));
    const move = { ...seen, start: at('14:00'), override: true };
    expect(refusalOf(await open.clinic.move(reception, move))).toBe('changed-meanwhile');
    const cancel = { ...seen, reason: 'patient' as const };
    expect(refusalOf(await open.clinic.cancel(reception, cancel))).toBe('changed-meanwhile');
    const noShow = { ...seen, state: 'no-show' as const };
    expect(refusalOf(await open.clinic.setBookingState(reception, noShow))).toBe(
      'changed-meanwhile',
    );
    expect(must(await open.clinic.booking(reception, bookingId)).state).toBe('arrived');
  });

  test('two who save at the same instant: one is told', async () => {
    const { id: bookingId, version } = await booked();
    const answers = await Promise.all(
      ['en', 'två'].map((bookText) =>
        open.clinic.editBooking(reception, { bookingId, version, bookText }),
      ),
    );
    expect(answers.map(refusalOf).sort()).toEqual(['changed-meanwhile', 'ok']);
  });

  test('one who moves what the other has moved learns where it now stands', async () => {
    const old = await booked();
    const first = must(
      await open.clinic.move(reception, {
        bookingId: old.id,
        version: old.version,
        start: at('10:45'),
        override: false,
      }),
    );
    const late = await open.clinic.move(reception, {
      bookingId: old.id,
      version: old.version,
      start: at('11:00'),
      override: false,
    });
    expect(late).toMatchObject({
      ok: false,
      refusal: { code: 'booking-ended', details: { movedTo: first.id } },
    });
  });
});

describe('the history of a booking', () => {
  test('tells who did what and when, through moves', async () => {
    const old = await booked();
    must(await open.clinic.editBooking(reception, { bookingId: old.id, bookText: 'Ny text' }));
    const { id: bookingId } = must(
      await open.clinic.move(reception, {
        bookingId: old.id,
        start: at('11:15'),
        override: false,
      }),
    );
    must(await open.clinic.setBookingState(reception, { bookingId, state: 'no-show' }));
    must(await open.clinic.setBookingState(reception, { bookingId, state: 'confirmed' }));
    must(await open.clinic.cancel(reception, { bookingId, reason: 'patient' }));
    const lines = must(await open.clinic.bookingHistory(reception, bookingId));
    expect(lines.map(({ what }) => what)).toEqual([
      ...['booked', 'edited', 'moved', 'no-show', 'confirmed', 'cancelled'],
    ]);
    expect(new Set(lines.map(({ by }) => by))).toEqual(new Set([reception.name]));
    expect(lines[1]?.fields).toEqual({ bookText: { from: 'US', to: 'Ny text' } });
    expect(lines[2]?.movedFrom).toMatchObject({ start: old.start });
    expect(lines[2]).toMatchObject({ start: at('11:15') });
    expect(lines[5]?.reason).toBe('patient');
  });

  test('saving what already stands is no change', async () => {
    const { id: bookingId, version, bookText } = await booked();
    const saved = must(await open.clinic.editBooking(reception, { bookingId, bookText }));
    expect(saved.version).toBe(version);
  });
});
