import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covers,
  difference,
  durationOf,
  instant,
  intersection,
  intervalSet,
  isIntervalSet,
  sameSet,
  setContains,
  shifted,
  takenTime,
  touches,
  union,
  within,
  type Interval,
  type IntervalSet,
  type SubjectId,
} from '../src/index.ts';

const piece: fc.Arbitrary<Interval> = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }))
  .map(([from, length]) => ({ from: instant(from), to: instant(from + length) }));
const pieces = fc.array(piece, { maxLength: 8 });
const set = pieces.map(intervalSet);

/** The oracle: a set as the instants that it holds, one by one. */
function instants(intervals: readonly Interval[]): Set<number> {
  const found = new Set<number>();
  for (const { from, to } of intervals) for (let at: number = from; at < to; at += 1) found.add(at);
  return found;
}

function holds(result: IntervalSet, expected: Set<number>): void {
  expect(isIntervalSet(result)).toBe(true);
  expect(instants(result)).toEqual(expected);
}

describe('interval sets', () => {
  it('hold what the intervals held, sorted, disjoint and never touching', () => {
    fc.assert(fc.property(pieces, (some) => holds(intervalSet(some), instants(some))));
  });

  it('are joined, cut and taken apart instant by instant', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const inA = instants(a);
        const inB = instants(b);
        holds(union(a, b), inA.union(inB));
        holds(intersection(a, b), inA.intersection(inB));
        holds(difference(a, b), inA.difference(inB));
      }),
    );
  });

  it('obey the laws of sets', () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        expect(sameSet(union(a, b), union(b, a))).toBe(true);
        expect(sameSet(union(a, union(b, c)), union(union(a, b), c))).toBe(true);
        expect(sameSet(intersection(a, b), intersection(b, a))).toBe(true);
        expect(sameSet(difference(a, difference(a, b)), intersection(a, b))).toBe(true);
        expect(
          sameSet(intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c))),
        ).toBe(true);
        expect(sameSet(difference(a, union(b, c)), difference(difference(a, b), c))).toBe(true);
        expect(durationOf(a) + durationOf(b)).toBe(
          durationOf(union(a, b)) + durationOf(intersection(a, b)),
        );
      }),
    );
  });

  it('know what they contain, cover and touch', () => {
    fc.assert(
      fc.property(set, piece, (a, part) => {
        const inA = instants(a);
        const inPart = instants([part]);
        expect(covers(a, part)).toBe(inPart.isSubsetOf(inA));
        expect(touches(a, part)).toBe(!inPart.isDisjointFrom(inA));
        expect(setContains(a, part.from)).toBe(inA.has(part.from));
        holds(within(a, part), inA.intersection(inPart));
      }),
    );
  });

  it('are gathered from visits in any order, subject by subject', () => {
    const subject = fc.constantFrom(
      'chair-1',
      'dentist-1',
      'assistant-1',
    ) as fc.Arbitrary<SubjectId>;
    const occupancy = fc.record({ subjectId: subject, during: piece });
    fc.assert(
      fc.property(fc.array(occupancy, { maxLength: 30 }), (occupancies) => {
        const taken = takenTime(occupancies.map((each) => ({ occupancies: [each] })));
        for (const { subjectId } of occupancies) {
          const own = occupancies.filter((each) => each.subjectId === subjectId);
          holds(taken.get(subjectId) ?? [], instants(own.map(({ during }) => during)));
        }
      }),
    );
  });

  it('shift as a whole', () => {
    fc.assert(
      fc.property(set, fc.integer({ min: -20, max: 20 }), (a, by) => {
        holds(shifted(a, by), new Set([...instants(a)].map((at) => at + by)));
      }),
    );
  });
});
