import type { PreblockType } from '@tidbok/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BookCommand } from '@tidbok/service/clinic';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  at,
  chairA,
  chairB,
  dentist,
  hygienist,
  id,
  internetKind,
  kind,
  local,
  reception,
  surgery60,
  temp,
  visit30,
  visit40,
} from './small-practice.ts';

let open: OpenPractice;
let hour = 0;

beforeAll(async () => {
  open = await openSmallPractice();
});
afterAll(() => open.close());

function visit(start: string, rest: Partial<BookCommand> = {}): BookCommand {
  return {
    resourceId: chairA,
    practitionerId: dentist,
    start: at(start),
    templateId: visit30,
    patient: { id: id(71) },
    override: false,
    ...rest,
  };
}

describe('before any site is paired', () => {
  test('a visit takes length, text and marks from its template', async () => {
    const booked = must(await open.clinic.book(reception, visit('08:00')));
    expect(booked).toMatchObject({
      start: at('08:00'),
      end: at('08:30'),
      bookText: 'US',
      summonsCard: true,
      source: 'staff',
      registeredBy: 'Rut Reception',
      state: 'confirmed',
      fromMinute: 480,
    });
  });

  test('a chair or a practitioner is never taken twice, override or not', async () => {
    const taken = visit('08:15', { override: true });
    expect(refusalOf(await open.clinic.book(reception, taken))).toBe('overlap');
    const elsewhere = visit('08:15', { resourceId: chairB, override: true });
    expect(refusalOf(await open.clinic.book(reception, elsewhere))).toBe('overlap');
  });

  test('outside the schedule staff are asked, and their override is kept', async () => {
    const late = visit('13:00');
    expect(refusalOf(await open.clinic.book(reception, late))).toBe('outside-schedule!');
    const booked = must(await open.clinic.book(reception, { ...late, override: true }));
    expect(booked.overridden).toEqual(['outside-schedule']);
  });

  test('a repeated request with the same id books once', async () => {
    const bookingId = id<NonNullable<BookCommand['bookingId']>>(901);
    const first = must(await open.clinic.book(reception, visit('09:00', { bookingId })));
    const again = must(await open.clinic.book(reception, visit('09:00', { bookingId })));
    expect(again.id).toBe(first.id);
  });

  test('moving leaves the old visit cancelled and a new one that replaces it', async () => {
    const old = must(await open.clinic.book(reception, visit('10:00')));
    const moved = must(
      await open.clinic.move(reception, {
        bookingId: old.id,
        start: at('10:15'),
        override: false,
      }),
    );
    expect(moved).toMatchObject({ replaces: old.id, start: at('10:15'), end: at('10:45') });
    expect(must(await open.clinic.booking(reception, old.id)).state).toBe('cancelled');
    const again = { bookingId: old.id, start: at('11:00'), override: false };
    expect(refusalOf(await open.clinic.move(reception, again))).toBe('booking-ended');
  });

  test('a cancelled visit frees its time for ever and cannot come back', async () => {
    const booked = must(await open.clinic.book(reception, visit('11:00')));
    const cancelled = must(
      await open.clinic.cancel(reception, { bookingId: booked.id, reason: 'patient' }),
    );
    expect(cancelled).toMatchObject({ state: 'cancelled', cancelReason: 'patient' });
    const arrived = { bookingId: booked.id, state: 'arrived' as const };
    expect(refusalOf(await open.clinic.setBookingState(reception, arrived))).toBe('booking-ended');
    must(await open.clinic.book(reception, visit('11:00')));
  });

  test('unknown ids are refused by name', async () => {
    const cases: readonly [Partial<BookCommand>, string][] = [
      [{ resourceId: id(999) }, 'unknown-resource'],
      [{ practitionerId: id(999) }, 'unknown-practitioner'],
      [{ templateId: id(999) }, 'unknown-template'],
      [{ patient: { id: id(999) } }, 'unknown-patient'],
      [{ minutes: 0 }, 'invalid'],
      [{ patient: { givenName: '', familyName: 'X' } }, 'invalid'],
      [
        { patient: { givenName: 'A', familyName: 'B', personalIdentityNumber: '192801287076' } },
        'invalid',
      ],
    ];
    for (const [rest, code] of cases) {
      expect(refusalOf(await open.clinic.book(reception, visit('11:30', rest)))).toBe(code);
    }
  });
});

describe('a preblock is enforced when staff book over it (B2)', () => {
  const types: readonly (readonly [string, PreblockType, 'ok' | 'no'])[] = [
    ['standard', { type: 'standard' }, 'ok'],
    ['recall', { type: 'recall' }, 'no'],
    ['patient-free', { type: 'patient-free' }, 'no'],
    ['amount', { type: 'amount', minimumAmount: 1000 }, 'no'],
    ['treatment', { type: 'treatment', categories: { mode: 'deny', ids: [id(31)] } }, 'no'],
    ['internet', { type: 'internet', categories: { mode: 'allow', ids: [id(32)] } }, 'no'],
  ];
  const cases = types.flatMap(([name, rule, answer]) => [
    { name, rule, bypass: true, expected: answer === 'ok' ? 'ok' : 'preblock-refuses!' },
    { name, rule, bypass: false, expected: answer === 'ok' ? 'ok' : 'preblock-refuses' },
  ]);

  beforeEach(() => {
    hour += 1;
  });

  test.each(cases)('$name, bypass $bypass: $expected', async ({ name, rule, bypass, expected }) => {
    const date = `2026-12-${String(hour + 1).padStart(2, '0')}`;
    const kindId = id<typeof internetKind>(400 + hour);
    must(
      await open.clinic.savePreblockKind(
        reception,
        kind(kindId, `${name} ${bypass ? 'ja' : 'nej'}`, { bypass, rule }),
      ),
    );
    const shift = { resourceId: chairB, practitionerId: dentist };
    must(
      await open.clinic.insertShift(reception, {
        ...shift,
        from: local('13:00', date),
        to: local('15:00', date),
      }),
    );
    must(
      await open.clinic.placePreblock(reception, {
        kindId,
        resourceId: chairB,
        from: local('13:00', date),
        to: local('14:00', date),
      }),
    );
    const over = visit('13:30', { ...shift, start: at('13:30', date) });
    expect(refusalOf(await open.clinic.book(reception, over))).toBe(expected);
    const beside = visit('14:00', { ...shift, start: at('14:00', date) });
    expect(refusalOf(await open.clinic.book(reception, beside))).toBe('ok');
    if (expected === 'preblock-refuses!') {
      const booked = must(await open.clinic.book(reception, { ...over, override: true }));
      expect(booked.overridden).toEqual(['preblock-refuses']);
    }
    if (expected === 'preblock-refuses') {
      expect(refusalOf(await open.clinic.book(reception, { ...over, override: true }))).toBe(
        'preblock-refuses',
      );
    }
  });
});

describe('with a site that sells', () => {
  let paired: OpenPractice;
  const book = { resourceId: chairA, practitionerId: dentist } as const;

  beforeAll(async () => {
    paired = await openSmallPractice();
    await paired.site.pair(at('08:00', '2026-11-25'));
    must(
      await paired.clinic.placePreblock(reception, {
        kindId: internetKind,
        resourceId: chairA,
        from: local('08:00'),
        to: local('10:00'),
      }),
    );
    await paired.site.hear();
  });
  afterAll(() => paired.close());

  test('far offered time is asked of the site, and its yes books the visit', async () => {
    const asking = paired.clinic.book(reception, visit('08:00', { ...book, templateId: visit40 }));
    const claim = await paired.site.next('CLAIM');
    expect(claim.subjectIds.toSorted()).toEqual([chairA, dentist].toSorted());
    await paired.site.say({ type: 'CLAIM_OK', claimId: claim.claimId });
    const booked = must(await asking);
    expect(booked).toMatchObject({ start: at('08:00'), end: at('08:40') });
  });

  test('one practitioner is never in two chairs: another chair too must claim', async () => {
    const elsewhere = visit('08:40', { resourceId: chairB, practitionerId: dentist });
    const asking = paired.clinic.book(reception, { ...elsewhere, override: true });
    const claim = await paired.site.next('CLAIM');
    expect(claim.subjectIds).toContain(dentist);
    await paired.site.say({ type: 'CLAIM_NO', claimId: claim.claimId, reason: 'sold' });
    expect(refusalOf(await asking)).toBe('time-taken');
  });

  test('without an answer the site was not reached; a late yes gives the time back', async () => {
    const first = await paired.clinic.book(reception, visit('09:30', book));
    expect(refusalOf(first)).toBe('site-not-reached!');
    const claim = await paired.site.next('CLAIM');
    await paired.site.say({ type: 'CLAIM_OK', claimId: claim.claimId });
    const offers = await paired.site.hearOf('OFFER');
    expect(offers.map(({ during }) => during)).toContainEqual({
      from: at('09:30'),
      to: at('10:00'),
    });
    const day = await paired.clinic.bookings(reception, { from: date(), to: date() });
    expect(day.filter(({ start }) => start === at('09:30'))).toEqual([]);
  });

  test('staff who go on without the site are marked and the site is told', async () => {
    const booked = must(
      await paired.clinic.book(reception, visit('09:30', { ...book, override: true })),
    );
    expect(booked).toMatchObject({ override: true, overridden: ['site-not-reached'] });
    const override = await paired.site.next('OVERRIDE');
    expect(override.bookingId).toBe(booked.id);
  });

  test('time that was never offered leaves nothing for the site', async () => {
    await paired.site.hear();
    must(await paired.clinic.book(reception, visit('11:00', book)));
    expect(await paired.site.hear()).toEqual([]);
  });

  test('a category that the preblock does not allow asks, and says so', async () => {
    const wrong = visit('09:00', { ...book, templateId: surgery60, minutes: 30 });
    expect(refusalOf(await paired.clinic.book(reception, wrong))).toBe('preblock-refuses!');
  });

  test('nobody without the permission publishes, repeats or removes Internet time (A2)', async () => {
    const place = {
      kindId: internetKind,
      resourceId: chairB,
      from: local('10:00'),
      to: local('11:00'),
    };
    expect(refusalOf(await paired.clinic.placePreblock(temp, place))).toBe('permission-missing');
    const placed = must(await paired.clinic.placePreblock(reception, place));
    const preblockId = placed.items[0]?.id ?? id(0);
    const repeat = { every: 'week', step: 1, until: '2026-12-15' as never } as const;
    expect(refusalOf(await paired.clinic.repeatPreblock(temp, { preblockId, repeat }))).toBe(
      'permission-missing',
    );
    expect(refusalOf(await paired.clinic.removePreblock(temp, { preblockId, series: 'one' }))).toBe(
      'permission-missing',
    );
    const menu = must(
      await paired.clinic.menu(temp, { resourceId: chairB, practitionerId: hygienist }),
    );
    expect(menu.preblockKinds).toMatchObject([{ id: internetKind, allowed: false }]);
  });
});

function date() {
  return '2026-12-01' as never;
}
