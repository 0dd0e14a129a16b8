import {
  ok,
  refuse,
  refuseFields,
  toLocalDate,
  type ClinicId,
  type HoldId,
  type Instant,
  type Outcome,
  type Zone,
} from '@tidbok/core';
import type { ClinicView, Site, TimeChoice, TimeView } from '@tidbok/service/site';
import type * as v from 'valibot';
import { momentText, readMoment, withTimes } from './moments.ts';
import {
  bookedAnswer,
  clinicsAnswer,
  firstTimeAnswer,
  holdAnswer,
  templatesAnswer,
  timesAnswer,
} from './responses.ts';
import { route, type Reply, type Route } from './route.ts';
import {
  bookingBody,
  clinicsQuery,
  firstTimeQuery,
  holdBody,
  readIdentityNumber,
  templatesQuery,
  timesQuery,
} from './schemas.ts';

/** Every call of the public API below `/api/v1`. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/clinics',
    summary: 'The clinics that take bookings here, by name',
    query: clinicsQuery,
    answers: 200,
    response: clinicsAnswer,
    answer: async ({ site, query }) => {
      const { organisationId, cursor, limit } = query;
      const page = await site.clinics({
        ...(organisationId === undefined ? {} : { organisationId }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(limit === undefined ? {} : { limit }),
      });
      return page.ok ? done({ ...page.value, items: page.value.items.map(clinicItem) }) : page;
    },
  }),
  route({
    method: 'GET',
    path: '/clinics/{clinicId}/templates',
    summary: 'What a patient may book there, in the order of the list in force',
    query: templatesQuery,
    answers: 200,
    response: templatesAnswer,
    answer: async ({ site, pathIds, query }) => {
      const clinicId = clinicIn(pathIds);
      const practitionerId = query.practitionerId ?? null;
      const items = await site.templates({ clinicId, practitionerId });
      return items.ok ? done({ items: items.value }) : items;
    },
  }),
  route({
    method: 'GET',
    path: '/clinics/{clinicId}/times',
    summary: 'Free times on some days, both included, at most 62',
    query: timesQuery,
    answers: 200,
    response: timesAnswer,
    answer: async ({ site, pathIds, query }) => {
      const clinicId = clinicIn(pathIds);
      const practitionerId = query.practitionerId ?? null;
      const times = await site.times({ ...query, clinicId, practitionerId });
      if (!times.ok) return times;
      const { asOf, age, zone, items } = times.value;
      const head = `"asOf":"${momentText(zone, asOf)}","age":"${age}"`;
      const text = `{${head},"items":[${listText(zone, items)}]}`;
      return ok({ status: 200, text });
    },
  }),
  route({
    method: 'GET',
    path: '/clinics/{clinicId}/times/first',
    summary: 'The first free time; 404 when there is none',
    query: firstTimeQuery,
    answers: 200,
    response: firstTimeAnswer,
    answer: async ({ site, pathIds, query }) => {
      const place = await placeOf(site, clinicIn(pathIds));
      if (!place.ok) return place;
      const after =
        query.after === undefined ? ok(null) : readMoment(query.after, place.value.zone, 'after');
      if (!after.ok) return after;
      const { templateId, practitionerId = null } = query;
      const clinicId = place.value.id;
      const found = await site.firstTime({
        clinicId,
        templateId,
        practitionerId,
        after: after.value,
      });
      if (!found.ok) return found;
      const { zone, time } = found.value;
      if (time === null) return refuse('not-offered');
      return done({ asOf: momentText(zone, site.now()), ...timeItem(zone, time) });
    },
  }),
  route({
    method: 'POST',
    path: '/clinics/{clinicId}/holds',
    summary: 'Keep a time for five minutes while the patient fills in the form',
    body: holdBody,
    answers: 201,
    response: holdAnswer,
    answer: async ({ site, pathIds, body, session }) => {
      const place = await placeOf(site, clinicIn(pathIds));
      if (!place.ok) return place;
      const choice = choiceOf(place.value, body);
      if (!choice.ok) return choice;
      const { zone } = place.value;
      const hold = await site.placeHold(choice.value, session);
      return hold.ok ? holdReply(zone, hold.value, 201) : withTimes(hold, zone);
    },
  }),
  route({
    method: 'PATCH',
    path: '/clinics/{clinicId}/holds/{holdId}',
    summary: 'Keep it five minutes more, once',
    answers: 200,
    response: holdAnswer,
    answer: async ({ site, pathIds }) => {
      const place = await placeOf(site, clinicIn(pathIds));
      if (!place.ok) return place;
      const hold = await site.renewHold(place.value.id, holdIn(pathIds));
      return hold.ok ? holdReply(place.value.zone, hold.value, 200) : hold;
    },
  }),
  route({
    method: 'DELETE',
    path: '/clinics/{clinicId}/holds/{holdId}',
    summary: 'Give the time back',
    answers: 204,
    answer: async ({ site, pathIds }) => {
      const released = await site.releaseHold(clinicIn(pathIds), holdIn(pathIds));
      return released.ok ? ok({ status: 204 }) : released;
    },
  }),
  route({
    method: 'POST',
    path: '/clinics/{clinicId}/bookings',
    summary: 'Book a time; a repeated Idempotency-Key gets the first one’s answer',
    body: bookingBody,
    answers: 201,
    response: bookedAnswer,
    idempotent: true,
    guarded: true,
    answer: async (asked) => {
      const { site, pathIds, body, person, idempotencyKey = '' } = asked;
      const place = await placeOf(site, clinicIn(pathIds));
      if (!place.ok) return place;
      const { zone } = place.value;
      const choice = choiceOf(place.value, body);
      const patient = patientOf(body.patient, site, zone);
      if (!patient.ok) return patient;
      if (!choice.ok) return choice;
      const booked = await site.book({
        ...choice.value,
        idempotencyKey,
        holdId: body.holdId ?? null,
        patient: patient.value,
        isVerified:
          person?.identity.personalIdentityNumber === patient.value.personalIdentityNumber,
      });
      if (!booked.ok) return withTimes(booked, zone);
      const { bookingId, status, start, end } = booked.value;
      return ok({
        status: 201,
        body: {
          bookingId,
          status,
          start: momentText(zone, start),
          end: momentText(zone, end),
        },
      });
    },
  }),
];

function done(body: object): Outcome<Reply> {
  return ok({ status: 200, body });
}

/** `match` has checked that the path's ids are ids. */
function clinicIn(pathIds: Readonly<Record<string, string>>): ClinicId {
  return pathIds['clinicId'] as ClinicId;
}

function holdIn(pathIds: Readonly<Record<string, string>>): HoldId {
  return pathIds['holdId'] as HoldId;
}

interface Place {
  readonly id: ClinicId;
  readonly zone: Zone;
}

async function placeOf(site: Site, clinicId: ClinicId): Promise<Outcome<Place>> {
  const zone = await site.zoneOf(clinicId);
  return zone === null ? refuse('unknown-clinic', { clinicId }) : ok({ id: clinicId, zone });
}

function clinicItem(clinic: ClinicView): object {
  const { street, postalCode, town } = clinic.address;
  const { id, organisation, name, company, phone, openingText, colour, practitioners } = clinic;
  return {
    id,
    organisation,
    name,
    company,
    address: street,
    postalCode,
    town,
    phone,
    openingText,
    colour,
    zone: clinic.zone.id,
    requiredAddressFields: clinic.requiredAddressFields,
    practitioners,
  };
}

function timeItem(zone: Zone, { start, end, practitionerId, resourceId }: TimeView): object {
  return {
    start: momentText(zone, start),
    end: momentText(zone, end),
    practitionerId,
    resourceId,
  };
}

/** The service answers the same list for as long as nothing has changed. */
const written = new WeakMap<readonly TimeView[], string>();

function listText(zone: Zone, items: readonly TimeView[]): string {
  const known = written.get(items);
  if (known !== undefined) return known;
  const text = items.map((time) => timeText(zone, time)).join(',');
  written.set(items, text);
  return text;
}

/** Written by hand, for a week of ten practitioners is thousands: nothing in it needs escaping. */
function timeText(zone: Zone, { start, end, practitionerId, resourceId }: TimeView): string {
  return (
    `{"start":"${momentText(zone, start)}","end":"${momentText(zone, end)}",` +
    `"practitionerId":"${practitionerId}","resourceId":"${resourceId}"}`
  );
}

function holdReply(
  zone: Zone,
  { holdId, expiresAt }: { readonly holdId: HoldId; readonly expiresAt: Instant },
  status: 200 | 201,
): Outcome<Reply> {
  return ok({ status, body: { holdId, expiresAt: momentText(zone, expiresAt) } });
}

function choiceOf(
  { id: clinicId, zone }: Place,
  body: v.InferOutput<typeof holdBody>,
): Outcome<TimeChoice> {
  const start = readMoment(body.start, zone, 'start');
  if (!start.ok) return start;
  const { templateId, resourceId, practitionerId = null } = body;
  return ok({ clinicId, templateId, resourceId, practitionerId, start: start.value });
}

type PatientBody = v.InferOutput<typeof bookingBody>['patient'];

/** The number's check digit and date, by the clinic's calendar. */
function patientOf(patient: PatientBody, site: Site, zone: Zone) {
  const { address, bornOn, guardian, ...details } = patient;
  const today = toLocalDate(zone, site.now());
  const isWithout = details.personalIdentityNumber === '' && bornOn !== undefined;
  const number = isWithout
    ? { digits: '' }
    : readIdentityNumber(details.personalIdentityNumber, today);
  if (isWithout && bornOn > today) {
    return refuseFields([{ field: 'patient.bornOn', reason: 'in-the-future' }]);
  }
  if ('reason' in number) {
    return refuseFields([{ field: 'patient.personalIdentityNumber', reason: number.reason }]);
  }
  const { street, postalCode, town } = address ?? {};
  return ok({
    ...details,
    personalIdentityNumber: number.digits,
    ...(isWithout ? { bornOn } : {}),
    ...(guardian === undefined ? {} : { guardian }),
    ...(address === undefined
      ? {}
      : {
          address: {
            ...(street === undefined ? {} : { street }),
            ...(postalCode === undefined ? {} : { postalCode }),
            ...(town === undefined ? {} : { town }),
          },
        }),
  });
}
