import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { BookingId, ClinicId } from '@tidbok/core';
import type { Asker, MyBooking } from '@tidbok/service/site';
import type { Locale } from '@tidbok/text';
import { hrefIn, readId, readLocale } from './choices.ts';
import { requirePerson } from './person.ts';
import type { PersonSession } from '../api/login.ts';

export interface OwnVisit {
  readonly visit: MyBooking;
  /** null: a link has opened this one visit. */
  readonly person: PersonSession | null;
  /** The page to which one goes back. */
  readonly home: '/mina-tider' | '/min-tid';
  /** Asked for in so many words; null follows the browser. */
  readonly locale: Locale | null;
}

/**
 * The visit that the address names, if it is the person's own, or the one that a link has opened;
 * nobody learns of another's. Else the way to the login.
 */
export async function myVisit(
  event: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>,
): Promise<OwnVisit> {
  const { searchParams } = event.url;
  const { pass, site } = event.locals;
  const locale = readLocale(searchParams);
  const bookingId = readId<BookingId>(searchParams.get('booking'));
  if (pass !== null && pass.bookingId === bookingId) {
    const opened = await site.visitByLink(pass);
    if (opened !== null) return { visit: opened, person: null, home: '/min-tid', locale };
  }
  const person = requirePerson(event);
  const visit =
    bookingId === null ? null : await site.myVisit({ ...askerOf(person, searchParams), bookingId });
  if (visit === null) error(404, 'unknown-booking');
  return { visit, person, home: '/mina-tider', locale };
}

/** Whose number it is that changes the visit; null: whoever holds its link. */
export function numberOf({ person }: OwnVisit): string | null {
  return person?.identity.personalIdentityNumber ?? null;
}

/** Who asks, and the clinic that the address points to. */
export function askerOf({ identity }: PersonSession, query: Pick<URLSearchParams, 'get'>): Asker {
  const { personalIdentityNumber } = identity;
  return { personalIdentityNumber, clinicId: readId<ClinicId>(query.get('clinic')) };
}

/** The address of the page to which one goes back. */
export function homeOf({ home, locale }: OwnVisit): string {
  return hrefIn(locale, home);
}

export function backHome({ home, locale }: OwnVisit, done: string): never {
  redirect(303, hrefIn(locale, home, { done }));
}
