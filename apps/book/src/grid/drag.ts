import type { Arrow } from './selection.ts';
import type { Stretch } from './visible-hours.ts';

/** Pixels a pointer may tremble before a press becomes a drag. */
export const DRAG_THRESHOLD_PX = 4;
/** So much of the lower edge changes the length when it is dragged. */
export const GRASP_EDGE_PX = 6;
/** How long a finger rests before it marks or drags instead of scrolling. */
export const LONG_PRESS_MS = 450;

/** A booking or a preblock on its way: moved as a whole, or its end drawn out. */
export interface Drag {
  readonly kind: 'move' | 'length';
  /** Of the booking or the preblock. */
  readonly id: string;
  readonly column: number;
  readonly original: Stretch & { readonly column: number };
  /** Minutes from its start to where it was grasped. */
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

export interface CarryStep {
  readonly kind: Drag['kind'];
  readonly arrow: Arrow;
  readonly unitMinutes: number;
  readonly columns: number;
}

/** The keyboard's way: Alt and an arrow carry a booking on; with Shift they change its length. */
export function carryOn(drag: Drag, { kind, arrow, unitMinutes, columns }: CarryStep): Drag {
  const down = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: 0, ArrowRight: 0 }[arrow] * unitMinutes;
  const sideways = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 }[arrow];
  const { fromMinute, toMinute } = drag.stretch;
  if (kind === 'length') {
    return {
      ...drag,
      stretch: { fromMinute, toMinute: Math.max(toMinute + down, fromMinute + unitMinutes) },
    };
  }
  const moved = Math.max(0, fromMinute + down) - fromMinute;
  return {
    ...drag,
    column: Math.min(Math.max(drag.column + sideways, 0), columns - 1),
    stretch: { fromMinute: fromMinute + moved, toMinute: toMinute + moved },
  };
}
