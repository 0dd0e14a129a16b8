import { describe, expect, it } from 'vitest';
import {
  checkAbsence,
  deriveOffers,
  explainTime,
  freeTimes,
  nearestEqualTimes,
  planDifference,
  prepareAvailability,
  takenTime,
  type Absence,
  type AbsenceId,
  type BookingTemplate,
  type PlanDifference,
  type PlannedBook,
  type Shift,
  type VisitToMove,
} from '../src/index.ts';
import {
  CHAIR,
  CLINIC,
  DENTIST,
  HYGIENIST,
  NOW,
  OTHER_CHAIR,
  internet,
  kindOf,
  practiceWith,
  preblockOf,
  rulesOf,
  shiftOf,
  templateWith,
  visitOf,
} from './practice.ts';
import { STOCKHOLM, local, utc, wallClock } from './stockholm.ts';

const kind = kindOf(internet());
const thirty = templateWith({});
const monday = shiftOf('2026-11-30T08:00/12:00');
const preblock = preblockOf(kind, '2026-11-30T08:00/12:00');

function away(text: string, some: Partial<Absence> = {}): Absence {
  const [from = '', to = ''] = text.split('/');
  return {
    id: 'absence' as AbsenceId,
    practitionerId: DENTIST,
    from: local(from),
    to: local(to),
    reason: 'illness',
    ...some,
  };
}

function booked(from: string, minutes: number, some: Parameters<typeof visitOf>[2] = {}) {
  const visit = visitOf(from, minutes, some);
  const during = visit.occupancies[0]?.during;
  if (during === undefined) throw new Error('a visit takes its chair');
  const practitionerId = some.practitionerId ?? DENTIST;
  return { ...visit, resourceId: some.resourceId ?? CHAIR, practitionerId, during };
}

function bookWith(some: Partial<PlannedBook>): PlannedBook {
  const { zone, claims, onlinePractitioners, onlineResources } = practiceWith({});
  return {
    ...{ zone, claims, onlinePractitioners, onlineResources },
    ...{ shifts: [monday], preblocks: [preblock], kinds: [kind], bookings: [], blocks: [] },
    ...some,
  };
}

function changed(
  before: PlannedBook,
  change: Partial<PlannedBook>,
  templates: readonly BookingTemplate[] = [thirty],
): PlanDifference {
  const rules = rulesOf(practiceWith({ ...before, templates }));
  return planDifference({ before, after: { ...before, ...change } }, { rules, now: NOW });
}

const clocks = (times: PlanDifference['published']): string =>
  times.map(({ start }) => wallClock(start).slice(11)).join(' ');

describe('a change of the plan tells', () => {
  it('the times that come to the site and those that leave it', () => {
    const shorter = changed(bookWith({}), { shifts: [shiftOf('2026-11-30T08:00/10:00')] });
    expect(clocks(shorter.withdrawn)).toBe('10:00 10:30 11:00 11:30');
    expect(shorter.published).toEqual([]);
    const longer = changed(bookWith({ shifts: [shiftOf('2026-11-30T10:00/12:00')] }), {
      shifts: [monday],
    });
    expect(clocks(longer.published)).toBe('08:00 08:30 09:00 09:30');
    expect(longer.withdrawn).toEqual([]);
  });

  it('nothing when it changes nothing', () => {
    const nothing = { published: [], withdrawn: [], bookings: [], preblocks: [] };
    expect(changed(bookWith({}), {})).toEqual(nothing);
  });

  it('a time once, however many treatments fit it', () => {
    const templates = [thirty, templateWith({ minutes: 60 })];
    const gone = changed(bookWith({}), { shifts: [] }, templates);
    expect(clocks(gone.withdrawn)).toBe('08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30');
  });

  it('no time that is booked, nor one that another preblock still gives', () => {
    const bookings = [booked('2026-11-30T07:00Z', 30)];
    const twin = preblockOf(kindOf(internet()), '2026-11-30T08:00/09:00');
    const kinds = [kind, kindOf(internet(), { id: twin.kindId })];
    const before = bookWith({ bookings, kinds, preblocks: [preblock, twin] });
    expect(clocks(changed(before, { preblocks: [twin] }).withdrawn)).toBe(
      '09:00 09:30 10:00 10:30 11:00 11:30',
    );
  });

  it('the bookings and the preblocks that end up outside the schedule', () => {
    const inside = booked('2026-11-30T07:00Z', 60);
    const late = booked('2026-11-30T12:00Z', 60);
    const before = bookWith({ bookings: [inside, late] });
    const gone = changed(before, { shifts: [shiftOf('2026-11-30T09:00/12:00')] });
    expect(gone.bookings).toEqual([inside.id]);
    expect(gone.preblocks).toEqual([preblock.id]);
    expect(changed(before, { shifts: [], preblocks: [] }).preblocks).toEqual([]);
  });

  it('what an absence does: its times leave, its bookings are touched, the rest stays', () => {
    const during = booked('2026-11-30T07:00Z', 30);
    const after = booked('2026-11-30T10:00Z', 30);
    const before = bookWith({ bookings: [during, after] });
    const absent = changed(before, { absences: [away('2026-11-30T00:00/2026-11-30T10:00')] });
    expect(clocks(absent.withdrawn)).toBe('08:30 09:00 09:30');
    expect(absent.bookings).toEqual([during.id]);
  });

  it('the same as asking the site before and after', () => {
    const before = bookWith({ bookings: [booked('2026-11-30T08:00Z', 45)] });
    const after = { ...before, shifts: [shiftOf('2026-11-30T09:10/11:40')] };
    const starts = (book: PlannedBook): string[] => {
      const rules = rulesOf(practiceWith({ ...book, templates: [thirty] }));
      const offered = deriveOffers(book, NOW);
      const query = { templateId: thirty.id, clinicId: CLINIC, practitionerId: null, now: NOW };
      const window = { from: NOW, to: utc('2026-12-02T00:00Z') };
      return freeTimes(
        { rules, offered, taken: takenTime(book.bookings) },
        { ...query, ...window },
      ).map(({ start }) => wallClock(start).slice(11));
    };
    const [was, becomes] = [starts(before), starts(after)];
    const told = changed(before, { shifts: after.shifts });
    expect(clocks(told.withdrawn)).toBe(was.filter((at) => !becomes.includes(at)).join(' '));
    expect(clocks(told.published)).toBe(becomes.filter((at) => !was.includes(at)).join(' '));
  });
});

describe('while a practitioner is away', () => {
  const absences = [away('2026-11-30T09:00/2026-11-30T10:00')];

  it('their time is not offered, and the book says why', () => {
    const book = bookWith({ absences });
    const offered = deriveOffers(book, NOW);
    expect(offered[0]?.open.map(({ from, to }) => [wallClock(from), wallClock(to)])).toEqual([
      ['2026-11-30T08:00', '2026-11-30T09:00'],
      ['2026-11-30T10:00', '2026-11-30T12:00'],
    ]);
    const rules = rulesOf(practiceWith({ ...book, templates: [thirty] }));
    const prepared = prepareAvailability({ rules, offered, taken: new Map() });
    const asked = {
      templateId: thirty.id,
      clinicId: CLINIC,
      resourceId: CHAIR,
      practitionerId: DENTIST,
      start: utc('2026-11-30T08:00Z'),
      now: NOW,
    };
    const told = explainTime(prepared, asked, { ...book, withdrawals: [] });
    expect(told.objections[0]?.code).toBe('practitioner-absent');
  });

  it('an absence runs over midnight and over the change of clocks, at most a year', () => {
    const night = { from: local('2026-10-24T12:00'), to: local('2026-10-26T12:00') };
    const during = checkAbsence(STOCKHOLM, night);
    expect(during.ok && (during.value.to - during.value.from) / 3_600_000).toBe(49);
    const skipped = { from: local('2026-03-29T02:30'), to: local('2026-03-30T12:00') };
    expect(checkAbsence(STOCKHOLM, skipped)).toMatchObject({
      refusal: { code: 'local-time-skipped' },
    });
    const long = { from: local('2026-01-01T00:00'), to: local('2027-02-01T00:00') };
    expect(checkAbsence(STOCKHOLM, long)).toMatchObject({ refusal: { code: 'too-far' } });
    const backwards = { from: local('2026-01-02T00:00'), to: local('2026-01-01T00:00') };
    expect(checkAbsence(STOCKHOLM, backwards)).toMatchObject({ refusal: { code: 'invalid' } });
  });
});

describe('the nearest equal time', () => {
  const tuesday = shiftOf('2026-12-01T08:00/12:00');
  const visit = (from: string): VisitToMove => {
    const { id, during, resourceId, practitionerId } = booked(from, 30);
    return { id, during, resourceId, practitionerId, template: thirty, expectedAmount: null };
  };
  const search = (some: Partial<PlannedBook>, visits: VisitToMove[], others: boolean): string[] => {
    const shifts: Shift[] = [
      monday,
      tuesday,
      shiftOf('2026-11-30T08:00/12:00', { resourceId: OTHER_CHAIR, practitionerId: HYGIENIST }),
    ];
    const absences = [away('2026-11-30T00:00/2026-12-01T00:00')];
    const found = nearestEqualTimes(
      { ...bookWith({ shifts, absences, preblocks: [], ...some }), now: NOW },
      visits,
      {
        alsoOf: new Set(others ? [HYGIENIST] : []),
        chairs: new Set([CHAIR, OTHER_CHAIR]),
        stepMinutes: 5,
        sharedAt: () => new Map(),
      },
    );
    return visits.map(({ id }) => {
      const time = found.get(id);
      return time === undefined ? 'none' : `${wallClock(time.start)} ${time.practitionerId}`;
    });
  };

  it('is the same practitioner’s, unless others are chosen', () => {
    const nine = visit('2026-11-30T08:00Z');
    expect(search({}, [nine], false)).toEqual(['2026-12-01T08:00 dentist-1']);
    expect(search({}, [nine], true)).toEqual(['2026-11-30T09:00 hygienist-1']);
  });

  it('goes to one visit only, and never over what stands in the book', () => {
    const visits = [visit('2026-11-30T09:00Z'), visit('2026-11-30T08:00Z')];
    const bookings = [booked('2026-12-01T07:00Z', 20)];
    expect(search({ bookings }, visits, false)).toEqual([
      '2026-12-01T08:20 dentist-1',
      '2026-12-01T08:50 dentist-1',
    ]);
  });

  it('is never under a preblock that would refuse or ask', () => {
    const patientFree = kindOf({ type: 'patient-free' }, { bypass: true });
    const preblocks = [preblockOf(patientFree, '2026-12-01T08:00/11:30')];
    const nine = visit('2026-11-30T08:00Z');
    expect(search({ preblocks, kinds: [patientFree] }, [nine], false)).toEqual([
      '2026-12-01T11:30 dentist-1',
    ]);
  });

  it('is none where there is none', () => {
    expect(search({ shifts: [monday] }, [visit('2026-11-30T08:00Z')], false)).toEqual(['none']);
  });
});
