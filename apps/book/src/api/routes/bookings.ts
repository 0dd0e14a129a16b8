import type {
  BookingId,
  BookingTemplateId,
  Outcome,
  PatientId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import type { BookedView } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { readMoment } from '../moments.ts';
import { listReply, route, type Reply, type Route } from '../route.ts';
import { amount, flag, id, longText, moment, shortText, whole } from '../schemas.ts';
import { daysRoute, given } from './range.ts';

export const newPatient = v.object({
  givenName: shortText,
  familyName: shortText,
  personalIdentityNumber: v.optional(shortText),
  email: v.optional(shortText),
  mobile: v.optional(shortText),
});

const text = {
  bookText: v.optional(longText),
  summonsCard: v.optional(v.boolean()),
  moveNextRecall: v.optional(v.boolean()),
  expectedAmount: v.optional(v.nullable(amount)),
};

const newBooking = v.object({
  id: v.optional(id<BookingId>()),
  resourceId: id<ResourceId>(),
  practitionerId: id<PractitionerId>(),
  start: moment,
  minutes: v.optional(whole),
  templateId: id<BookingTemplateId>(),
  patientId: v.optional(v.nullable(id<PatientId>())),
  patient: v.optional(v.nullable(newPatient)),
  override: flag(false),
  ...text,
});

/** Which version of the booking the caller has seen; another one is refused, never overwritten. */
const seen = { version: whole };
/** Moving and cancelling may be asked for by who has seen none: nothing is written over by it. */
const mayHaveSeen = { version: v.optional(whole) };

const bookingMove = v.object({
  ...mayHaveSeen,
  resourceId: v.optional(id<ResourceId>()),
  practitionerId: v.optional(id<PractitionerId>()),
  start: v.optional(moment),
  minutes: v.optional(whole),
  override: flag(false),
});

const cancellation = v.object({
  ...mayHaveSeen,
  reason: v.optional(v.picklist(['patient', 'clinic', 'practitioner-absent']), 'clinic'),
  note: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});

/** A booking as the API gives it: `status` beside the book's own word `state`. */
export function bookingBody(view: BookedView): object {
  return { ...view, status: view.state };
}

function bookedReply(outcome: Outcome<BookedView>, status = 200): Reply {
  return outcome.ok ? { status, body: bookingBody(outcome.value) } : { refused: outcome.refusal };
}

export const bookingRoutes: readonly Route[] = [
  daysRoute({
    path: '/bookings',
    action: 'read-book',
    summary: 'Bookings that touch the days, cancelled ones too',
    maxDays: 366,
    items: async ({ clinic, by }, days) => (await clinic.bookings(by, days)).map(bookingBody),
  }),
  route({
    method: 'GET',
    path: '/bookings/{bookingId}',
    action: 'read-book',
    summary: 'One booking',
    answer: async ({ clinic, by, pathId }) =>
      bookedReply(await clinic.booking(by, pathId<BookingId>('bookingId'))),
  }),
  route({
    method: 'GET',
    path: '/bookings/{bookingId}/history',
    action: 'read-book',
    summary: 'Who did what to a visit and when, moves included',
    answer: async ({ clinic, by, pathId }) => {
      const lines = await clinic.bookingHistory(by, pathId<BookingId>('bookingId'));
      return lines.ok ? listReply(lines.value) : { refused: lines.refusal };
    },
  }),
  route({
    method: 'POST',
    path: '/bookings',
    action: 'write-bookings',
    summary: 'Staff book a visit; `minutes` beats the template’s',
    body: newBooking,
    answer: async ({ clinic, by, body, zone }) => {
      const start = readMoment(body.start, zone, 'start');
      if (!start.ok) return { refused: start.refusal };
      const { id: bookingId, patientId, patient, ...rest } = given(body);
      const who = patientId ? { id: patientId } : patient && given(patient);
      if (!who) return { refused: patientMissing };
      const command = { ...rest, start: start.value, patient: who };
      return bookedReply(
        await clinic.book(by, bookingId === undefined ? command : { ...command, bookingId }),
        201,
      );
    },
  }),
  route({
    method: 'PATCH',
    path: '/bookings/{bookingId}',
    action: 'write-bookings',
    summary: 'Text and marks of a booking; its time never changes in place',
    body: v.object({ ...seen, ...text }),
    answer: async ({ clinic, by, body, pathId }) =>
      bookedReply(
        await clinic.editBooking(by, {
          ...given(body),
          bookingId: pathId<BookingId>('bookingId'),
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/bookings/{bookingId}/move',
    action: 'write-bookings',
    summary: 'Moves a visit or changes its length: a new booking replaces the old',
    body: bookingMove,
    answer: async ({ clinic, by, body, pathId, zone }) => {
      const bookingId = pathId<BookingId>('bookingId');
      const { start: text_, ...rest } = given(body);
      if (text_ === undefined) return bookedReply(await clinic.move(by, { ...rest, bookingId }));
      const start = readMoment(text_, zone, 'start');
      if (!start.ok) return { refused: start.refusal };
      return bookedReply(await clinic.move(by, { ...rest, bookingId, start: start.value }));
    },
  }),
  route({
    method: 'POST',
    path: '/bookings/{bookingId}/cancel',
    action: 'write-bookings',
    summary: 'Cancels a visit for ever',
    body: cancellation,
    answer: async ({ clinic, by, body, pathId }) =>
      bookedReply(
        await clinic.cancel(by, { ...given(body), bookingId: pathId<BookingId>('bookingId') }),
      ),
  }),
  route({
    method: 'POST',
    path: '/bookings/{bookingId}/state',
    action: 'write-bookings',
    summary: 'What became of a visit',
    body: v.object({
      ...seen,
      state: v.picklist(['confirmed', 'arrived', 'completed', 'no-show']),
    }),
    answer: async ({ clinic, by, body, pathId }) =>
      bookedReply(
        await clinic.setBookingState(by, {
          ...given(body),
          bookingId: pathId<BookingId>('bookingId'),
        }),
      ),
  }),
];

const patientMissing = {
  code: 'invalid',
  overridable: false,
  details: { fields: [{ field: 'patient', reason: 'required' }] },
} as const;
