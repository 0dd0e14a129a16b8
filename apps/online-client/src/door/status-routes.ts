import type { Locale } from '@tidbok/text';
import { isLocale } from '@tidbok/text';
import { examineAll } from '../examine.ts';
import { doctorPage } from '../pages/doctor-page.ts';
import { logPage } from '../pages/log-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';
import { statusPage } from '../pages/status-page.ts';
import { page, seeOther, type Reply } from './reply.ts';
import type { Asked, Route } from './routes.ts';
import { languageCookies, signedInCookies, signedOutCookies } from './visitor.ts';

async function status({ house, shown, zoneId }: Asked): Promise<Reply> {
  const { clinic, client, version } = house;
  const [state, status_, alarm] = await Promise.all([
    clinic.syncState(),
    clinic.status(),
    clinic.alarm(),
  ]);
  const facts = {
    status: status_,
    alarm,
    link: client.facts,
    stoppedBecause: client.stoppedBecause,
    haltedBecause: state?.haltedBecause ?? null,
    zoneId,
    version,
    now: clinic.now(),
  };
  return page(statusPage(shown, facts));
}

async function doctor({ house, shown }: Asked): Promise<Reply> {
  return page(doctorPage(shown, await examineAll(house)));
}

function log({ house, shown, zoneId }: Asked): Promise<Reply> {
  return Promise.resolve(page(logPage(shown, { events: house.events.latest, zoneId })));
}

function signInForm({ shown, url }: Asked): Promise<Reply> {
  const next = safeNext(url.searchParams.get('next'));
  return Promise.resolve(page(signInPage(shown, { next, name: '', refused: null })));
}

async function signIn({ house, shown, url, form, request, visitor }: Asked): Promise<Reply> {
  const next = safeNext(url.searchParams.get('next'));
  const name = form.text('name');
  const signed = await house.clinic.signIn({
    signInName: name,
    password: form.text('password'),
    address: request.socket.remoteAddress ?? '',
    deviceToken: visitor.deviceToken,
  });
  if (!signed.ok) {
    const { code } = signed.refusal;
    const facts = { next, name, refused: code };
    return page(signInPage(shown, facts), code === 'rate-limited' ? 429 : 401);
  }
  const isSecure = request.headers['x-forwarded-proto'] === 'https';
  return seeOther(next, signedInCookies(signed.value, isSecure));
}

async function signOut({ house, visitor }: Asked): Promise<Reply> {
  if (visitor.sessionToken !== null) await house.clinic.signOut(visitor.sessionToken);
  return seeOther('/', signedOutCookies());
}

function language({ id, url }: Asked): Promise<Reply> {
  const locale: Locale = isLocale(id) ? id : 'sv';
  const next = safeNext(url.searchParams.get('next'));
  return Promise.resolve(seeOther(next, languageCookies(locale)));
}

/** A path of this program to go back to; anything else becomes the first page. */
function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/';
}

export const statusRoutes: readonly Route[] = [
  { method: 'GET', path: '/', admits: 'anyone', answer: status },
  { method: 'GET', path: '/doctor', admits: 'anyone', answer: doctor },
  { method: 'GET', path: '/log', admits: 'staff', answer: log },
  { method: 'GET', path: '/sign-in', admits: 'everyone', answer: signInForm },
  { method: 'POST', path: '/sign-in', admits: 'everyone', answer: signIn },
  { method: 'POST', path: '/sign-out', admits: 'everyone', answer: signOut },
  { method: 'GET', path: '/language/{id}', admits: 'everyone', answer: language },
];
