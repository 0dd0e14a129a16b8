import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { remembered } from '../src/calls/remembered.ts';
import { changedParts } from '../src/dialogs/visit.ts';

describe('a list that is read again', () => {
  const list = remembered(v.object({ id: v.string(), minutes: v.number() }));

  it('keeps what is the same, and takes what has changed', () => {
    const first = v.parse(list, [
      { id: 'a', minutes: 30 },
      { id: 'b', minutes: 30 },
    ]);
    const again = v.parse(list, [
      { id: 'a', minutes: 30 },
      { id: 'b', minutes: 40 },
    ]);
    expect(again[0]).toBe(first[0]);
    expect(again[1]).toEqual({ id: 'b', minutes: 40 });
  });

  it('does not believe what has another shape', () => {
    expect(v.safeParse(list, [{ id: 'a', minutes: 'thirty' }]).success).toBe(false);
    expect(v.safeParse(list, 'nothing').success).toBe(false);
  });
});

describe('what is saved of a visit', () => {
  it('is only what was changed here', () => {
    const before = {
      ...{ bookText: 'US', summonsCard: false },
      ...{ moveNextRecall: false, expectedAmount: null },
    };
    expect(changedParts(before, before)).toEqual({});
    expect(changedParts(before, { ...before, bookText: 'Akut' })).toEqual({ bookText: 'Akut' });
  });
});
