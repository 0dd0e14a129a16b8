import { describe, expect, it } from 'vitest';
import { carryOn, dragTo, hasMoved, type Drag } from '../src/grid/drag.ts';

const original = { column: 0, fromMinute: 485, toMinute: 515 };
const grasped: Drag = {
  kind: 'move',
  id: 'a',
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

describe('a booking carried by the keyboard', () => {
  const original = { column: 1, fromMinute: 480, toMinute: 510 };
  const drag: Drag = {
    kind: 'move',
    id: 'a',
    column: 1,
    original,
    graspMinutes: 0,
    stretch: original,
  };
  const step = { kind: 'move', unitMinutes: 10, columns: 2 } as const;

  it('goes a time unit up or down, and from column to column', () => {
    expect(carryOn(drag, { ...step, arrow: 'ArrowDown' }).stretch).toEqual({
      fromMinute: 490,
      toMinute: 520,
    });
    expect(carryOn(drag, { ...step, arrow: 'ArrowLeft' }).column).toBe(0);
    expect(carryOn(drag, { ...step, arrow: 'ArrowRight' }).column).toBe(1);
  });

  it('gets longer or shorter, never shorter than a time unit', () => {
    const length = { ...step, kind: 'length' } as const;
    expect(carryOn(drag, { ...length, arrow: 'ArrowDown' }).stretch.toMinute).toBe(520);
    const short = { ...drag, stretch: { fromMinute: 480, toMinute: 490 } };
    expect(carryOn(short, { ...length, arrow: 'ArrowUp' }).stretch.toMinute).toBe(490);
  });
});
