import { createHash } from 'node:crypto';
import type { BookingId } from '@tidbok/core';
import { hashOf } from '@tidbok/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { details, frontier, near, openOfferingPractice, soldVisit } from './offering-practice.ts';
import { must, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { at, chairA, clinicId, dentist, id, reception, visit30 } from './small-practice.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let open: OpenPractice;
const day = { from: '2026-12-01', to: '2026-12-01' } as never as { from: never; to: never };

beforeEach(async () => {
  open = await openOfferingPractice();
});
afterEach(() => open.close());

type Rest = Omit<Parameters<typeof soldVisit>[1], 'bookingId' | 'start'>;

function sold(bookingId: BookingId, start: string, rest: Rest = {}) {
  return soldVisit(open, { bookingId, start, ...rest });
}

test('pairing announces the catalogue and every Internet preblock under a shift', async () => {
  const entries = await open.site.pair(frontier);
  expect(entries[0]).toMatchObject({ type: 'CATALOG', catalog: { practiceName: 'Provpraktiken' } });
  const offers = entries.filter((entry) => entry.type === 'OFFER');
  expect(offers.map((offer) => offer.during)).toEqual(
    expect.arrayContaining([
      { from: at('08:00'), to: at('10:00') },
      { from: at('13:00', near), to: at('15:00', near) },
    ]),
  );
  expect(JSON.stringify(entries)).not.toMatch(/Tolvan|192801287075|US"/);
});

test('a sale stands in the book at once, registered by ITB, as its template says', async () => {
  await open.site.pair(frontier);
  await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00') });
  expect(must(await open.clinic.booking(reception, id(201)))).toMatchObject({
    source: 'online',
    registeredBy: 'ITB',
    state: 'confirmed',
    bookText: 'US',
    summonsCard: true,
    start: at('08:00'),
    end: at('08:30'),
    patient: { name: 'Nina Ny', identityNumberMasked: '19280408-••••' },
  });
  // The site's own occupancy hides the time: the offer stands, nothing is withdrawn.
  expect(await open.site.hear()).toEqual([]);
});

test('the grid shows at a glance what is free, sold and taken by staff (U6)', async () => {
  await open.site.pair(frontier);
  await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00') });
  const grid = must(await open.clinic.bookDay(reception, { clinicId, ...day }));
  expect(
    grid.offers.map(({ fromMinute, toMinute, state }) => [fromMinute, toMinute, state]),
  ).toEqual([
    [480, 510, 'sold'],
    [510, 600, 'free'],
  ]);
  expect(grid.summary).toEqual({ offered: 120, soldOnline: 30, free: 90, preliminary: 0 });
});

test('the same record applied twice is nothing the second time', async () => {
  await open.site.pair(frontier);
  const records = await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00') });
  const again = await open.clinic.applySiteRecords(records);
  expect(again).toMatchObject({ type: 'applied', cursor: { seq: 2 } });
  expect(await open.clinic.bookings(reception, day)).toHaveLength(1);
});

test('a record out of order is a gap, one that cannot be read halts and is never skipped', async () => {
  await open.site.pair(frontier);
  const first = open.site.record({ type: 'BOOK', visit: sold(id(201), '08:00') });
  const second = open.site.record({ type: 'BOOK', visit: sold(id(202), '08:30') });
  expect((await open.clinic.applySiteRecords([second])).type).toBe('gap');
  const tampered = { ...first, body: first.body.replace('"BOOK"', '"BOOM"') };
  expect((await open.clinic.applySiteRecords([tampered])).type).toBe('diverged');
  const body = '{"type":"BOOK"}';
  const damaged = { ...first, body, hash: hashOf({ ...first, body }, sha256) };
  expect(await open.clinic.applySiteRecords([damaged])).toMatchObject({ type: 'halted', seq: 2 });
  expect((await open.clinic.syncState())?.mode).toBe('halted');
  expect(await open.clinic.bookings(reception, day)).toEqual([]);
});

test('a known patient is matched by number; what was typed never writes over the register', async () => {
  await open.site.pair(frontier);
  const typed = { ...details, personalIdentityNumber: '192801287075', email: 'ny@example.se' };
  await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00', { details: typed }) });
  expect(must(await open.clinic.booking(reception, id(201)))).toMatchObject({
    detailsDiffer: true,
    patient: { id: id(71), name: 'Tolvan Tolvansson', email: 'tolvan@example.se' },
  });
});

test('details sealed for another booking reach the book for a person to see to', async () => {
  await open.site.pair(frontier);
  const visit = { ...sold(id(201), '08:00'), sealed: open.site.seal(id(299), details) };
  await open.site.say({ type: 'BOOK', visit });
  const status = await open.clinic.status();
  expect(status.needsPerson).toMatchObject([{ kind: 'unreadable-details', bookingIds: [id(201)] }]);
});

describe('near time is sold by asking', () => {
  const nearVisit = { date: near, preblockId: id<never>(102) };
  const expiresAt = at('12:00', near);

  test('a request for free time is accepted and stands', async () => {
    await open.site.pair(frontier);
    await open.site.say({ type: 'REQUEST', visit: sold(id(201), '13:00', nearVisit), expiresAt });
    expect(await open.site.hear()).toEqual([{ type: 'ACCEPT', bookingId: id(201) }]);
    expect(must(await open.clinic.booking(reception, id(201))).state).toBe('confirmed');
  });

  test('a request for time that staff have taken is rejected; staff never waited', async () => {
    await open.site.pair(frontier);
    const booked = must(
      await open.clinic.book(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        start: at('13:00', near),
        templateId: visit30,
        patient: { id: id(71) },
        override: false,
      }),
    );
    expect(await open.site.hear()).toMatchObject([{ type: 'BLOCK', blockId: booked.id }]);
    await open.site.say({ type: 'REQUEST', visit: sold(id(201), '13:00', nearVisit), expiresAt });
    expect(await open.site.hear()).toEqual([
      { type: 'REJECT', bookingId: id(201), reason: 'time-taken' },
    ]);
    expect(await open.clinic.patients(reception, 'nina')).toEqual([]);
    must(await open.clinic.cancel(reception, { bookingId: booked.id, reason: 'clinic' }));
    const freed = await open.site.hear();
    expect(freed.map(({ type }) => type)).toEqual(['UNBLOCK', 'OFFER']);
  });
});

test('a cancellation travels either way and is final', async () => {
  await open.site.pair(frontier);
  await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00') });
  must(await open.clinic.cancel(reception, { bookingId: id(201), reason: 'clinic' }));
  expect(await open.site.hear()).toMatchObject([{ type: 'CANCEL', bookingId: id(201) }]);
  await open.site.say(
    { type: 'CANCEL', bookingId: id(202), reason: 'patient' },
    { type: 'BOOK', visit: sold(id(202), '09:00') },
  );
  expect(refusalOf(await open.clinic.booking(reception, id(202)))).toBe('unknown-booking');
});

test('a visit that the site knows is moved there too, in one entry', async () => {
  await open.site.pair(frontier);
  await open.site.say({ type: 'BOOK', visit: sold(id(201), '08:00') });
  const moving = open.clinic.move(reception, {
    bookingId: id(201),
    start: at('11:00'),
    override: false,
  });
  const moved = must(await moving);
  expect(await open.site.hear()).toMatchObject([
    { type: 'MOVE', cancel: id(201), book: { bookingId: moved.id, replaces: id(201) } },
  ]);
});

test('a removed preblock is withdrawn, and offered no more once the site has answered', async () => {
  await open.site.pair(frontier);
  must(await open.clinic.removePreblock(reception, { preblockId: id(101), series: 'one' }));
  const [withdraw] = await open.site.hearOf('WITHDRAW');
  expect(withdraw).toMatchObject({ preblockId: id(101) });
  await open.site.say({
    type: 'WITHDRAWN',
    withdrawId: withdraw?.withdrawId ?? id(0),
    left: [],
  });
  expect(await open.site.hear()).toEqual([]);
  must(
    await open.clinic.book(reception, {
      resourceId: chairA,
      practitionerId: dentist,
      start: at('08:00'),
      templateId: visit30,
      patient: { id: id(71) },
      override: false,
    }),
  );
  expect(await open.site.hear()).toEqual([]);
});

test('three hundred sales arrive as one stream, each exactly once', async () => {
  await open.site.pair(frontier);
  const records = Array.from({ length: 300 }, (_, i) =>
    i % 2 === 0
      ? open.site.record({ type: 'BOOK', visit: sold(id(1000 + i), '08:00') })
      : open.site.record({ type: 'CANCEL', bookingId: id(1000 + i - 1), reason: 'patient' }),
  );
  for (let i = 0; i < records.length; i += 100) {
    const applied = await open.clinic.applySiteRecords(records.slice(i, i + 100));
    expect(applied.type).toBe('applied');
  }
  const all = await open.clinic.bookings(reception, day);
  expect(all).toHaveLength(150);
  expect(all.every(({ state }) => state === 'cancelled')).toBe(true);
  expect(await open.site.hear()).toEqual([]);
});
