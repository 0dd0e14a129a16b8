import { redirect, type RequestEvent } from '@sveltejs/kit';
import { instant, isLocalDate, MINUTE_MS, type Instant, type LocalDate } from '@tidbok/core';
import {
  LOGIN_COOKIE,
  LOGIN_MINUTES,
  SESSION_COOKIE,
  SESSION_MINUTES,
  type Login,
  type PendingLogin,
  type PersonSession,
} from '../api/login.ts';
import type { PatientInput } from '@tidbok/service/site';
import { hrefIn, readLocale } from './choices.ts';

type Event = Pick<RequestEvent, 'locals' | 'cookies' | 'url'>;

/** Who is logged in; null for nobody. */
export function personOf({ locals, cookies }: Event): PersonSession | null {
  const { login, site } = locals;
  return login?.readSession(cookies.get(SESSION_COOKIE), site.now()) ?? null;
}

/** Who is logged in, or the way to the login and back here. */
export function requirePerson(event: Event): PersonSession {
  const { person } = event.locals;
  if (person !== null) return person;
  const to = `${event.url.pathname}${event.url.search}`;
  redirect(303, hrefIn(readLocale(event.url.searchParams), '/logga-in', { to }));
}

/** A path of this site, whatever an address asks for. */
export function ownPath(to: string | null): string {
  const base = 'http://site';
  if (to === null || !to.startsWith('/') || !URL.canParse(to, base)) return '/mina-tider';
  const { origin, pathname, search } = new URL(to, base);
  return origin === base ? `${pathname}${search}` : '/mina-tider';
}

export function rememberLogin(
  { cookies, locals }: Event,
  login: Login,
  pending: Omit<PendingLogin, 'expiresAt'>,
): void {
  const expiresAt = instant(locals.site.now() + LOGIN_MINUTES * MINUTE_MS);
  cookies.set(LOGIN_COOKIE, login.lockPending({ ...pending, expiresAt }), {
    path: '/logga-in',
    httpOnly: true,
    sameSite: 'lax',
    secure: login.isSecure,
    maxAge: LOGIN_MINUTES * 60,
  });
}

/** The session goes on for half an hour from now. */
export function keepSession(
  { cookies, locals }: Event,
  login: Login,
  session: Omit<PersonSession, 'expiresAt'>,
): void {
  const expiresAt = instant(locals.site.now() + SESSION_MINUTES * MINUTE_MS);
  cookies.set(SESSION_COOKIE, login.lockSession({ ...session, expiresAt }), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: login.isSecure,
    maxAge: SESSION_MINUTES * 60,
  });
}

export function forgetSession({ cookies }: Event): void {
  cookies.delete(SESSION_COOKIE, { path: '/' });
}

/** Identity numbers are judged by the calendar in Sweden. */
export function swedishDay(now: Instant): LocalDate {
  const day = new Date(now).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
  if (!isLocalDate(day)) throw new Error('no day');
  return day;
}

/** A person as a patient; null until they have typed how they are reached. */
export function asPatient({ identity, contact }: PersonSession): PatientInput | null {
  if (contact === null) return null;
  const { personalIdentityNumber, givenName, familyName } = identity;
  return { personalIdentityNumber, givenName, familyName, ...contact };
}
