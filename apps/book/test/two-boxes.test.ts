import { describe, expect, it } from 'vitest';
import { putIn, shifted, takeOut } from '../src/settings/two-boxes.ts';

describe('the two boxes of a list', () => {
  it('put the marked ones last, in the order that they stood in', () => {
    expect(putIn(['c'], new Set(['b', 'a']), ['a', 'b', 'c'])).toEqual(['c', 'a', 'b']);
  });

  it('never hold anything twice', () => {
    expect(putIn(['a'], new Set(['a', 'b']), ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('take the marked ones out and keep the order of the others', () => {
    expect(takeOut(['a', 'b', 'c'], new Set(['b']))).toEqual(['a', 'c']);
  });

  it('move several marked ones a step, stopping at the ends', () => {
    expect(shifted(['a', 'b', 'c', 'd'], new Set(['b', 'd']), 'up')).toEqual(['b', 'a', 'd', 'c']);
    expect(shifted(['a', 'b', 'c'], new Set(['a', 'b']), 'up')).toEqual(['a', 'b', 'c']);
    expect(shifted(['a', 'b', 'c'], new Set(['a']), 'down')).toEqual(['b', 'a', 'c']);
  });
});
