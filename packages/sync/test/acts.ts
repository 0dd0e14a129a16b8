import fc from 'fast-check';
import type { BookingId, PreblockId, ShiftId } from '@tidbok/core';
import {
  at,
  chairs,
  preblock,
  shift,
  span,
  staffVisit,
  visit30,
  visitWithXray,
  xray,
  kindUntilTheDayBefore,
} from './practice.ts';
import type { NewBooking } from '@tidbok/sync';
import type { World } from './world.ts';

/**
 * One thing that somebody does, or that the link does, with numbers that pick what it is done to.
 */
export type Act =
  | { readonly type: 'publish'; readonly when: When }
  | PatientAct
  | { readonly type: 'staff' | 'move'; readonly when: When; readonly override: boolean }
  | {
      readonly type: 'unpublish' | 'reshift' | 'cancel' | 'abandon';
      readonly pick: number;
    }
  | { readonly type: 'to-site' | 'to-clinic'; readonly pick: number; readonly count: number }
  | { readonly type: 'pass'; readonly minutes: number }
  | { readonly type: 'restore-clinic' | 'restore-site' | 'resync'; readonly pick: number };

type PatientAct =
  | { readonly type: 'patient' | 'two-patients' | 'rebook'; readonly when: When }
  | { readonly type: 'patient-cancel'; readonly pick: number };

interface When {
  readonly day: number;
  /** Half hours after 09:00. */
  readonly slot: number;
  readonly halfHours: number;
  readonly chair: 0 | 1;
  readonly person: 0 | 1;
  readonly withXray: boolean;
  readonly pick: number;
}

/** Few days, few slots: acts must meet. The frontier lies in day 1 at first. */
const when: fc.Arbitrary<When> = fc.record({
  day: fc.constantFrom(0, 1, 2),
  slot: fc.nat({ max: 5 }),
  halfHours: fc.integer({ min: 1, max: 3 }),
  chair: fc.constantFrom(0, 1),
  person: fc.constantFrom(0, 1),
  withXray: fc.nat({ max: 4 }).map((n) => n === 0),
  pick: fc.nat({ max: 50 }),
});
const pick = fc.nat({ max: 50 });

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('publish' as const), when }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('patient' as const), when }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('two-patients' as const), when }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('rebook' as const), when }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('staff' as const, 'staff' as const, 'move' as const),
      when,
      override: fc.nat({ max: 5 }).map((n) => n === 0),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'unpublish' as const,
        'reshift' as const,
        'cancel' as const,
        'patient-cancel' as const,
        'abandon' as const,
      ),
      pick,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom('to-site' as const, 'to-clinic' as const),
      pick: fc.nat({ max: 5 }),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      minutes: fc.constantFrom(30, 90, 180, 600, 1_000),
    }),
  },
);

/** Now and then one side goes back to how it was some acts ago, or both begin anew. */
const goingBack: fc.Arbitrary<Act> = fc.record({
  type: fc.constantFrom('restore-clinic' as const, 'restore-site' as const, 'resync' as const),
  pick: fc.nat({ max: 25 }),
});

export const actsWithRestores = (maxLength: number): fc.Arbitrary<Act[]> =>
  fc.array(fc.oneof({ weight: 12, arbitrary: act }, { weight: 1, arbitrary: goingBack }), {
    minLength: Math.floor(maxLength / 2),
    maxLength,
  });

export const acts = (maxLength: number): fc.Arbitrary<Act[]> =>
  fc.array(act, { minLength: Math.floor(maxLength / 2), maxLength });

/** Monday to Wednesday, two chairs, a practitioner in each; the second has less on offer. */
export function openWeek(world: World): World {
  for (const day of [0, 1, 2]) {
    for (const chair of [0, 1] as const) {
      const number = day * 10 + chair;
      const hours = { day, from: '09:00', to: '12:30' };
      world.addShift(shift(number, { chair, person: chair }, hours), span(day, '00:00', 1440));
      world.addPreblock(
        preblock(number, chair, { day, from: '09:00', to: chair === 0 ? '11:30' : '10:00' }),
        span(day, '00:00', 1440),
      );
    }
  }
  world.deliverAll();
  return world;
}

function clock(slot: number): string {
  const minutes = 9 * 60 + slot * 30;
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

function picked<T>(items: readonly T[], number: number): T | undefined {
  return items[number % Math.max(1, items.length)];
}

export function perform(world: World, done: Act): void {
  if (isGoingBack(done)) return world.goBack(done);
  switch (done.type) {
    case 'publish':
      return publish(world, done.when);
    case 'unpublish':
      return unpublish(world, done.pick);
    case 'reshift':
      return reshift(world, done.pick);
    case 'staff':
      return staffBooks(world, done.when, done.override);
    case 'move':
      return staffMoves(world, done.when, done.override);
    case 'cancel': {
      const visit = picked(world.clinic.facts.bookings, done.pick);
      if (visit !== undefined) world.staffCancel(visit.id);
      return;
    }
    case 'abandon': {
      const claim = picked(world.clinic.facts.claims, done.pick);
      if (claim !== undefined) world.abandonClaim(claim.claimId);
      return;
    }
    case 'pass':
      return world.pass(done.minutes);
    case 'to-site':
    case 'to-clinic':
      return deliver(world, done);
    default:
      return patientActs(world, done);
  }
}

type GoingBack = Extract<Act, { type: 'restore-clinic' | 'restore-site' | 'resync' }>;

function isGoingBack(done: Act): done is GoingBack {
  return ['restore-clinic', 'restore-site', 'resync'].includes(done.type);
}

function patientActs(world: World, done: PatientAct): void {
  const sold = [...world.site.bookings.values()].filter(({ patientKey }) => patientKey !== null);
  if (done.type === 'patient-cancel') {
    const visit = picked(sold, done.pick);
    if (visit !== undefined) world.patientCancels(visit.bookingId);
    return;
  }
  const { day, slot, chair, withXray, pick: number } = done.when;
  const time = {
    start: at(day, clock(slot)),
    chair: chairs[chair],
    templateId: withXray ? visitWithXray : visit30,
  };
  if (done.type === 'patient') world.patientBooks(time);
  else if (done.type === 'two-patients') world.twoPatientsBook(time);
  else {
    const visit = picked(sold, number);
    if (visit !== undefined) world.patientRebooks(visit.bookingId, time);
  }
}

function publish(world: World, { day, slot, halfHours, chair, withXray }: When): void {
  const from = clock(slot);
  const to = clock(slot + halfHours);
  const placed = preblock(1000 + world.number(), chair, { day, from, to });
  const taken = world.clinic.facts.preblocks.some(
    (each) =>
      each.resourceId === placed.resourceId && each.from < placed.to && placed.from < each.to,
  );
  const kindId = withXray ? kindUntilTheDayBefore.id : placed.kindId;
  if (!taken) world.addPreblock({ ...placed, kindId }, span(day, '00:00', 1440));
}

function unpublish(world: World, number: number): void {
  const removed = picked(world.clinic.facts.preblocks, number);
  if (removed === undefined) return;
  world.removePreblock(removed.id satisfies PreblockId, dayOf(removed.from));
}

function dayOf(from: string) {
  return span(Number(from.slice(8, 10)) - 2, '00:00', 1440);
}

/** The two practitioners change chairs on one day, or change back. */
function reshift(world: World, number: number): void {
  const day = number % 3;
  const today = world.clinic.facts.shifts.filter(
    ({ from }) => Number(from.slice(8, 10)) - 2 === day,
  );
  const swapped = today.map(({ resourceId }, i) =>
    shift(
      1000 + world.number(),
      { chair: i === 0 ? 0 : 1, person: resourceId === chairs[0] ? 1 : 0 },
      {
        day,
        from: '09:00',
        to: '12:30',
      },
    ),
  );
  world.plan(
    [
      ...today.map(({ id }) => ({ type: 'delete-shift' as const, shiftId: id satisfies ShiftId })),
      ...swapped.map((each) => ({ type: 'insert-shift' as const, shift: each })),
    ],
    span(day, '00:00', 1440),
  );
}

function staffBooks(world: World, asked: When, override: boolean): void {
  world.staffBook(visitAt(world, asked), override);
}

/** Some need the X-ray as well, all through. */
function visitAt(world: World, asked: When): NewBooking {
  const { day, slot, halfHours, chair, person, withXray } = asked;
  const during = span(day, clock(slot), halfHours * 30);
  const visit = staffVisit(world.number(), { chair, person }, during);
  const occupancies = withXray
    ? [...visit.occupancies, { subjectId: xray, during }]
    : visit.occupancies;
  return { ...visit, occupancies };
}

function staffMoves(world: World, asked: When, override: boolean): void {
  const old = picked(world.clinic.facts.bookings, asked.pick);
  if (old === undefined) return;
  const moved = visitAt(world, asked);
  world.staffMove(old.id satisfies BookingId, { ...moved, patientId: old.patientId }, override);
}

/** The next records, or one from before or after: what a bad link hands over. */
function deliver(world: World, link: Extract<Act, { type: 'to-site' | 'to-clinic' }>): void {
  const toSite = link.type === 'to-site';
  const { records } = toSite ? world.clinic.log : world.site.log;
  const cursor = () => (toSite ? world.site.clinicCursor : world.clinic.facts.siteCursor).seq;
  const hand = (index: number) => {
    const record = records[index];
    if (record === undefined) return;
    if (toSite) world.deliverToSite(record);
    else world.deliverToClinic(record);
  };
  if (link.pick === 0) return hand(cursor() - 1);
  if (link.pick === 1) return hand(cursor() + 1);
  for (let left = link.count; left > 0; left -= 1) hand(cursor());
}
