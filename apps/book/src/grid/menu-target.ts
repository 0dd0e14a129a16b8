import type { Booking, Preblock, Shift } from '../calls/book-shapes.ts';
import type { Column } from './columns.ts';
import type { Point } from './grid-pointer.svelte.ts';
import type { Stretch } from './visible-hours.ts';

/** What the menu was opened on. */
export type MenuTarget =
  | { readonly type: 'interval'; readonly column: Column; readonly stretch: Stretch }
  | { readonly type: 'booking'; readonly booking: Booking }
  | { readonly type: 'preblock'; readonly preblock: Preblock }
  | { readonly type: 'shift'; readonly shift: Shift };

export interface MenuRequest {
  readonly at: Point;
  readonly target: MenuTarget;
}

/** Where a menu opens that was asked for by a key: at the lower left of what has the focus. */
export function pointOf(element: Element): Point {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left + 12, y: bottom - 2 };
}

/** The menu key, or Shift+F10 where there is none. */
export function asksForMenu(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
}
