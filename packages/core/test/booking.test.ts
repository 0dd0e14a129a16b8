import { describe, expect, it } from 'vitest';
import {
  checkShift,
  checkShifts,
  checkStaffBooking,
  decisiveRefusal,
  latestChangeAt,
  type ChangeDeadline,
  lasting,
  moveNextRecall,
  nearestFreeTimes,
  outsideSchedule,
  shiftsMoved,
  type FreeTime,
  type IntendedVisit,
  type PreblockId,
  type ShiftId,
  type StaffBookingFacts,
} from '../src/index.ts';
import {
  CHAIR,
  DENTIST,
  EXAM,
  HYGIENIST,
  NOW,
  OTHER_CHAIR,
  kindOf,
  practiceWith,
  preblockOf,
  shiftOf,
  visitOf,
  type Practice,
} from './practice.ts';
import { STOCKHOLM, date, utc } from './stockholm.ts';

function intended(from: string, minutes: number, some: Partial<IntendedVisit> = {}): IntendedVisit {
  const resourceId = some.resourceId ?? CHAIR;
  return {
    resourceId,
    practitionerId: DENTIST,
    during: lasting(utc(from), minutes),
    occupancies: visitOf(from, minutes, { resourceId }).occupancies,
    replaces: null,
    templateRetired: false,
    useInRecall: false,
    categoryId: EXAM,
    expectedAmount: null,
    ...some,
  };
}

function against(some: Partial<Practice>, visit: IntendedVisit): [string, boolean][] {
  const shifts = [shiftOf('2026-11-30T08:00/12:00'), shiftOf('2026-11-30T12:00/17:00')];
  const facts: StaffBookingFacts = { ...practiceWith({ shifts, ...some }), now: NOW };
  return checkStaffBooking(facts, visit).map(({ code, overridable }) => [code, overridable]);
}

describe('staff book', () => {
  it('free scheduled time with nothing against it, across shifts that meet', () => {
    expect(against({}, intended('2026-11-30T08:00Z', 30))).toEqual([]);
    expect(against({}, intended('2026-11-30T10:30Z', 60))).toEqual([]);
  });

  it('never over another visit: an overlap cannot be overridden', () => {
    const bookings = [visitOf('2026-11-30T08:15Z', 30)];
    expect(against({ bookings }, intended('2026-11-30T08:00Z', 30))).toEqual([['overlap', false]]);
    expect(against({ bookings }, intended('2026-11-30T08:45Z', 30))).toEqual([]);
  });

  it('no practitioner into two chairs at once', () => {
    const bookings = [visitOf('2026-11-30T08:00Z', 30, { resourceId: OTHER_CHAIR })];
    expect(against({ bookings }, intended('2026-11-30T08:00Z', 30))).toEqual([['overlap', false]]);
  });

  it('the time of the visit that a move replaces', () => {
    const standing = visitOf('2026-11-30T08:00Z', 30);
    const moved = intended('2026-11-30T08:15Z', 30, { replaces: standing.id });
    expect(against({ bookings: [standing] }, moved)).toEqual([]);
  });

  it('outside the schedule only knowingly', () => {
    expect(against({}, intended('2026-11-30T16:00Z', 30))).toEqual([['outside-schedule', true]]);
    expect(against({}, intended('2026-11-30T15:45Z', 30))).toEqual([['outside-schedule', true]]);
  });

  it('over a preblock that it does not fit knowingly where it may be bypassed, else never', () => {
    for (const bypass of [true, false]) {
      const kind = kindOf({ type: 'patient-free' }, { bypass });
      const some = { kinds: [kind], preblocks: [preblockOf(kind, '2026-11-30T09:15/10:00')] };
      expect(against(some, intended('2026-11-30T08:00Z', 30))).toEqual([
        ['preblock-refuses', bypass],
      ]);
      expect(against(some, intended('2026-11-30T07:30Z', 45))).toEqual([]);
    }
  });

  it('over a preblock that has expired, or is another practitioner’s own, as ordinary time', () => {
    const expired = kindOf({ type: 'patient-free' }, { expiresDaysBefore: 6 });
    const other = kindOf(
      { type: 'patient-free' },
      { validFor: { type: 'personal', practitionerId: HYGIENIST } },
    );
    const preblocks = [expired, other].map((kind) => preblockOf(kind, '2026-11-30T08:00/12:00'));
    const visit = intended('2026-11-30T08:00Z', 30);
    expect(against({ kinds: [expired, other], preblocks }, visit)).toEqual([]);
  });

  it('over two preblocks, one of which may not be bypassed, never', () => {
    const kinds = [true, false].map((bypass) => kindOf({ type: 'patient-free' }, { bypass }));
    const preblocks = kinds.map((kind) => preblockOf(kind, '2026-11-30T08:00/12:00'));
    expect(against({ kinds, preblocks }, intended('2026-11-30T08:00Z', 30))).toEqual([
      ['preblock-refuses', false],
      ['preblock-refuses', true],
    ]);
  });

  it('no new visit from a retired template, nor one of no or endless length', () => {
    const codes = (visit: IntendedVisit): string[] => against({}, visit).map(([code]) => code);
    expect(codes(intended('2026-11-30T08:00Z', 30, { templateRetired: true }))).toEqual([
      'template-retired',
    ]);
    expect(codes(intended('2026-11-30T08:00Z', 0))).toContain('invalid');
    expect(codes(intended('2026-11-30T08:00Z', 721))).toContain('invalid');
  });

  it('what nobody may pass is told before what staff may pass, which override passes', () => {
    const kind = kindOf({ type: 'patient-free' });
    const facts = {
      ...practiceWith({
        kinds: [kind],
        preblocks: [preblockOf(kind, '2026-11-30T08:00/12:00')],
        bookings: [visitOf('2026-11-30T08:00Z', 30)],
      }),
      now: NOW,
    };
    const refusals = checkStaffBooking(facts, intended('2026-11-30T08:00Z', 30));
    expect(refusals.map(({ code }) => code)).toEqual([
      'overlap',
      'preblock-refuses',
      'outside-schedule',
    ]);
    expect(decisiveRefusal(refusals, true)?.code).toBe('overlap');
    expect(decisiveRefusal(refusals.slice(1), false)?.code).toBe('preblock-refuses');
    expect(decisiveRefusal(refusals.slice(1), true)).toBeUndefined();
  });
});

describe('shifts', () => {
  const morning = shiftOf('2026-11-30T08:00/12:00');
  const standing = { zone: STOCKHOLM, shifts: [morning] };

  it('may meet but not overlap', () => {
    expect(checkShift(shiftOf('2026-11-30T12:00/17:00'), standing).ok).toBe(true);
    expect(checkShift(morning, standing).ok).toBe(true);
  });

  it.each([
    ['a practitioner in two chairs', { resourceId: OTHER_CHAIR }, 'practitioner'],
    ['two practitioners in one chair', { practitionerId: HYGIENIST }, 'resource'],
  ])('never put %s', (_, some, subject) => {
    expect(checkShift(shiftOf('2026-11-30T11:00/13:00', some), standing)).toMatchObject({
      refusal: { code: 'shift-overlap', details: { shiftId: morning.id, subject } },
    });
  });

  it('of another practitioner in another chair lie side by side', () => {
    const other = { resourceId: OTHER_CHAIR, practitionerId: HYGIENIST };
    expect(checkShift(shiftOf('2026-11-30T08:00/12:00', other), standing).ok).toBe(true);
  });

  it.each([
    ['2026-03-29T02:30/08:00', 'local-time-skipped'],
    ['2026-10-25T02:30/08:00', 'local-time-ambiguous'],
    ['2026-11-30T12:00/08:00', 'invalid'],
    ['2026-11-30T12:00/2026-12-02T08:00', 'invalid'],
  ])('of %s are refused: %s', (text, code) => {
    expect(checkShift(shiftOf(text), standing)).toMatchObject({ refusal: { code } });
  });

  it('of a week repeat on the same weekdays and times (S5)', () => {
    const copies = shiftsMoved([morning], 7, ({ id }) => `${id}-copy` as ShiftId);
    expect(copies).toMatchObject([{ from: '2026-12-07T08:00', to: '2026-12-07T12:00' }]);
    expect(checkShifts(copies, standing).ok).toBe(true);
    expect(
      checkShifts([...copies, ...shiftsMoved([morning], 7, () => 'x' as ShiftId)], standing),
    ).toMatchObject({
      refusal: { code: 'shift-overlap' },
    });
  });

  it('leave a preblock partly outside the schedule, which is told as a warning (S1)', () => {
    const during = lasting(utc('2026-11-30T10:00Z'), 120);
    expect(outsideSchedule(standing, { resourceId: CHAIR, during })).toEqual([
      lasting(utc('2026-11-30T11:00Z'), 60),
    ]);
  });
});

describe('the last instant to change a visit (E4)', () => {
  const latest = (deadline: ChangeDeadline, start: string): string =>
    new Date(latestChangeAt(STOCKHOLM, deadline, utc(start))).toISOString();
  const noon = { type: 'weekday-before', at: 720 } as const;

  it('lies so many hours before, whatever the clock does in between', () => {
    const day = { type: 'hours', hours: 24 } as const;
    expect(latest(day, '2026-11-30T08:00Z')).toBe('2026-11-29T08:00:00.000Z');
    // On 25 October 2026 the clock goes back at 3: 24 hours before 10 o'clock it is 11.
    expect(latest(day, '2026-10-25T09:00Z')).toBe('2026-10-24T09:00:00.000Z');
    // On 28 March 2027 it goes forward at 2: 24 hours before 10 o'clock it is 9.
    expect(latest(day, '2027-03-28T08:00Z')).toBe('2027-03-27T08:00:00.000Z');
  });

  it('is the end of the day after which so many whole workdays no longer lie between', () => {
    const one = { type: 'workdays', days: 1 } as const;
    expect(latest(one, '2026-11-30T08:00Z')).toBe('2026-11-26T22:59:59.999Z');
    expect(latest(one, '2026-12-28T08:00Z')).toBe('2026-12-22T22:59:59.999Z');
    // Midsummer's eve is closed like a red day.
    expect(latest(one, '2026-06-22T08:00Z')).toBe('2026-06-17T21:59:59.999Z');
    const none = { type: 'workdays', days: 0 } as const;
    expect(latest(none, '2026-11-30T08:00Z')).toBe('2026-11-29T22:59:59.999Z');
  });

  it('is an hour of the workday before, on that day’s own clock', () => {
    expect(latest(noon, '2026-11-30T08:00Z')).toBe('2026-11-27T11:00:00.000Z');
    expect(latest(noon, '2026-04-07T08:00Z')).toBe('2026-04-02T10:00:00.000Z');
    // The Tuesday after Easter 2027, when summer time began: Thursday noon was still winter's.
    expect(latest(noon, '2027-03-30T07:00Z')).toBe('2027-03-25T11:00:00.000Z');
    expect(latest(noon, '2026-10-26T08:00Z')).toBe('2026-10-23T10:00:00.000Z');
  });
});

describe('the nearest free times', () => {
  it('come by day, then the same practitioner, then nearness', () => {
    const at = (start: string, practitionerId = DENTIST): FreeTime => ({
      start: utc(start),
      end: utc(start),
      practitionerId,
      resourceId: CHAIR,
      preblockId: 'p' as PreblockId,
    });
    const wanted = { start: utc('2026-11-30T08:00Z'), practitionerId: DENTIST, zone: STOCKHOLM };
    const sameDayLate = at('2026-11-30T15:00Z');
    const sameDayNear = at('2026-11-30T09:00Z');
    const stranger = at('2026-11-30T08:00Z', HYGIENIST);
    const nextDay = at('2026-12-01T08:00Z');
    const times = [nextDay, sameDayLate, stranger, sameDayNear];
    expect(nearestFreeTimes(times, wanted, 4)).toEqual([
      sameDayNear,
      sameDayLate,
      stranger,
      nextDay,
    ]);
    expect(nearestFreeTimes(times, wanted, 1)).toEqual([sameDayNear]);
  });
});

describe('the next recall', () => {
  it('moves to the interval after the visit’s day', () => {
    expect(moveNextRecall(date('2026-11-30'), 12)).toBe('2027-11-30');
    expect(moveNextRecall(date('2026-08-31'), 6)).toBe('2027-02-28');
  });
});
