import { describe, expect, it } from 'vitest';
import { dragTo, hasMoved, type Drag } from '../src/grid/drag.ts';

const original = { column: 0, fromMinute: 485, toMinute: 515 };
const grasped: Drag = {
  kind: 'move',
  bookingId: 'a',
  column: 0,
  original,
  graspMinutes: 12,
  stretch: original,
};

describe('a dragged booking', () => {
  it('moves in whole time units and keeps its length and its odd five minutes', () => {
    const moved = dragTo(grasped, { column: 2, minute: 559, unitMinutes: 10 });
    expect(moved.column).toBe(2);
    expect(moved.stretch).toEqual({ fromMinute: 545, toMinute: 575 });
    expect(hasMoved(moved)).toBe(true);
  });

  it('has not moved when it comes back to where it was', () => {
    expect(hasMoved(dragTo(grasped, { column: 0, minute: 498, unitMinutes: 10 }))).toBe(false);
  });

  it('changes its length by its lower edge, never below one time unit', () => {
    const edge: Drag = { ...grasped, kind: 'length' };
    const longer = dragTo(edge, { column: 1, minute: 542, unitMinutes: 10 });
    expect(longer).toMatchObject({ column: 0, stretch: { fromMinute: 485, toMinute: 540 } });
    const shortest = dragTo(edge, { column: 0, minute: 300, unitMinutes: 10 });
    expect(shortest.stretch).toEqual({ fromMinute: 485, toMinute: 495 });
  });
});
