import type { Booking } from '../calls/book-shapes.ts';

/** Something that happened to a booking while the book was open. */
export interface RecentChange {
  readonly key: string;
  readonly what: 'online' | 'cancelled';
  readonly booking: Booking;
}

/**
 * What is news between two readings of the same days: bookings that came from the site, and
 * bookings that are gone. A move is neither: the new booking says which one it replaces.
 */
export function recentChanges(
  before: readonly Booking[],
  after: readonly Booking[],
): readonly RecentChange[] {
  const live = (bookings: readonly Booking[]): Map<string, Booking> =>
    new Map(
      bookings.filter(({ state }) => state !== 'cancelled').map((booking) => [booking.id, booking]),
    );
  const [was, is] = [live(before), live(after)];
  const replaced = new Set(after.map(({ replaces }) => replaces));
  const changes: RecentChange[] = [];
  for (const [id, booking] of is) {
    if (was.has(id) || booking.source !== 'online' || booking.replaces !== null) continue;
    changes.push({ key: `online ${id}`, what: 'online', booking });
  }
  for (const [id, booking] of was) {
    if (is.has(id) || replaced.has(id)) continue;
    changes.push({ key: `cancelled ${id}`, what: 'cancelled', booking });
  }
  return changes;
}

const RECENTLY_SHOWN = 5;

/** What happened while the page was open; before that, the days' latest online bookings. */
export function recentFirst(
  changes: readonly RecentChange[],
  bookings: readonly Booking[],
): readonly RecentChange[] {
  const told = new Set(changes.map(({ booking }) => booking.id));
  const earlier = bookings
    .filter(
      ({ id, source, state }) => source === 'online' && state !== 'cancelled' && !told.has(id),
    )
    .sort((a, b) => (b.registeredAt ?? 0) - (a.registeredAt ?? 0))
    .map((booking) => ({ key: `online ${booking.id}`, what: 'online' as const, booking }));
  return [...changes, ...earlier].slice(0, RECENTLY_SHOWN);
}
