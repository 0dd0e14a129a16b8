import type {
  BookingId,
  BookingTemplateId,
  ClinicId,
  PatientId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import { ok } from '@tidbok/core';
import type { BookedView } from '@tidbok/service/clinic';
import { isRefusalCode, refusalSentence } from '@tidbok/text';
import * as v from 'valibot';
import { readMoment } from '../moments.ts';
import { listReply, reply, route, type Route } from '../route.ts';
import { id, localDate, moment, shortText } from '../schemas.ts';
import { bookingBody, newPatient } from './bookings.ts';
import { checkRange, given, range } from './range.ts';

const maxOfferDays = 62;
/** So many times are answered at once; the rest by `cursor`. */
const pageSize = 5_000;

const gridRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/book',
    action: 'read-book',
    summary: 'Everything that the grid shows of a clinic on some days',
    query: v.object({
      clinicId: id<ClinicId>(),
      from: localDate,
      to: localDate,
      /** Bookings of this version and older the caller has: they are answered by their ids. */
      since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'malformed'))),
    }),
    answer: async ({ clinic, by, query: { since, ...days } }) => {
      const day = await clinic.bookDay(by, days);
      if (!day.ok || since === undefined) return reply(day);
      const isNew = (booking: BookedView): boolean => booking.version > Number(since);
      const { bookings } = day.value;
      const unchanged = bookings.filter((each) => !isNew(each)).map((each) => each.id);
      return reply(ok({ ...day.value, bookings: bookings.filter(isNew), unchanged }));
    },
  }),
  route({
    method: 'GET',
    path: '/book/menu',
    action: 'read-book',
    summary: 'What right-click shows in a column: the lists in force',
    query: v.object({
      resourceId: id<ResourceId>(),
      practitionerId: v.optional(id<PractitionerId>()),
    }),
    answer: async ({ clinic, by, query }) => reply(await clinic.menu(by, given(query))),
  }),
  route({
    method: 'GET',
    path: '/book/next-free',
    action: 'read-book',
    summary: 'The next time that everyone whom the template needs is free; what is left out: any',
    query: v.object({
      clinicId: v.optional(id<ClinicId>()),
      resourceId: v.optional(id<ResourceId>()),
      practitionerId: v.optional(id<PractitionerId>()),
      templateId: id<BookingTemplateId>(),
      minutes: v.optional(
        v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(720)),
      ),
      partOfDay: v.optional(v.picklist(['morning', 'afternoon'])),
      /** `1,3`: Mondays and Wednesdays. */
      weekdays: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[1-7](,[1-7]){0,6}$/, 'malformed'),
          v.transform((text) => text.split(',').map(Number)),
        ),
      ),
      replaces: v.optional(id<BookingId>()),
      after: moment,
    }),
    answer: async ({ clinic, query, zone }) => {
      const after = readMoment(query.after, zone, 'after');
      if (!after.ok) return { refused: after.refusal };
      return reply(await clinic.nextFree({ ...given(query), after: after.value }));
    },
  }),
  route({
    method: 'GET',
    path: '/offers',
    action: 'read-book',
    summary: 'What the site offers, has sold, and which rule hides the rest',
    query: v.object({
      ...range,
      practitionerId: v.optional(id<PractitionerId>()),
      templateId: v.optional(id<BookingTemplateId>()),
      cursor: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'malformed'))),
    }),
    answer: async ({ clinic, query: { cursor, ...query }, locale }) => {
      const checked = checkRange(query, maxOfferDays);
      if (!checked.ok) return { refused: checked.refusal };
      const from = Number(cursor ?? 0);
      const all = await clinic.offers(given(query));
      const items = all.slice(from, from + pageSize).map((time) => ({
        ...time,
        code: time.rule,
        sentence:
          time.rule !== null && isRefusalCode(time.rule)
            ? refusalSentence(time.rule, locale)
            : null,
      }));
      const next = from + pageSize;
      return {
        status: 200,
        body: next < all.length ? { items, nextCursor: String(next) } : { items },
      };
    },
  }),
];

const patientRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/patients',
    action: 'read-patients',
    summary: 'Patients by the beginnings of their names or identity number',
    query: v.object({ query: v.optional(shortText, '') }),
    answer: async ({ clinic, by, query }) => listReply(await clinic.patients(by, query.query)),
  }),
  route({
    method: 'POST',
    path: '/patients',
    action: 'write-patients',
    summary: 'A new patient',
    body: newPatient,
    answer: async ({ clinic, by, body }) => reply(await clinic.addPatient(by, given(body)), 201),
  }),
  route({
    method: 'GET',
    path: '/patients/{patientId}/bookings',
    action: 'read-patients',
    summary: 'A patient’s bookings, the latest first',
    answer: async ({ clinic, by, pathId }) =>
      listReply((await clinic.patientHistory(by, pathId<PatientId>('patientId'))).map(bookingBody)),
  }),
];

export const bookRoutes: readonly Route[] = [...gridRoutes, ...patientRoutes];
