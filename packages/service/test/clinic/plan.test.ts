import type { AbsenceId, BookingId, ListId, LocalDate, PlanChangeId, ShiftId } from '@tidbok/core';
import type { PlanChange } from '@tidbok/service/clinic';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  surgery,
  temp,
  visit30,
} from './small-practice.ts';

let open: OpenPractice;
beforeEach(async () => {
  open = await openSmallPractice();
});
afterEach(() => open.close());

const day = (text: string): LocalDate => text as LocalDate;
const december = { from: day('2026-12-01'), to: day('2026-12-31') };

async function place(from = '08:00', to = '10:00', date?: string) {
  const placed = must(
    await open.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local(from, date),
      to: local(to, date),
    }),
  );
  return { preblockId: placed.items[0]?.id ?? id<never>(0), placed };
}

async function bookAt(time: string, date?: string): Promise<BookingId> {
  const booked = must(
    await open.clinic.book(reception, {
      resourceId: chairA,
      practitionerId: dentist,
      start: at(time, date),
      templateId: visit30,
      patient: { id: id(71) },
      override: true,
    }),
  );
  return booked.id;
}

const preview = async (change: PlanChange) =>
  must(await open.clinic.previewPlan(reception, change));
const make = async (change: PlanChange) =>
  must(await open.clinic.changePlan(reception, { change }));
const undo = (changeId: PlanChangeId) => open.clinic.undoPlan(reception, changeId);
const shiftDates = async (): Promise<string[]> =>
  (await open.clinic.shifts({ resourceId: chairA, ...december })).map(({ date }) => date);
const repeatWeek: PlanChange = {
  type: 'repeat-week',
  practitionerId: dentist,
  week: day('2026-12-01'),
  everyWeeks: 1,
  until: day('2026-12-31'),
};

describe('before a change of the plan is saved', () => {
  test('its figures are those of the site: what it publishes is then offered', async () => {
    await open.site.pair();
    const { preblockId } = await place();
    await make({
      type: 'repeat-preblock',
      preblockId,
      repeat: { every: 'week', step: 1, until: day('2026-12-31') },
    });
    const told = await preview(repeatWeek);
    expect(told.published.count).toBe(told.published.times.length);
    expect(told.withdrawn.count).toBe(0);
    // Four Tuesdays of 08:00-10:00: half hours, and the 40-minute visit's own starts.
    expect(told.published.count).toBe(4 * 6);
    const offered = async (): Promise<number> => {
      const times = await open.clinic.offers({ resourceId: chairA, ...december });
      const free = times.filter(({ state }) => state === 'free');
      return new Set(free.map(({ start }) => start)).size;
    };
    const before = await offered();
    const done = must(
      await open.clinic.changePlan(reception, { change: repeatWeek, seen: told.seen }),
    );
    expect((await offered()) - before).toBe(told.published.count);
    const taken = await preview({
      type: 'remove-shift',
      shiftId: (await open.clinic.shifts({ resourceId: chairA, ...december }))[1]?.id ?? id(0),
    });
    expect(taken).toMatchObject({ withdrawn: { count: 6 }, removed: 1, inserted: 0 });
    expect(taken.preblocks).toHaveLength(1);
    await open.site.hear();
    expect(refusalOf(await undo(done.changeId))).toBe('ok');
    for (const { withdrawId } of await open.site.hearOf('WITHDRAW')) {
      await open.site.say({ type: 'WITHDRAWN', withdrawId, left: [] });
    }
    expect(await offered()).toBe(before);
  });

  test('nothing is saved by looking, and it names the bookings that it touches', async () => {
    const bookingId = await bookAt('08:00');
    const told = await preview({ type: 'remove-shift', shiftId: id<ShiftId>(61) });
    expect(told.bookings).toMatchObject([{ id: bookingId, patient: { givenName: 'Tolvan' } }]);
    expect(await shiftDates()).toEqual(['2026-12-01']);
  });

  test('a plan that changed after it was shown is refused, and nothing is saved', async () => {
    const told = await preview(repeatWeek);
    must(
      await open.clinic.insertShift(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        from: local('13:00', '2026-12-08'),
        to: local('15:00', '2026-12-08'),
      }),
    );
    const confirmed = await open.clinic.changePlan(reception, {
      change: repeatWeek,
      seen: told.seen,
    });
    expect(refusalOf(confirmed)).toBe('changed-meanwhile');
    expect(await shiftDates()).toEqual(['2026-12-01', '2026-12-08']);
  });

  test('a booking that came meanwhile and would be touched is shown first', async () => {
    const change = { type: 'remove-shift', shiftId: id<ShiftId>(61) } as const;
    const told = await preview(change);
    await bookAt('09:00');
    const confirmed = await open.clinic.changePlan(reception, { change, seen: told.seen });
    expect(refusalOf(confirmed)).toBe('changed-meanwhile');
  });

  test('a week that would overlap a colleague’s shift in the chair is refused', async () => {
    must(
      await open.clinic.insertShift(reception, {
        resourceId: chairA,
        practitionerId: hygienist,
        from: local('10:00', '2026-12-15'),
        to: local('13:00', '2026-12-15'),
      }),
    );
    const told = await open.clinic.previewPlan(reception, repeatWeek);
    expect(refusalOf(told)).toBe('shift-overlap');
  });

  test('a preblock repeated over the change of clocks keeps its time; a skipped hour is left out', async () => {
    const { preblockId } = await place('02:30', '04:00', '2027-03-21');
    const repeat = { every: 'week', step: 1, until: day('2027-04-04') } as const;
    const told = await preview({ type: 'repeat-preblock', preblockId, repeat });
    expect(told).toMatchObject({ inserted: 1, skippedOn: ['2027-03-28'], outsideSchedule: true });
    await make({ type: 'repeat-preblock', preblockId, repeat });
    const range = { from: day('2027-03-21'), to: day('2027-04-04') };
    expect(await open.clinic.preblocks(range)).toMatchObject([
      { date: '2027-03-21', fromMinute: 150 },
      { date: '2027-04-04', fromMinute: 150 },
    ]);
  });

  test('a shift whose hour summer time skips or doubles is left out of the repeat, and named', async () => {
    must(
      await open.clinic.insertShift(reception, {
        resourceId: chairA,
        practitionerId: dentist,
        from: local('02:30', '2027-03-21'),
        to: local('08:00', '2027-03-21'),
      }),
    );
    const week = { week: day('2027-03-21'), until: day('2027-04-04') };
    const told = await preview({ ...repeatWeek, ...week });
    expect(told).toMatchObject({ inserted: 1, skippedOn: ['2027-03-28'] });
  });
});

describe('a change of the plan is undone', () => {
  test('a repeated week: what later weeks held comes back', async () => {
    await make(repeatWeek);
    const again = await make({ ...repeatWeek, everyWeeks: 2 });
    expect(again).toMatchObject({ inserted: 2, removed: 2 });
    expect(refusalOf(await undo(again.changeId))).toBe('ok');
    expect(await shiftDates()).toHaveLength(5);
  });

  test('a shift moved or resized', async () => {
    const moved = await make({ type: 'change-shift', shiftId: id(61), to: local('11:00') });
    expect(moved).toMatchObject({ inserted: 1, removed: 1 });
    expect(refusalOf(await undo(moved.changeId))).toBe('ok');
    const [shift] = await open.clinic.shifts({ resourceId: chairA, ...december });
    expect(shift).toMatchObject({ fromMinute: 480, toMinute: 720 });
  });

  test('a series of preblocks, made and removed', async () => {
    const { preblockId } = await place();
    const repeat = { every: 'week', step: 1, until: day('2026-12-31') } as const;
    const made = await make({ type: 'repeat-preblock', preblockId, repeat });
    const removed = await make({ type: 'remove-preblocks', preblockId, series: 'all' });
    expect(removed.removed).toBe(5);
    expect(refusalOf(await undo(removed.changeId))).toBe('ok');
    expect(await open.clinic.preblocks(december)).toHaveLength(5);
    expect(refusalOf(await undo(made.changeId))).toBe('ok');
    expect(await open.clinic.preblocks(december)).toMatchObject([
      { id: preblockId, seriesId: null },
    ]);
  });

  test('once only, and not when what it made has changed since', async () => {
    const made = await make(repeatWeek);
    await make({ type: 'remove-shift', shiftId: await firstShiftOn('2026-12-15') });
    expect(refusalOf(await undo(made.changeId))).toBe('changed-meanwhile');
    const other = await make({ type: 'remove-shift', shiftId: await firstShiftOn('2026-12-22') });
    expect(refusalOf(await undo(other.changeId))).toBe('ok');
    expect(refusalOf(await undo(other.changeId))).toBe('changed-meanwhile');
    expect(refusalOf(await undo(id(999)))).toBe('unknown-plan-change');
  });

  test('Internet time only by those who may place it (A1)', async () => {
    const { preblockId } = await place();
    const made = await make({ type: 'remove-preblocks', preblockId, series: 'one' });
    const refused = await open.clinic.undoPlan(temp, made.changeId);
    expect(refusalOf(refused)).toBe('permission-missing');
  });

  async function firstShiftOn(date: string) {
    const shifts = await open.clinic.shifts({ resourceId: chairA, ...december });
    return shifts.find((shift) => shift.date === date)?.id ?? id<never>(0);
  }
});

describe('a practitioner who is away', () => {
  const illness = {
    type: 'insert-absence',
    practitionerId: dentist,
    from: local('00:00'),
    to: local('09:00'),
    reason: 'illness',
  } as const;

  test('is not offered, and is offered again when the absence is removed', async () => {
    await open.site.pair();
    await place();
    await open.site.hear();
    const away = await make(illness);
    expect(away.withdrawn.count).toBeGreaterThan(0);
    const [withdrawn] = await open.site.hearOf('WITHDRAW');
    expect(withdrawn?.during).toEqual({ from: at('08:00'), to: at('09:00') });
    await open.site.say({
      type: 'WITHDRAWN',
      withdrawId: withdrawn?.withdrawId ?? id(0),
      left: [],
    });
    await open.site.hear();
    const back = await make({ type: 'remove-absence', absenceId: away.absenceId ?? id(0) });
    expect(back.published.count).toBe(away.withdrawn.count);
    const [offer] = await open.site.hearOf('OFFER');
    expect(offer?.during).toEqual({ from: at('08:00'), to: at('09:00') });
  });

  test('is shown in the book, warned about when staff book, and never registered twice', async () => {
    await make(illness);
    expect(await open.clinic.absences(december)).toMatchObject([
      { date: '2026-12-01', fromMinute: 0, toMinute: 540, reason: 'illness' },
    ]);
    const visit = {
      resourceId: chairA,
      practitionerId: dentist,
      start: at('08:00'),
      templateId: visit30,
      patient: { id: id<never>(71) },
      override: false,
    };
    expect(refusalOf(await open.clinic.book(reception, visit))).toBe('practitioner-absent!');
    const booked = must(await open.clinic.book(reception, { ...visit, override: true }));
    expect(booked.overridden).toEqual(['practitioner-absent']);
    const twice = await open.clinic.previewPlan(reception, illness);
    expect(refusalOf(twice)).toBe('already-exists');
  });

  test('has each booking kept, moved to the nearest equal time, or cancelled with a message', async () => {
    const [kept, moved, cancelled] = [
      await bookAt('08:00'),
      await bookAt('08:30'),
      await bookAt('07:00'),
    ];
    const told = await preview(illness);
    expect(told.bookings.map(({ id: each }) => each).toSorted()).toEqual(
      [kept, moved, cancelled].toSorted(),
    );
    const { practitionerId, from, to } = illness;
    const asked = { practitionerId, from, to, others: false };
    const found = must(await open.clinic.equalTimes(reception, asked));
    const suggestion = found.find(({ bookingId }) => bookingId === moved)?.suggestion;
    if (!suggestion) throw new Error('no time was found');
    expect(suggestion).toMatchObject({ resourceId: chairA, practitionerId: dentist });
    expect(new Set(found.map((each) => each.suggestion?.start)).size).toBe(3);
    const { absenceId } = await make(illness);
    const { start, resourceId } = suggestion;
    const settled = must(
      await open.clinic.settleAbsence(reception, {
        absenceId: absenceId ?? id<AbsenceId>(0),
        decisions: [
          { type: 'move', bookingId: moved, start, resourceId, practitionerId },
          { type: 'cancel', bookingId: cancelled, message: 'Vi ringer dig om en ny tid.' },
        ],
      }),
    );
    expect(settled.map(({ refusal }) => refusal)).toEqual([null, null]);
    const bookings = await open.clinic.bookings(reception, december);
    const of = (bookingId: BookingId) => bookings.find((each) => each.id === bookingId);
    expect(of(kept)?.state).toBe('confirmed');
    expect(of(cancelled)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'practitioner-absent',
    });
    expect(bookings.find(({ replaces }) => replaces === moved)?.start).toBe(start);
    const { rows } = await open.pool.query(
      'select booking_id, message, sent_at from absence_notice',
    );
    expect(rows).toEqual([
      { booking_id: cancelled, message: 'Vi ringer dig om en ny tid.', sent_at: null },
    ]);
  });

  test('goes to a colleague only when that is chosen', async () => {
    await bookAt('08:00');
    const whole = { practitionerId: dentist, from: local('00:00'), to: local('23:00') };
    const own = must(await open.clinic.equalTimes(reception, { ...whole, others: false }));
    expect(own).toMatchObject([{ suggestion: null }]);
    const all = must(await open.clinic.equalTimes(reception, { ...whole, others: true }));
    expect(all).toMatchObject([
      { suggestion: { practitionerId: hygienist, resourceId: chairB, start: at('08:00') } },
    ]);
  });
});

describe('at the placing of Internet time', () => {
  test('staff are told when no treatment of the practitioner can be booked in it (T2)', async () => {
    const categories = { mode: 'allow', ids: [surgery] } as const;
    const listId = id<ListId>(91);
    const owner = { type: 'practitioner', id: dentist } as const;
    const list = { kind: 'templates', id: listId, name: 'Doris', owner, ids: [visit30] } as const;
    const narrowed = await openSmallPractice((practice) => ({
      ...practice,
      kinds: [
        ...practice.kinds,
        kind(id(42), 'Kirurgitid', { rule: { type: 'internet', categories } }),
      ],
      lists: [list],
      practitioners: practice.practitioners.map((each) =>
        each.id === dentist
          ? { ...each, lists: { ...each.lists, onlineTemplateList: { type: 'list', listId } } }
          : each,
      ),
    }));
    const at8 = { resourceId: chairA, from: local('08:00'), to: local('09:00') };
    const fits = await narrowed.clinic.placePreblock(reception, { ...at8, kindId: internetKind });
    expect(must(fits).notOnSite).toBeNull();
    const misfits = await narrowed.clinic.placePreblock(reception, { ...at8, kindId: id(42) });
    expect(must(misfits).notOnSite).toEqual({
      kindId: id(42),
      practitioners: ['Doris Prov'],
      categories: ['US/Röntgen'],
    });
    await narrowed.close();
  });
});
