import type {
  BookDay,
  Booking,
  Day,
  Offer,
  Practitioner,
  Preblock,
  Shift,
} from '../calls/book-shapes.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { without, type Stretch } from './visible-hours.ts';

/** A booking with its place beside those that it overlaps. */
export interface PlacedBooking extends Lane {
  readonly id: string;
  readonly booking: Booking;
}

/** One resource on one day: a column of the book. */
export interface Column {
  readonly key: string;
  readonly day: Day;
  readonly resource: { readonly id: string; readonly name: string };
  /** Who works in this chair this day, in the order of their shifts. */
  readonly practitioners: readonly Practitioner[];
  readonly shifts: readonly Shift[];
  readonly unscheduled: readonly Stretch[];
  readonly preblocks: readonly Preblock[];
  readonly bookings: readonly PlacedBooking[];
  readonly offers: readonly Offer[];
}

function groupByColumn<T extends { readonly date: string; readonly resourceId: string }>(
  parts: readonly T[],
): (date: string, resourceId: string) => readonly T[] {
  const groups = Map.groupBy(parts, ({ date, resourceId }) => `${date} ${resourceId}`);
  return (date, resourceId) => groups.get(`${date} ${resourceId}`) ?? [];
}

/** The columns of a book, day by day, each day resource by resource. */
export function columnsOf(
  book: BookDay,
  options: { readonly resourceIds: readonly string[]; readonly hours: Stretch },
): readonly Column[] {
  const { resourceIds, hours } = options;
  const shown = book.resources.filter(
    ({ id }) => resourceIds.length === 0 || resourceIds.includes(id),
  );
  const shifts = groupByColumn(book.shifts);
  const preblocks = groupByColumn(book.preblocks);
  const bookings = groupByColumn(book.bookings.filter(({ state }) => state !== 'cancelled'));
  const offers = groupByColumn(book.offers);
  return book.days.flatMap((day) =>
    shown.map(({ id, name, practitioners }): Column => {
      const own = shifts(day.date, id);
      return {
        key: `${day.date} ${id}`,
        day,
        resource: { id, name },
        practitioners: practitioners.filter((practitioner) =>
          own.some(({ practitionerId }) => practitionerId === practitioner.id),
        ),
        shifts: own,
        unscheduled: without(hours, own),
        preblocks: preblocks(day.date, id),
        bookings: placeBookings(bookings(day.date, id)),
        offers: offers(day.date, id),
      };
    }),
  );
}

function placeBookings(bookings: readonly Booking[]): readonly PlacedBooking[] {
  const lanes = lanesOf(bookings);
  return [...bookings]
    .sort((a, b) => a.fromMinute - b.fromMinute)
    .map((booking) => {
      const { lane, lanes: count } = lanes.get(booking) ?? { lane: 0, lanes: 1 };
      return { id: booking.id, booking, lane, lanes: count };
    });
}

/** Whose time it is: the practitioner with a shift at that minute, else the column's first. */
export function practitionerAt(column: Column, minute: number): string | undefined {
  const shift = column.shifts.find(
    ({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute,
  );
  return shift?.practitionerId ?? column.practitioners[0]?.id;
}

/** What is left of an offered piece once time has passed it by; null when nothing is. */
export function notYetPast(offer: Offer, now: { date: string; minute: number }): Stretch | null {
  if (offer.date < now.date) return null;
  if (offer.date > now.date) return offer;
  if (offer.toMinute <= now.minute) return null;
  return { fromMinute: Math.max(offer.fromMinute, now.minute), toMinute: offer.toMinute };
}
