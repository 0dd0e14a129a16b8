import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkShift,
  explainTime,
  freeTimes,
  instant,
  lasting,
  prepareAvailability,
  takenTime,
  type AvailabilityFacts,
  type BookingId,
  type BookingTemplate,
  type LocalDateTime,
  type OfferBackground,
  type PreblockType,
  type Shift,
} from '../src/index.ts';
import { minutesFrom, naiveFreeTimes, type Minutes, type NaiveQuestion } from './naive-times.ts';
import {
  ASSISTANT,
  CHAIR,
  CLINIC,
  DENTIST,
  EXAM,
  HYGIENIST,
  OTHER_CHAIR,
  SURGERY,
  factsOf,
  internet,
  kindOf,
  practiceWith,
  preblockOf,
  shiftOf,
  templateWith,
  type Practice,
  type Visit,
} from './practice.ts';
import { STOCKHOLM, utc } from './stockholm.ts';

const MINUTE = 60_000;
/** Many worlds on a busy machine. */
const PATIENCE = { timeout: 60_000 };
const chair = fc.constantFrom(CHAIR, OTHER_CHAIR);
const who = fc.constantFrom(DENTIST, HYGIENIST);

const TEMPLATES: readonly BookingTemplate[] = [
  templateWith({ minutes: 30 }),
  templateWith({ minutes: 20, categoryId: SURGERY }),
  templateWith({ minutes: 45 }),
  templateWith({ minutes: 40, resourcePattern: { unitMinutes: 10, signs: '/.a/' } }),
  templateWith({ minutes: 25, resourcePattern: { unitMinutes: 5, signs: 'aa//.' } }),
];

/** A local time of the stretch, on five minutes, the skipped and the doubled hour among them. */
function localIn(from: string, hours: number): fc.Arbitrary<LocalDateTime> {
  const first = Date.parse(`${from}Z`);
  return fc
    .integer({ min: 0, max: hours * 12 })
    .map((step) => new Date(first + step * 5 * MINUTE).toISOString().slice(0, 16) as LocalDateTime);
}

function spanIn(from: string, hours: number): fc.Arbitrary<string> {
  return fc
    .tuple(localIn(from, hours), localIn(from, hours))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => (a < b ? `${a}/${b}` : `${b}/${a}`));
}

function visits(firstAt: number, hours: number): fc.Arbitrary<Visit[]> {
  const visit = fc.record({
    minute: fc.integer({ min: 0, max: hours * 60 }),
    length: fc.integer({ min: 5, max: 90 }),
    subjectId: fc.constantFrom(CHAIR, OTHER_CHAIR, DENTIST, HYGIENIST, ASSISTANT),
    knownAtSite: fc.boolean(),
  });
  return fc.array(visit, { maxLength: 8 }).map((some) =>
    some.map(({ minute, length, subjectId, knownAtSite }, i) => ({
      id: `visit-${i}` as BookingId,
      knownAtSite,
      occupancies: [{ subjectId, during: lasting(instant(firstAt + minute * MINUTE), length) }],
    })),
  );
}

const kinds = fc.array(
  fc
    .record({
      rule: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom<PreblockType>(
            internet([EXAM]),
            internet([EXAM, SURGERY]),
            internet([SURGERY], 'deny'),
          ),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom<PreblockType>(
            { type: 'patient-free' },
            { type: 'standard' },
            { type: 'recall' },
            { type: 'amount', minimumAmount: 100 },
          ),
        },
      ),
      expiresDaysBefore: fc.constantFrom(null, null, 1, 2),
      own: fc.constantFrom(null, null, null, DENTIST),
    })
    .map(({ rule, expiresDaysBefore, own }) =>
      kindOf(rule, {
        expiresDaysBefore,
        validFor: own === null ? { type: 'resources' } : { type: 'personal', practitionerId: own },
      }),
    ),
  { minLength: 1, maxLength: 4 },
);

/** Only those that could have been entered one after the other. */
function enterable(shifts: readonly Shift[]): Shift[] {
  const entered: Shift[] = [];
  for (const shift of shifts) {
    if (checkShift(shift, { zone: STOCKHOLM, shifts: entered }).ok) entered.push(shift);
  }
  return entered;
}

interface World extends Omit<NaiveQuestion, 'minutes'> {
  readonly background: OfferBackground;
  readonly facts: AvailabilityFacts;
}

function worlds(from: string, hours: number, minutes: Minutes): fc.Arbitrary<World> {
  const span = spanIn(from, hours);
  return kinds.chain((someKinds) =>
    fc
      .record({
        shifts: fc.array(fc.record({ span, resourceId: chair, practitionerId: who }), {
          minLength: 1,
          maxLength: 8,
        }),
        preblocks: fc.array(
          fc.record({ span, resourceId: chair, kind: fc.constantFrom(...someKinds) }),
          { minLength: 1, maxLength: 6 },
        ),
        bookings: visits(minutes.firstAt, hours),
        holds: visits(minutes.firstAt, hours).map((some) => some.slice(0, 2)),
        claims: visits(minutes.firstAt, hours).map((some) => some.slice(0, 1)),
        template: fc.constantFrom(...TEMPLATES),
        listed: fc.option(fc.subarray(TEMPLATES.map(({ id }) => id)), { freq: 3 }),
        leadTimeMinutes: fc.constantFrom(0, 0, 30, 120),
        nowMinute: fc.integer({ min: -1500, max: 300 }),
      })
      .map((some) => {
        const practice: Practice = practiceWith({
          kinds: someKinds,
          shifts: enterable(some.shifts.map(({ span: text, ...at }) => shiftOf(text, at))),
          preblocks: some.preblocks.map((each) =>
            preblockOf(each.kind, each.span, each.resourceId),
          ),
          bookings: some.bookings,
          claims: some.claims.flatMap(({ occupancies }) =>
            occupancies.map(({ subjectId, during }) => ({ subjectIds: [subjectId], during })),
          ),
          templates: TEMPLATES,
          lists: some.listed === null ? new Map() : new Map([[DENTIST, some.listed]]),
        });
        const now = instant(minutes.firstAt + some.nowMinute * MINUTE);
        const { leadTimeMinutes } = some;
        const known = factsOf(practice, now);
        const limits = { leadTimeMinutes, horizonMonths: 12 };
        const facts = {
          ...known,
          rules: { ...known.rules, limits },
          held: takenTime(some.holds),
        };
        return {
          practice,
          holds: some.holds,
          templateId: some.template.id,
          leadTimeMinutes,
          now,
          facts: prepareAvailability(facts),
          background: { ...practice, withdrawals: [] },
        };
      }),
  );
}

function answered({ facts, templateId, now }: World, minutes: Minutes): string[] {
  const { firstAt, walls } = minutes;
  return freeTimes(facts, {
    templateId,
    clinicId: CLINIC,
    practitionerId: null,
    from: instant(firstAt),
    to: instant(firstAt + walls.length * MINUTE),
    now: instant(now),
  }).map(
    ({ start, practitionerId, resourceId }) =>
      `${(start - firstAt) / MINUTE} ${practitionerId} ${resourceId}`,
  );
}

describe.for<[string, string, string, number]>([
  ['an ordinary day', '2026-11-30T06:00', '2026-11-30T05:00Z', 14],
  ['the weekend when summer time begins', '2026-03-28T16:00', '2026-03-28T15:00Z', 20],
  ['the weekend when summer time ends', '2026-10-24T16:00', '2026-10-24T14:00Z', 20],
  ['the hours around the change in spring', '2026-03-29T00:00', '2026-03-28T23:00Z', 7],
  ['the hours around the change in autumn', '2026-10-25T00:00', '2026-10-24T22:00Z', 7],
])('on %s', ([, from, first, hours]) => {
  const minutes = minutesFrom(utc(first), 60 * (hours + 3));
  const world = worlds(from, hours, minutes);

  it('the free times are those that the minute-by-minute oracle finds', PATIENCE, () => {
    let seen = 0;
    fc.assert(
      fc.property(world, (some) => {
        const expected = naiveFreeTimes({ ...some, minutes });
        seen += expected.length;
        expect(answered(some, minutes)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
    // Some worlds have free times; how many is chance.
    expect(seen).toBeGreaterThan(0);
  });

  it('a time is explained by no objection exactly when it is free', PATIENCE, () => {
    fc.assert(
      fc.property(world, fc.boolean(), (some, withBackground) => {
        const free = new Set(answered(some, minutes));
        const background = withBackground ? some.background : undefined;
        for (let minute = 0; minute < hours * 60; minute += 5) {
          for (const resourceId of [CHAIR, OTHER_CHAIR]) {
            for (const practitionerId of [DENTIST, HYGIENIST]) {
              const start = instant(minutes.firstAt + minute * MINUTE);
              const { templateId } = some;
              const now = instant(some.now);
              const question = {
                templateId,
                clinicId: CLINIC,
                resourceId,
                practitionerId,
                start,
                now,
              };
              const { free: time, objections } = explainTime(some.facts, question, background);
              expect(time !== null).toBe(free.has(`${minute} ${practitionerId} ${resourceId}`));
              expect(objections.length === 0).toBe(time !== null);
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('free times', () => {
  const minutes = minutesFrom(utc('2026-11-30T05:00Z'), 60 * 17);
  const world = worlds('2026-11-30T06:00', 14, minutes);

  it('that a cancelled booking took are free again, and nothing else is lost', PATIENCE, () => {
    fc.assert(
      fc.property(world, (some) => {
        const before = new Set(answered(some, minutes));
        const emptied = { ...some.practice, bookings: [] };
        const facts = {
          ...factsOf(emptied, instant(some.now)),
          held: some.facts.held ?? new Map(),
        };
        const limits = { leadTimeMinutes: some.leadTimeMinutes, horizonMonths: 12 };
        const after = answered(
          { ...some, facts: { ...facts, rules: { ...facts.rules, limits } } },
          minutes,
        );
        expect(before.isSubsetOf(new Set(after))).toBe(true);
      }),
    );
  });

  it('of a part of the stretch are those of the whole that start there', PATIENCE, () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 168 }), (some, step) => {
        const { templateId, facts } = some;
        const asked = {
          templateId,
          clinicId: CLINIC,
          practitionerId: null,
          now: instant(some.now),
        };
        const from = instant(minutes.firstAt);
        const middle = instant(from + step * 5 * MINUTE);
        const to = instant(from + 17 * 60 * MINUTE);
        expect([
          ...freeTimes(facts, { ...asked, from, to: middle }),
          ...freeTimes(facts, { ...asked, from: middle, to }),
        ]).toEqual(freeTimes(facts, { ...asked, from, to }));
      }),
    );
  });
});
