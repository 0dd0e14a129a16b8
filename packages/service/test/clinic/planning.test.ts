import type { LocalDate } from '@tidbok/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  chairA,
  chairB,
  dentist,
  hygienist,
  id,
  internetKind,
  local,
  NOW,
  reception,
  temp,
  visit30,
} from './small-practice.ts';

let open: OpenPractice;
beforeEach(async () => {
  open = await openSmallPractice();
});
afterEach(() => open.close());

const day = (text: string): LocalDate => text as LocalDate;

describe('shifts', () => {
  test('a practitioner’s shifts never overlap, in any chair, nor do a chair’s', async () => {
    const inOtherChair = {
      resourceId: chairB,
      practitionerId: dentist,
      from: local('11:00'),
      to: local('13:00'),
    };
    expect(refusalOf(await open.clinic.insertShift(reception, inOtherChair))).toBe('shift-overlap');
    const inTakenChair = { ...inOtherChair, resourceId: chairA, practitionerId: hygienist };
    expect(refusalOf(await open.clinic.insertShift(reception, inTakenChair))).toBe('shift-overlap');
    const after = { ...inOtherChair, from: local('12:00') };
    expect(refusalOf(await open.clinic.insertShift(reception, after))).toBe('ok');
  });

  test('an hour that summer time skips or doubles is refused', async () => {
    const on = (date: string, from: string) => ({
      resourceId: chairA,
      practitionerId: dentist,
      from: local(from, date),
      to: local('06:00', date),
    });
    expect(refusalOf(await open.clinic.insertShift(reception, on('2027-03-28', '02:30')))).toBe(
      'local-time-skipped',
    );
    expect(refusalOf(await open.clinic.insertShift(reception, on('2027-10-31', '02:30')))).toBe(
      'local-time-ambiguous',
    );
  });

  test('a night shift over the change of clocks is an hour shorter or longer', async () => {
    const night = (date: string) => ({
      resourceId: chairA,
      practitionerId: dentist,
      from: local('00:00', date),
      to: local('08:00', date),
    });
    const spring = must(await open.clinic.insertShift(reception, night('2027-03-28')));
    const autumn = must(await open.clinic.insertShift(reception, night('2027-10-31')));
    expect((spring.end - spring.start) / 3_600_000).toBe(7);
    expect((autumn.end - autumn.start) / 3_600_000).toBe(9);
    expect(spring).toMatchObject({ fromMinute: 0, toMinute: 480 });
  });

  test('repeating a week replaces the weeks after, and says before what ends up outside', async () => {
    const inThirdWeek = must(
      await open.clinic.insertShift(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        from: local('13:00', '2026-12-15'),
        to: local('17:00', '2026-12-15'),
      }),
    );
    const booked = must(
      await open.clinic.book(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        start: inThirdWeek.start,
        templateId: visit30,
        patient: { id: id(71) },
        override: false,
      }),
    );
    const command = {
      practitionerId: dentist,
      week: day('2026-12-01'),
      everyWeeks: 1,
      until: day('2026-12-31'),
    };
    const change = { type: 'repeat-week', ...command } as const;
    const preview = must(await open.clinic.previewPlan(reception, change));
    expect(preview).toMatchObject({ inserted: 4, removed: 1, bookings: [{ id: booked.id }] });
    const range = { resourceId: chairA, from: day('2026-12-01'), to: day('2026-12-31') };
    expect(await open.clinic.shifts(range)).toHaveLength(2);
    must(await open.clinic.changePlan(reception, { change, seen: preview.seen }));
    const shifts = await open.clinic.shifts(range);
    expect(shifts.map(({ date, fromMinute }) => [date, fromMinute])).toEqual([
      ['2026-12-01', 480],
      ['2026-12-08', 480],
      ['2026-12-15', 480],
      ['2026-12-22', 480],
      ['2026-12-29', 480],
    ]);
  });

  test('every second week is left alone', async () => {
    must(
      await open.clinic.changePlan(reception, {
        change: {
          type: 'repeat-week',
          practitionerId: dentist,
          week: day('2026-12-01'),
          everyWeeks: 2,
          until: day('2026-12-31'),
        },
      }),
    );
    const shifts = await open.clinic.shifts({
      resourceId: chairA,
      from: day('2026-12-02'),
      to: day('2026-12-31'),
    });
    expect(shifts.map(({ date }) => date)).toEqual(['2026-12-15', '2026-12-29']);
  });
});

describe('preblocks', () => {
  const place = { kindId: internetKind, resourceId: chairA } as const;

  test('outside the schedule a preblock stands with a warning and is not offered', async () => {
    await open.site.pair();
    const placed = must(
      await open.clinic.placePreblock(reception, {
        ...place,
        from: local('11:00'),
        to: local('13:00'),
      }),
    );
    expect(placed.outsideSchedule).toBe(true);
    const offers = await open.site.hearOf('OFFER');
    expect(offers.map(({ local: { from, to } }) => [from, to])).toEqual([
      [local('11:00'), local('12:00')],
    ]);
    must(
      await open.clinic.insertShift(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        from: local('12:30'),
        to: local('15:00'),
      }),
    );
    const more = await open.site.hearOf('OFFER');
    expect(more.map(({ local: { from, to } }) => [from, to])).toEqual([
      [local('12:30'), local('13:00')],
    ]);
  });

  test('a series is removed one by one, from a day on, or whole', async () => {
    const placed = must(
      await open.clinic.placePreblock(reception, {
        ...place,
        from: local('08:00'),
        to: local('10:00'),
        repeat: { every: 'week', step: 1, until: day('2026-12-31') },
      }),
    );
    expect(placed.items).toHaveLength(5);
    const range = { from: day('2026-12-01'), to: day('2026-12-31') };
    const dates = async () => (await open.clinic.preblocks(range)).map(({ date }) => date.slice(8));
    const remove = async (index: number, series: 'one' | 'following' | 'all') => {
      const preblockId = placed.items[index]?.id ?? id(0);
      must(await open.clinic.removePreblock(reception, { preblockId, series }));
    };
    await remove(1, 'one');
    expect(await dates()).toEqual(['01', '15', '22', '29']);
    await remove(3, 'following');
    expect(await dates()).toEqual(['01', '15']);
    await remove(0, 'all');
    expect(await dates()).toEqual([]);
  });

  test('a preblock that stands is made a series; the same kind is never laid over itself', async () => {
    const first = must(
      await open.clinic.placePreblock(reception, {
        ...place,
        from: local('08:00'),
        to: local('10:00'),
      }),
    );
    const again = { ...place, from: local('09:00'), to: local('11:00') };
    expect(refusalOf(await open.clinic.placePreblock(reception, again))).toBe('already-exists');
    const preblockId = first.items[0]?.id ?? id(0);
    const repeat = { every: 'day', step: 2, until: day('2026-12-07') } as const;
    const repeated = must(await open.clinic.repeatPreblock(reception, { preblockId, repeat }));
    expect(repeated.items.map(({ date }) => date.slice(8))).toEqual(['03', '05', '07']);
  });

  test('a kind with a code is placed only by those who give it (B1)', async () => {
    const [known] = await open.clinic.preblockKinds();
    if (known === undefined) throw new Error('no kind');
    must(await open.clinic.savePreblockKind(reception, { ...known, code: 'sesam' }));
    const command = { ...place, from: local('08:00'), to: local('10:00') };
    expect(refusalOf(await open.clinic.placePreblock(reception, command))).toBe(
      'preblock-code-required',
    );
    must(await open.clinic.placePreblock(reception, { ...command, code: 'sesam' }));
  });

  test('a preblock that is moved or resized is withdrawn and offered where it now lies', async () => {
    await open.site.pair();
    const placed = must(
      await open.clinic.placePreblock(reception, {
        ...place,
        from: local('08:00'),
        to: local('09:00'),
      }),
    );
    await open.site.hear();
    const preblockId = placed.items[0]?.id ?? id(0);
    const change = { preblockId, from: local('10:00'), to: local('11:30') };
    expect(refusalOf(await open.clinic.changePreblock(temp, change))).toBe('permission-missing');
    const changed = must(await open.clinic.changePreblock(reception, change));
    expect(changed.items).toMatchObject([{ id: preblockId, fromMinute: 600, toMinute: 690 }]);
    const entries = await open.site.hear();
    expect(entries.map(({ type }) => type).toSorted()).toEqual(['OFFER', 'WITHDRAW']);
  });

  test('paired with another site, the book announces everything anew', async () => {
    await open.site.pair();
    must(
      await open.clinic.placePreblock(reception, {
        ...place,
        from: local('08:00'),
        to: local('09:00'),
      }),
    );
    await open.site.hear();
    const siteUrl = 'http://127.0.0.1:2';
    const other = { siteUrl, siteInc: 'another', installationId: 'anew', known: false };
    must(await open.clinic.rememberPairing(other));
    await open.site.readAnew();
    const told = await open.site.hear();
    expect(told.map(({ type }) => type)).toEqual(['SNAP_BEGIN', 'SNAP_PART', 'SNAP_END']);
    const about = { from: NOW, asOf: NOW, frontierAt: NOW, parts: 0 };
    await open.site.say({ type: 'SNAP_BEGIN', ...about }, { type: 'SNAP_END', parts: 0 });
    const anew = await open.site.hear();
    expect(anew.map(({ type }) => type).toSorted()).toEqual(['CATALOG', 'OFFER']);
  });
});
