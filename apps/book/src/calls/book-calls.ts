import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import * as shapes from './book-shapes.ts';
import type { BookDay, BookMenu, Booking, OfferedTime, Patient } from './book-shapes.ts';

export interface DateRange {
  readonly clinicId: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
}

export function fetchBook(range: DateRange, signal?: AbortSignal): Promise<Answer<BookDay>> {
  return ask(`/book${query({ ...range })}`, {
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

export interface BookingMove {
  readonly resourceId?: string;
  readonly practitionerId?: string;
  readonly start?: string;
  readonly minutes?: number;
  readonly override?: boolean;
}

/** The moved visit is a new booking, with an id of its own. */
export function moveBooking(id: string, move: BookingMove): Promise<Answer<{ id: string }>> {
  return ask(`/bookings/${id}/move`, {
    method: 'POST',
    body: move,
    shape: v.object({ id: v.string() }),
  });
}

export type CancelReason = 'patient' | 'clinic' | 'practitioner-absent';

export function cancelBooking(
  id: string,
  cancel: { readonly reason: CancelReason; readonly note: string },
): Promise<Answer<unknown>> {
  return ask(`/bookings/${id}/cancel`, {
    method: 'POST',
    body: cancel,
    shape: shapes.anything,
  });
}

export type SettableState = 'confirmed' | 'arrived' | 'completed' | 'no-show';

export function setBookingState(id: string, state: SettableState): Promise<Answer<unknown>> {
  return ask(`/bookings/${id}/state`, {
    method: 'POST',
    body: { state },
    shape: shapes.anything,
  });
}

export function editBooking(
  id: string,
  edit: Partial<Pick<Booking, 'bookText' | 'summonsCard' | 'moveNextRecall'>>,
): Promise<Answer<unknown>> {
  return ask(`/bookings/${id}`, { method: 'PATCH', body: edit, shape: shapes.anything });
}

/** A person has solved a case of *Behöver en människa*. */
export function solveNeed(id: string): Promise<Answer<unknown>> {
  return ask(`/needs-person/${id}/solve`, { method: 'POST', shape: shapes.anything });
}

const placed = v.looseObject({
  outsideSchedule: v.optional(v.boolean(), false),
  skippedOn: v.optional(v.array(v.string()), []),
  id: v.optional(v.string()),
});
export type Placed = v.InferOutput<typeof placed>;

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

export function repeatPreblock(id: string, repeat: Repetition): Promise<Answer<Placed>> {
  return ask(`/preblocks/${id}/repeat`, { method: 'POST', body: { repeat }, shape: placed });
}

export type SeriesScope = 'one' | 'following' | 'all';

export function removePreblock(id: string, series: SeriesScope): Promise<Answer<unknown>> {
  return ask(`/preblocks/${id}${query({ series })}`, {
    method: 'DELETE',
    shape: shapes.anything,
  });
}

/** The times of one chair's day with the rule that hides each. */
export async function fetchOffers(day: {
  readonly resourceId: string;
  readonly date: string;
}): Promise<Answer<OfferedTime[]>> {
  const { resourceId, date } = day;
  const answer = await ask(`/offers${query({ resourceId, from: date, to: date })}`, {
    shape: shapes.listOf(shapes.offeredTime),
  });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

const free = v.nullable(v.object({ start: shapes.instant, end: shapes.instant }));

/** *Sök nästa lediga tid*: when chair and practitioner are both free for so long. */
export function nextFree(wish: {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly templateId: string;
  readonly minutes: number;
  readonly after: string;
}): Promise<Answer<v.InferOutput<typeof free>>> {
  const minutes = String(wish.minutes);
  return ask(`/book/next-free${query({ ...wish, minutes })}`, { shape: free });
}

export async function findPatients(search: string): Promise<Answer<Patient[]>> {
  const answer = await ask(`/patients${query({ query: search })}`, {
    shape: shapes.listOf(shapes.patient),
  });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export function addPatient(patient: NewPatient): Promise<Answer<Patient>> {
  return ask('/patients', { method: 'POST', body: patient, shape: shapes.patient });
}
