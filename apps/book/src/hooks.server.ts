import { redirect, type Handle } from '@sveltejs/kit';
import { chooseLocale } from '@tidbok/text';
import { LANGUAGE_COOKIE, SESSION_COOKIE } from './shell/cookies.ts';

/** The pages that nobody needs to be signed in for. */
const OPEN_PAGES: ReadonlySet<string> = new Set(['/login', '/language']);

export const handle: Handle = async ({ event, resolve }) => {
  const clinic = event.platform?.req.clinic;
  if (clinic === undefined) throw new Error('The server gave the pages no clinic');
  event.locals.clinic = clinic;
  event.locals.locale = chooseLocale(
    event.cookies.get(LANGUAGE_COOKIE) ?? null,
    event.request.headers.get('accept-language'),
  );
  const token = event.cookies.get(SESSION_COOKIE);
  event.locals.user = token === undefined ? null : await clinic.memberOfSession(token);
  if (event.locals.user === null && !OPEN_PAGES.has(event.url.pathname)) {
    const wanted = event.url.pathname + event.url.search;
    redirect(303, `/login?next=${encodeURIComponent(wanted)}`);
  }
  const { locale } = event.locals;
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', locale),
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-frame-options', 'DENY');
  return response;
};
