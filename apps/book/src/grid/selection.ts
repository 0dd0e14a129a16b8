import type { Stretch } from './visible-hours.ts';

/** An interval marked in one column; `anchorMinute` is where the marking began. */
export interface Marked extends Stretch {
  readonly column: number;
  readonly anchorMinute: number;
}

export interface Step {
  readonly unitMinutes: number;
  readonly hours: Stretch;
  readonly columns: number;
}

/** One cell, the time unit long. */
export function markCell(column: number, minute: number, unitMinutes: number): Marked {
  return { column, anchorMinute: minute, fromMinute: minute, toMinute: minute + unitMinutes };
}

/** From the cell where the marking began to the cell at `minute`, both included. */
export function markTo(marked: Marked, minute: number, unitMinutes: number): Marked {
  const { column, anchorMinute } = marked;
  return {
    column,
    anchorMinute,
    fromMinute: Math.min(anchorMinute, minute),
    toMinute: Math.max(anchorMinute, minute) + unitMinutes,
  };
}

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export function isArrow(key: string): key is Arrow {
  return key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';
}

/** The end of the marking that moves: the far one from its anchor. */
function movingMinute(marked: Marked, unitMinutes: number): number {
  return marked.fromMinute < marked.anchorMinute
    ? marked.fromMinute
    : marked.toMinute - unitMinutes;
}

/** Arrows move the cursor a cell; with Shift, up and down, they mark from where it stood. */
export function moveCursor(marked: Marked, arrow: Arrow, step: Step & { mark: boolean }): Marked {
  const { unitMinutes, hours, columns, mark } = step;
  const sideways = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 }[arrow];
  if (sideways !== 0) {
    const column = Math.min(Math.max(marked.column + sideways, 0), columns - 1);
    return mark ? marked : markCell(column, marked.fromMinute, unitMinutes);
  }
  const by = arrow === 'ArrowUp' ? -unitMinutes : unitMinutes;
  const last = hours.toMinute - unitMinutes;
  const minute = Math.min(Math.max(movingMinute(marked, unitMinutes) + by, hours.fromMinute), last);
  return mark ? markTo(marked, minute, unitMinutes) : markCell(marked.column, minute, unitMinutes);
}

/** Keys that take the cursor further than an arrow does. */
export function leapTo(marked: Marked, key: string, step: Step): Marked | null {
  const { unitMinutes, hours, columns } = step;
  const last = hours.toMinute - unitMinutes;
  const within = (minute: number): number => Math.min(Math.max(minute, hours.fromMinute), last);
  const at = (column: number, minute: number): Marked =>
    markCell(column, within(minute), unitMinutes);
  switch (key) {
    case 'PageUp':
      return at(marked.column, marked.fromMinute - 60);
    case 'PageDown':
      return at(marked.column, marked.fromMinute + 60);
    case 'Home':
      return at(0, marked.fromMinute);
    case 'End':
      return at(columns - 1, marked.fromMinute);
    default:
      return null;
  }
}
