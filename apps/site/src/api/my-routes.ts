import { ok, refuse, type BookingId, type Outcome } from '@tidbok/core';
import type { MyBooking, Site } from '@tidbok/service/site';
import type { PersonSession } from './login.ts';
import { momentText, readMoment, withTimes } from './moments.ts';
import { bookedAnswer, myBookingsAnswer } from './responses.ts';
import { route, type Route } from './route.ts';
import { myBookingsQuery, rebookBody } from './schemas.ts';

/** A person's own visits, below `/api/v1/me`; all of them need a login by e-ID. */
export const myRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/me/bookings',
    summary: 'The visits of whoever is logged in by e-ID',
    answers: 200,
    response: myBookingsAnswer,
    query: myBookingsQuery,
    answer: async ({ site, person, query }) => {
      if (person === null) return refuse('not-signed-in');
      const { personalIdentityNumber } = person.identity;
      const { clinicId = null } = query;
      const { items, outOfReach } = await site.myBookings({ personalIdentityNumber, clinicId });
      return ok({ status: 200, body: { items: items.map(itemOf), outOfReach } });
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/bookings/{bookingId}',
    summary: 'Give up a visit of one’s own',
    answers: 204,
    answer: async ({ site, person, pathIds }) => {
      const mine = await ownVisit(site, person, pathIds);
      if (!mine.ok) return mine;
      const { visit, personalIdentityNumber } = mine.value;
      const { clinicId, bookingId } = visit;
      const wish = { clinicId, bookingId, personalIdentityNumber, patient: null };
      const cancelled = await site.cancelMine(wish);
      return cancelled.ok ? ok({ status: 204 }) : cancelled;
    },
  }),
  route({
    method: 'POST',
    path: '/me/bookings/{bookingId}/rebook',
    summary: 'Move a visit of one’s own to another free time of the same kind',
    body: rebookBody,
    answers: 201,
    response: bookedAnswer,
    idempotent: true,
    answer: async ({ site, person, pathIds, body, idempotencyKey = '' }) => {
      const mine = await ownVisit(site, person, pathIds);
      if (!mine.ok) return mine;
      const { visit, identity } = mine.value;
      const start = readMoment(body.start, visit.zone, 'start');
      if (!start.ok) return start;
      const { email, mobile, resourceId, practitionerId = null } = body;
      const { personalIdentityNumber, givenName, familyName } = identity;
      const moved = await site.rebookMine({
        clinicId: visit.clinicId,
        templateId: visit.templateId,
        resourceId,
        practitionerId,
        start: start.value,
        holdId: null,
        idempotencyKey,
        replaces: visit.bookingId,
        patient: { personalIdentityNumber, givenName, familyName, email, mobile },
      });
      if (!moved.ok) return withTimes(moved, visit.zone);
      const { bookingId, status } = moved.value;
      return ok({
        status: 201,
        body: {
          bookingId,
          status,
          start: momentText(visit.zone, moved.value.start),
          end: momentText(visit.zone, moved.value.end),
        },
      });
    },
  }),
];

interface OwnVisit {
  readonly visit: MyBooking;
  readonly identity: PersonSession['identity'];
  readonly personalIdentityNumber: string;
}

/** Refuses `not-signed-in`; `unknown-booking` also for somebody else's. */
async function ownVisit(
  site: Site,
  person: PersonSession | null,
  pathIds: Readonly<Record<string, string>>,
): Promise<Outcome<OwnVisit>> {
  if (person === null) return refuse('not-signed-in');
  const bookingId = pathIds['bookingId'] as BookingId;
  const { identity } = person;
  const { personalIdentityNumber } = identity;
  const asker = { personalIdentityNumber, clinicId: null, bookingId };
  const visit = await site.myVisit(asker);
  if (visit === null) return refuse('unknown-booking', { bookingId });
  return ok({ visit, identity, personalIdentityNumber });
}

function itemOf({ zone, start, end, latestChangeAt, address, ...visit }: MyBooking): object {
  return {
    ...visit,
    address: address.street,
    town: address.town,
    start: momentText(zone, start),
    end: momentText(zone, end),
    latestChange: momentText(zone, latestChangeAt),
  };
}
