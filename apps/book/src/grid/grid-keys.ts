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

export function preblockIn(
  columns: readonly Column[],
  id: string | undefined,
): Preblock | undefined {
  if (id === undefined) return undefined;
  return columns.flatMap(({ preblocks }) => preblocks).find((each) => each.id === id);
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
  const bookingId = element?.closest<HTMLElement>('[data-booking]')?.dataset['booking'];
  const found = bookingIn(columns, bookingId);
  if (found !== undefined) return { type: 'booking', booking: found.booking };
  const preblockId = element?.closest<HTMLElement>('[data-preblock]')?.dataset['preblock'];
  const preblock = preblockIn(columns, preblockId);
  return preblock === undefined ? undefined : { type: 'preblock', preblock };
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
