import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOf } from '../src/grid/lanes.ts';
import { overlapping } from '../src/grid/visible-hours.ts';

const stretch = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute });

describe('bookings side by side', () => {
  it('fill the column when they follow each other', () => {
    const [a, b] = [stretch(480, 510), stretch(510, 540)];
    const lanes = lanesOf([a, b]);
    expect(lanes.get(a)).toEqual({ lane: 0, lanes: 1 });
    expect(lanes.get(b)).toEqual({ lane: 0, lanes: 1 });
  });

  it('share the column when they overlap, and only then', () => {
    const [a, b, c] = [stretch(480, 540), stretch(500, 520), stretch(540, 570)];
    const lanes = lanesOf([a, b, c]);
    expect(lanes.get(a)).toEqual({ lane: 0, lanes: 2 });
    expect(lanes.get(b)).toEqual({ lane: 1, lanes: 2 });
    expect(lanes.get(c)).toEqual({ lane: 0, lanes: 1 });
  });

  it('never hide each other', () => {
    const anyStretch = fc
      .record({ from: fc.integer({ min: 0, max: 200 }), length: fc.integer({ min: 1, max: 60 }) })
      .map(({ from, length }) => stretch(from, from + length));
    fc.assert(
      fc.property(fc.array(anyStretch, { maxLength: 30 }), (stretches) => {
        const lanes = lanesOf(stretches);
        for (const a of stretches) {
          for (const b of stretches) {
            if (a === b || !overlapping(a, b)) continue;
            expect(lanes.get(a)?.lane).not.toBe(lanes.get(b)?.lane);
            expect(lanes.get(a)?.lanes).toBe(lanes.get(b)?.lanes);
          }
        }
      }),
    );
  });
});
