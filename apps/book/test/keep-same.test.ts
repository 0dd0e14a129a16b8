import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepSame } from '../src/grid/keep-same.ts';

describe('a live update', () => {
  const before = {
    bookings: [
      { id: 'a', from: 480, patient: { name: 'Prov Ek' } },
      { id: 'b', from: 510, patient: { name: 'Test Dahl' } },
    ],
    zone: 'Europe/Stockholm',
  };

  it('keeps everything when nothing changed', () => {
    expect(keepSame(before, structuredClone(before))).toBe(before);
  });

  it('touches only the booking that changed, even when its place did', () => {
    const next = structuredClone(before);
    next.bookings.reverse();
    const [b, a] = next.bookings;
    if (a !== undefined) a.from = 485;
    const merged = keepSame(before, next);
    expect(merged).toEqual(next);
    expect(merged.bookings[0]).toBe(before.bookings[1]);
    expect(merged.bookings[1]).not.toBe(before.bookings[0]);
    expect(merged.bookings[1]?.patient).toBe(before.bookings[0]?.patient);
    expect(b).toBeDefined();
  });

  it('always equals what the server said', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (previous, next) => {
        expect(keepSame(previous, next)).toEqual(next);
      }),
      // What has failed.
      { examples: [[{}, JSON.parse('{"__proto__":[]}') as fc.JsonValue]] },
    );
  });
});
