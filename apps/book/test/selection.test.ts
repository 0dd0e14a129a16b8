import { describe, expect, it } from 'vitest';
import { markCell, markTo, moveCursor } from '../src/grid/selection.ts';

const step = {
  unitMinutes: 10,
  hours: { fromMinute: 450, toMinute: 990 },
  columns: 3,
};

describe('marking by mouse', () => {
  it('takes both the first cell and the last', () => {
    expect(markTo(markCell(1, 480, 10), 590, 10)).toMatchObject({ fromMinute: 480, toMinute: 600 });
  });

  it('works upwards too', () => {
    expect(markTo(markCell(1, 480, 10), 460, 10)).toMatchObject({ fromMinute: 460, toMinute: 490 });
  });
});

describe('the cell cursor', () => {
  const start = markCell(1, 480, 10);

  it('moves a cell with the arrows', () => {
    expect(moveCursor(start, 'ArrowDown', { ...step, mark: false })).toMatchObject({
      column: 1,
      fromMinute: 490,
      toMinute: 500,
    });
    expect(moveCursor(start, 'ArrowRight', { ...step, mark: false })).toMatchObject({
      column: 2,
      fromMinute: 480,
    });
  });

  it('marks with Shift and the arrows, and gives back what was marked too much', () => {
    const down = moveCursor(start, 'ArrowDown', { ...step, mark: true });
    const further = moveCursor(down, 'ArrowDown', { ...step, mark: true });
    expect(further).toMatchObject({ fromMinute: 480, toMinute: 510 });
    expect(moveCursor(further, 'ArrowUp', { ...step, mark: true })).toEqual(down);
  });

  it('marks upwards past where it began', () => {
    const up = moveCursor(start, 'ArrowUp', { ...step, mark: true });
    expect(up).toMatchObject({ fromMinute: 470, toMinute: 490 });
  });

  it('stays within the day and the columns', () => {
    const top = markCell(0, 450, 10);
    expect(moveCursor(top, 'ArrowUp', { ...step, mark: false })).toEqual(top);
    expect(moveCursor(top, 'ArrowLeft', { ...step, mark: false })).toEqual(top);
    const bottom = markCell(2, 980, 10);
    expect(moveCursor(bottom, 'ArrowDown', { ...step, mark: false })).toEqual(bottom);
    expect(moveCursor(bottom, 'ArrowRight', { ...step, mark: false })).toEqual(bottom);
  });
});
