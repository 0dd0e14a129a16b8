import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import * as shapes from './book-shapes.ts';
import type { BookDay, BookMenu, Booking, Patient } from './book-shapes.ts';

export interface DateRange {
  readonly clinicId: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
}

/** Bookings newer than `since` are answered whole, the others by their ids. */
export function fetchBook(
  range: DateRange,
  { signal, since }: { readonly signal?: AbortSignal; readonly since?: number } = {},
): Promise<Answer<BookDay>> {
  const search = query({ ...range, since: since === undefined ? undefined : String(since) });
  return ask(`/book${search}`, {
    shape: shapes.bookDay,
    ...(signal === undefined ? {} : { signal }),
  });
}

export function fetchMenu(
  resourceId: string,
  practitionerId: string | undefined,
): Promise<Answer<BookMenu>> {
  return ask(`/book/menu${query({ resourceId, practitionerId })}`, { shape: shapes.bookMenu });
}

export interface NewPatient {
  readonly givenName: string;
  readonly familyName: string;
  readonly personalIdentityNumber?: string;
  readonly email?: string;
  readonly mobile?: string;
}

export interface NewBooking {
  readonly resourceId: string;
  readonly practitionerId: string;
  /** RFC 3339. */
  readonly start: string;
  readonly minutes: number;
  readonly templateId: string;
  readonly patientId?: string;
  readonly patient?: NewPatient;
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  readonly override?: boolean;
}

export function book(booking: NewBooking): Promise<Answer<{ id: string }>> {
  return ask('/bookings', { method: 'POST', body: booking, shape: v.object({ id: v.string() }) });
}

/** Which version of a booking was seen; another one is refused, never overwritten. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

export interface BookingMove {
  readonly resourceId?: string;
  readonly practitionerId?: string;
  readonly start?: string;
  readonly minutes?: number;
  readonly override?: boolean;
}

/** The moved visit is a new booking, with an id of its own. */
export function moveBooking({ id, version }: Seen, move: BookingMove): Promise<Answer<Seen>> {
  return ask(`/bookings/${id}/move`, {
    method: 'POST',
    body: { ...move, version },
    shape: v.object({ id: v.string(), version: v.number() }),
  });
}

export type CancelReason = 'patient' | 'clinic' | 'practitioner-absent';

export function cancelBooking(
  { id, version }: Seen,
  cancel: { readonly reason: CancelReason; readonly note: string },
): Promise<Answer<unknown>> {
  return ask(`/bookings/${id}/cancel`, {
    method: 'POST',
    body: { ...cancel, version },
    shape: shapes.anything,
  });
}

export type SettableState = 'confirmed' | 'arrived' | 'completed' | 'no-show';

export function setBookingState(
  { id, version }: Seen,
  state: SettableState,
): Promise<Answer<Seen>> {
  return ask(`/bookings/${id}/state`, {
    method: 'POST',
    body: { state, version },
    shape: v.object({ id: v.string(), version: v.number() }),
  });
}

export function editBooking(
  { id, version }: Seen,
  edit: Partial<Pick<Booking, 'bookText' | 'summonsCard' | 'moveNextRecall' | 'expectedAmount'>>,
): Promise<Answer<unknown>> {
  return ask(`/bookings/${id}`, {
    method: 'PATCH',
    body: { ...edit, version },
    shape: shapes.anything,
  });
}

/** Who did what to a visit and when, the oldest first. */
export async function fetchHistory(id: string): Promise<Answer<readonly shapes.HistoryLine[]>> {
  const answer = await ask(`/bookings/${id}/history`, {
    shape: shapes.listOf(shapes.historyLine),
  });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

const placed = v.looseObject({
  outsideSchedule: v.optional(v.boolean(), false),
  skippedOn: v.optional(v.array(v.string()), []),
  id: v.optional(v.string()),
  /** T2: nothing in it can be booked on the site. */
  notOnSite: v.optional(
    v.nullable(v.object({ practitioners: v.array(v.string()), categories: v.array(v.string()) })),
    null,
  ),
});
export type Placed = v.InferOutput<typeof placed>;
export type NotOnSite = NonNullable<Placed['notOnSite']>;

export interface Repetition {
  readonly every: 'day' | 'week';
  readonly step: number;
  readonly until: string;
}

export function placePreblock(preblock: {
  readonly preblockKindId: string;
  readonly resourceId: string;
  readonly start: string;
  readonly end: string;
  readonly code?: string;
  readonly repeat?: Repetition;
}): Promise<Answer<Placed>> {
  return ask('/preblocks', { method: 'POST', body: preblock, shape: placed });
}

/** Moves, resizes or changes the kind of a placed preblock. */
export function changePreblock(
  id: string,
  to: {
    readonly preblockKindId: string;
    readonly resourceId: string;
    readonly start: string;
    readonly end: string;
    readonly code?: string;
  },
): Promise<Answer<Placed>> {
  return ask(`/preblocks/${id}`, { method: 'PUT', body: to, shape: placed });
}

export type SeriesScope = 'one' | 'following' | 'all';

const free = v.nullable(
  v.object({
    start: shapes.instant,
    end: shapes.instant,
    resourceId: v.string(),
    practitionerId: v.string(),
  }),
);

/** What *Sök nästa lediga tid* looks for; what is left out may be any. */
export interface FreeWish {
  readonly clinicId?: string;
  readonly resourceId?: string;
  readonly practitionerId?: string;
  readonly templateId: string;
  readonly minutes: number;
  readonly after: string;
  readonly partOfDay?: 'morning' | 'afternoon';
  /** 1 = Monday … 7 = Sunday; none: all. */
  readonly weekdays: readonly number[];
  readonly replaces?: string;
}

/** The next time that everyone whom the template needs is free. */
export function nextFree(wish: FreeWish): Promise<Answer<v.InferOutput<typeof free>>> {
  const { minutes, weekdays, ...rest } = wish;
  const chosen = weekdays.length === 0 ? undefined : weekdays.join();
  const search = query({ ...rest, minutes: String(minutes), weekdays: chosen });
  return ask(`/book/next-free${search}`, { shape: free });
}

export async function findPatients(search: string): Promise<Answer<Patient[]>> {
  const answer = await ask(`/patients${query({ query: search })}`, {
    shape: shapes.listOf(shapes.patient),
  });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}
