import type {
  Absence,
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
  /** When whoever works in the chair is away. */
  readonly absences: readonly Absence[];
  readonly bookings: readonly PlacedBooking[];
  readonly offers: readonly Offer[];
  /** What time is cut into here: as fine as the card of the one who works here says. */
  readonly unitMinutes: number;
}

export interface ColumnOptions {
  /** Empty: all. */
  readonly resourceIds: readonly string[];
  /** Only chairs that somebody works in, or is booked in, on these days. */
  readonly onlyStaffed?: boolean;
  readonly hours: Stretch;
  /** 5, 10 or 15 minutes, from the practitioner's card. */
  readonly unitOf?: (practitionerId: string) => number | undefined;
}

const USUAL_UNIT_MINUTES = 15;

function groupByColumn<T extends { readonly date: string; readonly resourceId: string }>(
  parts: readonly T[],
): (date: string, resourceId: string) => readonly T[] {
  const groups = Map.groupBy(parts, ({ date, resourceId }) => `${date} ${resourceId}`);
  return (date, resourceId) => groups.get(`${date} ${resourceId}`) ?? [];
}

/** The columns of a book, day by day, each day resource by resource. */
export function columnsOf(book: BookDay, options: ColumnOptions): readonly Column[] {
  const { hours } = options;
  const shown = shownResources(book, options);
  const shifts = groupByColumn(book.shifts);
  const preblocks = groupByColumn(book.preblocks);
  const bookings = groupByColumn(book.bookings.filter(({ state }) => state !== 'cancelled'));
  const offers = groupByColumn(book.offers);
  return book.days.flatMap((day) =>
    shown.map(({ id, name, practitioners }): Column => {
      const own = shifts(day.date, id);
      const here = practitioners.filter((practitioner) =>
        own.some(({ practitionerId }) => practitionerId === practitioner.id),
      );
      return {
        key: `${day.date} ${id}`,
        day,
        resource: { id, name },
        practitioners: here,
        shifts: own,
        unscheduled: without(hours, own),
        preblocks: preblocks(day.date, id),
        absences: absencesIn(book.absences, own),
        bookings: placeBookings(bookings(day.date, id)),
        offers: offers(day.date, id),
        unitMinutes: finestUnit(here, options),
      };
    }),
  );
}

function shownResources(
  book: BookDay,
  { resourceIds, onlyStaffed = false }: ColumnOptions,
): BookDay['resources'] {
  const used = new Set([...book.shifts, ...book.bookings].map(({ resourceId }) => resourceId));
  return book.resources.filter(
    ({ id }) =>
      (resourceIds.length === 0 || resourceIds.includes(id)) && (!onlyStaffed || used.has(id)),
  );
}

function finestUnit(here: readonly Practitioner[], { unitOf }: ColumnOptions): number {
  const units = here.map(({ id }) => unitOf?.(id)).filter((unit) => unit !== undefined);
  return units.length === 0 ? USUAL_UNIT_MINUTES : Math.min(...units);
}

/** What of the absences falls on the shifts of a column. */
function absencesIn(absences: readonly Absence[], shifts: readonly Shift[]): readonly Absence[] {
  return shifts.flatMap((shift) =>
    absences
      .filter(
        ({ practitionerId, date }) =>
          practitionerId === shift.practitionerId && date === shift.date,
      )
      .map((absence) => ({
        ...absence,
        fromMinute: Math.max(absence.fromMinute, shift.fromMinute),
        toMinute: Math.min(absence.toMinute, shift.toMinute),
      }))
      .filter(({ fromMinute, toMinute }) => fromMinute < toMinute),
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

/** How much of a column's day has gone by, in minutes since midnight. */
export function pastMinutes(date: string, now: { date: string; minute: number }): number {
  if (date !== now.date) return date < now.date ? 24 * 60 : 0;
  return now.minute;
}

/** What is left of an offered piece once time has passed it by; null when nothing is. */
export function notYetPast(offer: Stretch, pastMinute: number): Stretch | null {
  if (offer.toMinute <= pastMinute) return null;
  const { fromMinute, toMinute } = offer;
  return { fromMinute: Math.max(fromMinute, pastMinute), toMinute };
}
