import type { Stretch } from './visible-hours.ts';

/** Pixels a pointer may tremble before a press becomes a drag. */
export const DRAG_THRESHOLD_PX = 4;
/** How long a finger rests before it marks or drags instead of scrolling. */
export const LONG_PRESS_MS = 450;

/** A booking on its way: moved as a whole, or its end drawn out. */
export interface Drag {
  readonly kind: 'move' | 'length';
  readonly bookingId: string;
  readonly column: number;
  readonly original: Stretch & { readonly column: number };
  /** Minutes from the booking's start to where it was grasped. */
  readonly graspMinutes: number;
  readonly stretch: Stretch;
}

export interface Under {
  readonly column: number;
  /** The minute under the pointer, not snapped. */
  readonly minute: number;
  readonly unitMinutes: number;
}

/** Where the drag is when the pointer is `under`; always at least one time unit long. */
export function dragTo(drag: Drag, under: Under): Drag {
  const { unitMinutes } = under;
  const length = drag.original.toMinute - drag.original.fromMinute;
  if (drag.kind === 'length') {
    const snapped = Math.round(under.minute / unitMinutes) * unitMinutes;
    const toMinute = Math.max(snapped, drag.original.fromMinute + unitMinutes);
    return { ...drag, stretch: { fromMinute: drag.original.fromMinute, toMinute } };
  }
  const fromMinute = snapToUnit(under.minute - drag.graspMinutes, drag, unitMinutes);
  return {
    ...drag,
    column: under.column,
    stretch: { fromMinute, toMinute: fromMinute + length },
  };
}

/** Snaps the way it moved in whole units, so that 08:05 stays at five past. */
function snapToUnit(minute: number, drag: Drag, unitMinutes: number): number {
  const moved = Math.round((minute - drag.original.fromMinute) / unitMinutes) * unitMinutes;
  return Math.max(0, drag.original.fromMinute + moved);
}

export function hasMoved(drag: Drag): boolean {
  const { original, stretch, column } = drag;
  return (
    column !== original.column ||
    stretch.fromMinute !== original.fromMinute ||
    stretch.toMinute !== original.toMinute
  );
}
