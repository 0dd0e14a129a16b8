import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { isSiteDatabaseAway } from '@tidbok/service/site';
import { chooseLocale } from '@tidbok/text';
import { PASS_COOKIE } from './api/visit-pass.ts';
import { compressed } from './journey/compressed.ts';
import { personOf } from './journey/person.ts';

/** Nothing but what the site serves itself; no inline script, no inline style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/**
 * The journey may stand inside a clinic's own page, whatever its address: there is nothing in it
 * that the patient has not typed there and then, and no session. No other page may.
 */
const MAY_BE_EMBEDDED = /^\/($|boka$|behandling$|tid$|uppgifter$|bekrafta$|klart\/)/;

const UNAVAILABLE = 503;

const HEADERS: Readonly<Record<string, string>> = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
};

export const handle: Handle = async ({ event, resolve }) => {
  const { request, url, locals } = event;
  if (isForeignPost(request)) return new Response('Forbidden', { status: 403 });
  fillLocals(event);
  const isEmbedded = url.searchParams.get('embed') === '1' && MAY_BE_EMBEDDED.test(url.pathname);
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      plain(
        html
          .replace('%lang%', locals.locale)
          .replace(' %embedded%', isEmbedded ? ' data-embedded' : ''),
      ),
    preload: ({ type, path }) => type === 'css' || (type === 'font' && !path.includes('-ext-')),
  });
  addHeaders(response, isEmbedded);
  return compressed(request, response);
};

function addHeaders({ headers, status }: Response, isEmbedded: boolean): void {
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const ancestors = `frame-ancestors ${isEmbedded ? '*' : "'self'"}`;
  headers.set('content-security-policy', `${CONTENT_SECURITY_POLICY}; ${ancestors}`);
  headers.set('vary', 'accept-language, cookie');
  // Not `no-store`: the answer to a form could then not be gone back to without posting it again.
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
  if (status === UNAVAILABLE) headers.set('retry-after', '30');
}

/** What the server that stands before the pages has given, and who asks in what language. */
function fillLocals(event: Parameters<Handle>[0]['event']): void {
  const { request, url, locals } = event;
  const site = event.platform?.req.site;
  const passes = event.platform?.req.passes;
  const proofs = event.platform?.req.proofs;
  if (site === undefined || passes === undefined || proofs === undefined) {
    throw new Error('The server gave the pages no site');
  }
  locals.site = site;
  locals.login = event.platform?.req.login ?? null;
  locals.person = personOf(event);
  locals.passes = passes;
  locals.proofs = proofs;
  locals.pass = passes.read(event.cookies.get(PASS_COOKIE), site.now());
  locals.address = event.platform?.req.clientAddress ?? event.getClientAddress();
  locals.requestId = crypto.randomUUID();
  locals.locale = chooseLocale(
    url.searchParams.get('lang'),
    request.headers.get('accept-language'),
  );
  locals.posted = null;
  locals.typed = null;
}

/** Without the marks by which a script in the browser would take over: no such script comes. */
function plain(html: string): string {
  return html.replace(/<!--[[\]!0-9a-z-]*-->/g, '');
}

/** A form that another site's page posts. The scheme may differ behind a proxy, the host not. */
function isForeignPost(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('sec-fetch-site') === 'cross-site';
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host');
}

export const handleError: HandleServerError = ({ error, event, kind }) => {
  const { requestId } = event.locals;
  if (kind === 'app' || kind === 'framework') return { requestId };
  const away = isSiteDatabaseAway(error);
  console.error(
    JSON.stringify({
      level: 'error',
      requestId,
      route: event.route.id,
      away,
      fault: error instanceof Error ? error.stack : 'unknown',
    }),
  );
  return away
    ? { status: UNAVAILABLE, message: 'away', requestId }
    : { message: 'broken', requestId };
};
