import { setTimeout as pause } from 'node:timers/promises';
import { error as stop, redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { isDatabaseAway } from '@tidbok/service/away';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { chooseLocale } from '@tidbok/text';
import { LANGUAGE_COOKIE, SESSION_COOKIE } from './shell/cookies.ts';

/** The pages that nobody needs to be signed in for. */
const OPEN_PAGES: ReadonlySet<string> = new Set(['/login', '/language']);

const UNAVAILABLE = 503;
/** A database that says nothing for so long is away: the pool's own patience is for long work. */
const PATIENCE_MS = 6_000;

const HEADERS: Readonly<Record<string, string>> = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  // Pages carry who is signed in: no store may keep them.
  'cache-control': 'no-store',
};

export const handle: Handle = async ({ event, resolve }) => {
  const { cookies, locals, platform, request, url } = event;
  if (isForeignPost(request)) return new Response('Forbidden', { status: 403 });
  const clinic = platform?.req.clinic;
  if (clinic === undefined) throw new Error('The server gave the pages no clinic');
  locals.clinic = clinic;
  locals.locale = chooseLocale(
    cookies.get(LANGUAGE_COOKIE) ?? null,
    request.headers.get('accept-language'),
  );
  locals.user = await memberOf(clinic, cookies.get(SESSION_COOKIE));
  if (locals.user === null && !OPEN_PAGES.has(url.pathname)) {
    redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
  }
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', locals.locale),
    preload: ({ type, path }) =>
      type === 'css' || type === 'js' || (type === 'font' && !path.includes('-ext-')),
  });
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
};

/** While the database is away nobody can be told who they are: the page says so, and asks again. */
async function memberOf(clinic: Clinic, token: string | undefined): Promise<StaffMember | null> {
  if (token === undefined) return null;
  const silence = pause(PATIENCE_MS, undefined, { ref: false });
  const silent = silence.then(() => stop(UNAVAILABLE, 'away'));
  try {
    return await Promise.race([clinic.memberOfSession(token), silent]);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    stop(UNAVAILABLE, 'away');
  }
}

/** A form that another site's page posts. The scheme may differ behind a proxy, the host not. */
function isForeignPost(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('sec-fetch-site') === 'cross-site';
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host');
}

export const handleError: HandleServerError = ({ error, event, kind }) => {
  if (kind === 'app' || kind === 'framework') return;
  const away = isDatabaseAway(error);
  console.error(
    JSON.stringify({
      level: 'error',
      route: event.route.id,
      away,
      fault: error instanceof Error ? error.stack : 'unknown',
    }),
  );
  return away ? { status: UNAVAILABLE, message: 'away' } : { message: 'broken' };
};
