import { error, type RequestEvent } from '@sveltejs/kit';
import type { MyBooking } from '@tidbok/service/site';
import { readId } from './choices.ts';
import { requirePerson } from './person.ts';
import type { PersonSession } from '../api/login.ts';

/** The visit that the address names, if it is the person's own; nobody learns of another's. */
export async function myVisit(
  event: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>,
): Promise<{ readonly person: PersonSession; readonly visit: MyBooking }> {
  const person = requirePerson(event);
  const id = readId(event.url.searchParams.get('booking'));
  const mine = await event.locals.site.myBookings(person.identity.personalIdentityNumber);
  const visit = mine.find(({ bookingId }) => bookingId === id);
  if (visit === undefined) error(404, 'unknown-booking');
  return { person, visit };
}
