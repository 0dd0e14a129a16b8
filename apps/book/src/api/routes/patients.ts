import type {
  BookingId,
  BookingTemplateId,
  PatientId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import { DIFFERING_FIELDS } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { readMoment } from '../moments.ts';
import { reply, route, type Route } from '../route.ts';
import { flag, id, localDate, moment, shortText, whole } from '../schemas.ts';

const offset = v.optional(
  v.pipe(v.string(), v.regex(/^\d{1,7}$/, 'malformed'), v.transform(Number)),
  '0',
);
const maxAtOnce = 500;

const card = v.object({
  version: whole,
  givenName: shortText,
  familyName: shortText,
  number: v.optional(shortText, ''),
  makeReserveNumber: flag(false),
  bornOn: v.optional(v.nullable(localDate), null),
  protection: v.optional(v.picklist(['none', 'confidential', 'protected-registration']), 'none'),
  email: v.optional(shortText, ''),
  mobile: v.optional(shortText, ''),
  street: v.optional(shortText, ''),
  postalCode: v.optional(shortText, ''),
  town: v.optional(shortText, ''),
  recallMonths: v.optional(v.nullable(whole), null),
  recallNextOn: v.optional(v.nullable(localDate), null),
  recallPractitionerId: v.optional(v.nullable(id<PractitionerId>()), null),
  recallTemplateId: v.optional(v.nullable(id<BookingTemplateId>()), null),
  recallMinutes: v.optional(v.nullable(whole), null),
  recallNote: v.optional(v.pipe(v.string(), v.maxLength(500, 'too-long')), ''),
  recallStopped: flag(false),
});

const cards: readonly Route[] = [
  route({
    method: 'GET',
    path: '/patient-register',
    action: 'read-patients',
    summary: 'The register, a page at a time, by name or number',
    query: v.object({ query: v.optional(shortText, ''), offset }),
    answer: async ({ clinic, by, query }) => ({
      status: 200,
      body: await clinic.patientPage(by, { search: query.query, offset: query.offset }),
    }),
  }),
  route({
    method: 'POST',
    path: '/patient-register',
    action: 'write-patients',
    summary: 'A new patient’s card',
    body: card,
    answer: async ({ clinic, by, body }) =>
      reply(await clinic.savePatient(by, { ...body, id: null }), 201),
  }),
  route({
    method: 'GET',
    path: '/patients/{patientId}',
    action: 'read-patients',
    summary: 'One patient’s card; that of a protected person takes a permission',
    answer: async ({ clinic, by, pathId }) =>
      reply(await clinic.patientCard(by, pathId<PatientId>('patientId'))),
  }),
  route({
    method: 'PUT',
    path: '/patients/{patientId}',
    action: 'write-patients',
    summary: 'Changes a card, by the version that was read',
    body: card,
    answer: async ({ clinic, by, body, pathId }) =>
      reply(await clinic.savePatient(by, { ...body, id: pathId<PatientId>('patientId') })),
  }),
  route({
    method: 'POST',
    path: '/patients/{patientId}/take-over',
    action: 'write-patients',
    summary: 'Takes over what the patient typed online, field by field, or none of it',
    body: v.object({
      bookingId: id<BookingId>(),
      fields: v.pipe(v.array(v.picklist(DIFFERING_FIELDS)), v.maxLength(DIFFERING_FIELDS.length)),
    }),
    answer: async ({ clinic, by, body, pathId }) =>
      reply(
        await clinic.takeOverDetails(by, { ...body, patientId: pathId<PatientId>('patientId') }),
      ),
  }),
];

const recalls: readonly Route[] = [
  route({
    method: 'GET',
    path: '/recalls',
    action: 'read-patients',
    summary: 'Patients who are due for a recall, overdue first',
    query: v.object({
      month: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'malformed')),
      overdue: v.optional(v.picklist(['yes', 'no']), 'yes'),
      practitionerId: v.optional(id<PractitionerId>()),
      offset,
    }),
    answer: async ({ clinic, by, query }) =>
      reply(
        await clinic.duePatients(by, {
          month: query.month,
          withOverdue: query.overdue === 'yes',
          practitionerId: query.practitionerId ?? null,
          offset: query.offset,
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/recalls/called',
    action: 'write-patients',
    summary: 'Notes that these patients have been called to their recall',
    body: v.object({
      patientIds: v.pipe(v.array(id<PatientId>()), v.maxLength(maxAtOnce, 'too-long')),
      how: v.picklist(['card', 'phone', 'other']),
    }),
    answer: async ({ clinic, by, body }) => reply(await clinic.markCalled(by, body)),
  }),
];

const why: Route = route({
  method: 'GET',
  path: '/book/why',
  action: 'read-book',
  summary: 'Why each template is, or is not, bookable on the site at this place',
  query: v.object({ resourceId: id<ResourceId>(), from: moment, to: moment }),
  answer: async ({ clinic, query, zone }) => {
    const from = readMoment(query.from, zone, 'from');
    if (!from.ok) return { refused: from.refusal };
    const to = readMoment(query.to, zone, 'to');
    if (!to.ok) return { refused: to.refusal };
    const { resourceId } = query;
    return reply(await clinic.why({ resourceId, from: from.value, to: to.value }));
  },
});

export const patientRoutes: readonly Route[] = [...cards, ...recalls, why];
