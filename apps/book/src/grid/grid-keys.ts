import type { Booking, Preblock } from '../calls/book-shapes.ts';
import type { Column } from './columns.ts';
import type { MenuTarget } from './menu-target.ts';
import type { Marked } from './selection.ts';
import { overlapping, type Stretch } from './visible-hours.ts';

/** A booking among the columns, by id. */
export function bookingIn(
  columns: readonly Column[],
  id: string | undefined,
): { readonly booking: Booking; readonly column: number } | undefined {
  for (const [column, { bookings }] of columns.entries()) {
    const placed = bookings.find((each) => each.id === id);
    if (placed !== undefined) return { booking: placed.booking, column };
  }
  return undefined;
}

/** A preblock among the columns, by id. */
function preblockIn(
  columns: readonly Column[],
  id: string | undefined,
): { readonly preblock: Preblock; readonly column: number } | undefined {
  for (const [column, { preblocks }] of columns.entries()) {
    const preblock = preblocks.find((each) => each.id === id);
    if (preblock !== undefined) return { preblock, column };
  }
  return undefined;
}

/** Where a booking or a preblock stands. */
export function placeIn(
  columns: readonly Column[],
  id: string,
): (Stretch & { readonly column: number }) | undefined {
  const found = bookingIn(columns, id) ?? preblockIn(columns, id);
  if (found === undefined) return undefined;
  const { fromMinute, toMinute } = 'booking' in found ? found.booking : found.preblock;
  return { column: found.column, fromMinute, toMinute };
}

/** What has a menu of its own, by id: a booking, or a preblock. */
export function targetOf(
  columns: readonly Column[],
  id: string | undefined,
): MenuTarget | undefined {
  const booking = bookingIn(columns, id)?.booking;
  if (booking !== undefined) return { type: 'booking', booking };
  const preblock = preblockIn(columns, id)?.preblock;
  return preblock === undefined ? undefined : { type: 'preblock', preblock };
}

/** What the cell cursor stands on: a booking first, else a preblock. */
export function underCursor(
  column: Column | undefined,
  cell: Stretch,
): { readonly booking: Booking | undefined; readonly preblock: Preblock | undefined } {
  return {
    booking: column?.bookings.find(({ booking }) => overlapping(booking, cell))?.booking,
    preblock: column?.preblocks.find((preblock) => overlapping(preblock, cell)),
  };
}

/** What has a menu of its own at an element: a booking, or a preblock. */
export function ownTarget(
  columns: readonly Column[],
  element: Element | null,
): MenuTarget | undefined {
  const own = element?.closest<HTMLElement>('[data-booking], [data-preblock]');
  return targetOf(columns, own?.dataset['booking'] ?? own?.dataset['preblock']);
}

/** More than the cell that the cursor stands in: an interval was really marked. */
export function isInterval(marked: Marked, unitMinutes: number): boolean {
  return marked.toMinute - marked.fromMinute > unitMinutes;
}

/** The zoom that a key asks for: `+`, `-`, or `0` for the usual size. */
export function zoomKey(event: KeyboardEvent): 1 | -1 | 0 | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.key === '+' || event.key === '=') return 1;
  if (event.key === '-') return -1;
  return event.key === '0' ? 0 : null;
}
