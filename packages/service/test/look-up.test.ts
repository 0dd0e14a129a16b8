import { randomUUID } from 'node:crypto';
import type { BookingId, LocalDate } from '@tidbok/core';
import type { BookCommand } from '@tidbok/service/clinic';
import type { BookOnlineInput } from '@tidbok/service/site';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BothSides } from './both-sides.ts';
import { must } from './clinic/open-small-practice.ts';
import {
  at,
  chairA,
  chairB,
  clinicId,
  dentist,
  hygienist,
  id,
  internetKind,
  local,
  reception,
  visit30,
} from './clinic/small-practice.ts';

const DAY = '2026-12-01' as LocalDate;
const TOLVAN = '192801287075';
const STRANGER = '192804089239';
const contact = { email: 'tolvan@example.se', mobile: '+46701740605' };

let both: BothSides;
let disconnect: () => void = () => undefined;

beforeEach(async () => {
  both = await BothSides.open();
  must(
    await both.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('12:00'),
    }),
  );
  await both.exchange();
  disconnect = connect();
});

afterEach(async () => {
  disconnect();
  await both.close();
});

/** The Online Client answers what the site asks, as over the line. */
function connect(): () => void {
  const { site, clinic } = both;
  return site.link.onLookup((practiceId, question) => {
    void clinic
      .lookUp(question)
      .then((parts) => site.link.lookedUp(practiceId, question.lookupId, parts));
    return true;
  });
}

/** Reception books for Tolvan, beside what is offered. */
async function clinicBooks(start: string, rest: Partial<BookCommand> = {}): Promise<BookingId> {
  const booked = await both.clinic.book(reception, {
    resourceId: chairB,
    practitionerId: hygienist,
    start: at(start),
    templateId: visit30,
    patient: { id: id(71) },
    override: false,
    ...rest,
  });
  return must(booked).id;
}

const asker = (personalIdentityNumber: string) => ({ personalIdentityNumber, clinicId });
const cancelling = (bookingId: BookingId, personalIdentityNumber = TOLVAN) => ({
  ...{ clinicId, bookingId, personalIdentityNumber },
  patient: null,
});
const wanted = (start: string): BookOnlineInput => ({
  clinicId,
  templateId: visit30,
  resourceId: chairA,
  practitionerId: null,
  start: at(start),
  holdId: null,
  idempotencyKey: randomUUID(),
  patient: {
    givenName: 'Tolvan',
    familyName: 'Tolvansson',
    personalIdentityNumber: TOLVAN,
    ...contact,
  },
});
const moving = (replaces: BookingId, start: string) => ({ ...wanted(start), replaces });

async function inBook(): Promise<[string, string][]> {
  const visits = await both.clinic.bookings(reception, { from: DAY, to: DAY });
  return visits.map(({ start, state }) => [new Date(start).toISOString().slice(11, 16), state]);
}

const code = (outcome: { ok: boolean; refusal?: { code: string } }) => outcome.refusal?.code;

describe('what the clinic has booked', () => {
  test('is shown to the person with e-ID, with nothing that is internal', async () => {
    const bookingId = await clinicBooks('10:00', { bookText: 'Orolig, ring före' });

    const mine = await both.site.myBookings(asker(TOLVAN));

    expect(mine).toMatchObject({
      items: [
        {
          ...{ bookingId, clinicId, isOnline: false, status: 'confirmed', start: at('10:00') },
          ...{ templateName: 'Undersökning 30 min', practitionerName: 'Hedda Prov' },
          ...{ mayRebook: true, mayCancel: true, clinicName: 'Provkliniken' },
        },
      ],
      outOfReach: [],
      allAsked: true,
    });
    expect(JSON.stringify(mine)).not.toContain('Orolig');
    expect(await both.site.myVisit({ ...asker(TOLVAN), bookingId })).toMatchObject({ bookingId });
  });

  test('is nobody else’s to see, change or learn of', async () => {
    const bookingId = await clinicBooks('10:00');

    expect((await both.site.myBookings(asker(STRANGER))).items).toEqual([]);
    expect(await both.site.myVisit({ ...asker(STRANGER), bookingId })).toBeNull();
    const stolen = await both.site.cancelMine(cancelling(bookingId, STRANGER));
    expect(code(stolen)).toBe('unknown-booking');
    await both.exchange();
    expect(await inBook()).toEqual([['09:00', 'confirmed']]);
  });

  test('is kept nowhere at the site, and the clinic records who was asked about', async () => {
    await clinicBooks('10:00');
    await both.site.myBookings(asker(TOLVAN));

    const { rows } = await both.pools.site.query('select booking_id from booking');
    expect(rows).toEqual([]);
    const read = await both.pools.clinic.query(
      `select patient_ids from patient_access where actor = 'site' and what = 'my-visits'`,
    );
    expect(read.rows).toEqual([{ patient_ids: [id(71)] }]);
  });

  test('is not told of a person whose details are protected', async () => {
    await clinicBooks('10:00');
    await both.pools.clinic.query(
      `update patient set protection = 'confidential', email = '', mobile = ''`,
    );

    expect((await both.site.myBookings(asker(TOLVAN))).items).toEqual([]);
  });

  test('is missing while the clinic is out of reach, and the site knows that it may be', async () => {
    const bookingId = await clinicBooks('10:00');
    disconnect();

    const mine = await both.site.myBookings(asker(TOLVAN));

    expect(mine).toMatchObject({ items: [], outOfReach: ['Provkliniken'] });
    expect(code(await both.site.cancelMine(cancelling(bookingId)))).toBe('clinic-not-reached');
  });

  test('and what was booked online stand beside each other, each once', async () => {
    await clinicBooks('10:00');
    must(await both.site.book(wanted('08:00')));
    await both.exchange();

    const { items } = await both.site.myBookings(asker(TOLVAN));
    expect(items.map(({ start, isOnline }) => [start, isOnline])).toEqual([
      [at('08:00'), true],
      [at('10:00'), false],
    ]);
  });
});

describe('a visit that the clinic made', () => {
  test('is given up by the person: ended in the book, and only once', async () => {
    const bookingId = await clinicBooks('10:00');

    expect(await both.site.cancelMine(cancelling(bookingId))).toEqual({ ok: true, value: null });
    await both.exchange();

    expect(await inBook()).toEqual([['09:00', 'cancelled']]);
    expect((await both.site.myBookings(asker(TOLVAN))).items).toEqual([]);
    expect(code(await both.site.cancelMine(cancelling(bookingId)))).toBe('unknown-booking');
  });

  test('on time that was offered is offered again once it is given up (U5)', async () => {
    const taking = clinicBooks('08:00', { resourceId: chairA, practitionerId: dentist });
    await expect
      .poll(async () => {
        await both.exchange();
        return inBook();
      })
      .toEqual([['07:00', 'confirmed']]);
    const bookingId = await taking;
    const offered = async () => {
      const times = await both.site.times({
        ...{ clinicId, templateId: visit30, practitionerId: dentist },
        ...{ from: DAY, to: DAY },
      });
      return must(times).items.map(({ start }) => start);
    };
    expect(await offered()).not.toContain(at('08:00'));

    must(await both.site.cancelMine(cancelling(bookingId)));
    await both.exchange();

    expect(await offered()).toContain(at('08:00'));
  });

  test('is moved by the person to far time in one breath', async () => {
    const bookingId = await clinicBooks('10:00');

    const moved = must(await both.site.rebookMine(moving(bookingId, '08:30')));
    expect(moved.status).toBe('confirmed');
    await both.exchange();

    expect(await inBook()).toEqual([
      ['07:30', 'confirmed'],
      ['09:00', 'cancelled'],
    ]);
    const { items } = await both.site.myBookings(asker(TOLVAN));
    expect(items.map(({ start }) => start)).toEqual([at('08:30')]);
  });

  test('is moved by request where the site may not sell, and stands until accepted', async () => {
    const bookingId = await clinicBooks('10:00');
    // Four days and an hour without a word from the clinic's log: the site only takes requests.
    both.clock.now = at('09:00', '2026-11-28');

    const moved = must(await both.site.rebookMine(moving(bookingId, '08:30')));
    expect(moved.status).toBe('preliminary');
    expect(await inBook()).toEqual([['09:00', 'confirmed']]);
    await both.exchange();

    expect(await inBook()).toEqual([
      ['07:30', 'confirmed'],
      ['09:00', 'cancelled'],
    ]);
  });

  test('is changed no later than the clinic’s limit, nor where its template forbids', async () => {
    const bookingId = await clinicBooks('10:00');
    await both.pools.clinic.query('update booking_template set cancellable = false');
    await both.pools.clinic.query(
      'update practice_sync set register_revision = register_revision + 1',
    );
    expect(code(await both.site.cancelMine(cancelling(bookingId)))).toBe('not-cancellable');

    both.clock.now = at('10:01', '2026-11-30');
    await both.site.tick();
    const late = await both.site.rebookMine(moving(bookingId, '11:30'));
    expect(code(late)).toBe('too-late-to-change');
  });
});
