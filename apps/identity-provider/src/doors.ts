import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { launchUrl, type LoginState } from '@tidbok/identity';
import { chooseLocale, identityMessages, type Locale } from '@tidbok/text';
import { errors, type Provider } from 'oidc-provider';
import encodeQr from 'qr';
import type { BankIdLogins } from './bankid-logins.ts';
import { expiredPage, failedPage, testPage, waitingPage, waysPage } from './pages.ts';
import type { KnownPerson, People } from './people.ts';
import type { TestPerson } from './test-persons.ts';

export type Ways =
  | { readonly type: 'test'; readonly persons: readonly TestPerson[] }
  | { readonly type: 'bankid'; readonly logins: BankIdLogins };

export interface Doors {
  readonly provider: Provider;
  readonly issuer: string;
  readonly people: People;
  readonly ways: Ways;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly uid: string;
  readonly locale: Locale;
}

const stylesheet =
  readFileSync(new URL(import.meta.resolve('@tidbok/ui/tokens.css')), 'utf8') +
  readFileSync(new URL('login.css', import.meta.url), 'utf8');
const script = readFileSync(new URL('login-script.js', import.meta.url), 'utf8');

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const mostBody = 4 * 1024;
const login = /^\/login\/([\w-]{10,64})(?:\/([a-z]+(?:\.svg)?))?$/;

/** Everything below `/login`; false for what the provider itself answers. */
export async function serveLogin(
  doors: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', doors.issuer);
  if (pathname === '/login.css')
    return send(response, { status: 200, type: 'text/css', text: stylesheet });
  if (pathname === '/login.js')
    return send(response, { status: 200, type: 'text/javascript', text: script });
  const path = login.exec(pathname);
  if (path === null) return false;
  const [, uid = '', act = ''] = path;
  const exchange = { request, response, uid, locale: chooseLocale(null, languageOf(request)) };
  try {
    // The interaction's cookie must be this browser's own.
    const { uid: own, params } = await doors.provider.interactionDetails(request, response);
    if (own !== uid) throw new errors.SessionNotFound('another login');
    const asked = typeof params['ui_locales'] === 'string' ? params['ui_locales'] : null;
    await answer(doors, { ...exchange, locale: chooseLocale(asked, languageOf(request)) }, act);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    if (doors.ways.type === 'bankid' && act === 'return') await doors.ways.logins.cancel(uid);
    sendPage(response, 410, expiredPage(exchange.locale));
  }
  return true;
}

function languageOf({ headers: sent }: IncomingMessage): string | null {
  return sent['accept-language'] ?? null;
}

async function answer(doors: Doors, exchange: Exchange, act: string): Promise<void> {
  const { request, response } = exchange;
  const isPost = request.method === 'POST';
  if (isPost && isForeign(request, doors.issuer)) {
    send(response, { status: 403, type: 'text/plain', text: 'Forbidden' });
    return;
  }
  if (isPost && act === 'leave') return leave(doors, exchange);
  const { ways } = doors;
  if (ways.type === 'test') return testLogin(doors, ways.persons, { exchange, act });
  return bankIdLogin(doors, ways.logins, { exchange, act });
}

async function leave({ provider, ways }: Doors, { request, response, uid }: Exchange) {
  if (ways.type === 'bankid') await ways.logins.cancel(uid);
  const result = { error: 'access_denied', error_description: 'the person left' };
  await provider.interactionFinished(request, response, result);
}

async function finish(
  { provider, people }: Doors,
  { request, response }: Exchange,
  person: KnownPerson,
): Promise<void> {
  const accountId = people.add(person, Date.now());
  const result = { login: { accountId, remember: false } };
  await provider.interactionFinished(request, response, result);
}

interface Asked {
  readonly exchange: Exchange;
  readonly act: string;
}

async function testLogin(
  doors: Doors,
  persons: readonly TestPerson[],
  { exchange, act }: Asked,
): Promise<void> {
  const { request, response, locale, uid } = exchange;
  const chosen =
    request.method === 'POST' && act === 'as'
      ? persons[Number((await readForm(request)).get('person') ?? Number.NaN)]
      : undefined;
  if (chosen !== undefined) return finish(doors, exchange, chosen);
  sendPage(response, 200, testPage(locale, uid, persons));
}

async function bankIdLogin(
  doors: Doors,
  logins: BankIdLogins,
  { exchange, act }: Asked,
): Promise<void> {
  const { request, response, uid, locale } = exchange;
  const isPost = request.method === 'POST';
  const back = (): void => seeOther(response, `/login/${uid}`);
  if (isPost && act === 'start') {
    const way = (await readForm(request)).get('way') === 'qr' ? 'qr' : 'same-device';
    const started = await logins.start(uid, {
      way,
      endUserIp: addressOf(request),
      userAgent: request.headers['user-agent'] ?? '',
      returnUrl: `${doors.issuer}/login/${uid}/return`,
    });
    if (started) back();
    else sendPage(response, 429, failedPage(locale, uid, 'already-in-progress'));
    return;
  }
  if (isPost && act === 'again') {
    await logins.cancel(uid);
    back();
    return;
  }
  if (act === 'return') {
    const nonce = new URL(request.url ?? '/', doors.issuer).searchParams.get('nonce') ?? '';
    if (await logins.cameBack(uid, nonce)) back();
    else sendPage(response, 410, expiredPage(locale));
    return;
  }
  const user = act === '' ? await logins.take(uid) : null;
  if (user !== null) {
    const { personalNumber: personalIdentityNumber, givenName, surname: familyName } = user;
    return finish(doors, exchange, { personalIdentityNumber, givenName, familyName });
  }
  tell(exchange, await logins.state(uid), act);
}

/** The state as a page, as JSON for the script, or as the picture of this second's code. */
function tell({ request, response, uid, locale }: Exchange, state: LoginState | null, act: string) {
  const texts = identityMessages[locale];
  if (act === 'qr.svg') {
    const qr = state?.type === 'waiting' ? state.qr : null;
    if (qr === null) return send(response, { status: 404, type: 'text/plain', text: '' });
    return send(response, {
      status: 200,
      type: 'image/svg+xml',
      text: encodeQr(qr, 'svg', { border: 2 }),
    });
  }
  if (act === 'state') {
    const told =
      state?.type === 'waiting'
        ? { type: 'waiting', saying: texts.sayings[state.saying], hasQr: state.qr !== null }
        : { type: state?.type ?? 'none' };
    return send(response, { status: 200, type: 'application/json', text: JSON.stringify(told) });
  }
  if (state === null || state.type === 'done') {
    return sendPage(response, 200, waysPage(locale, uid));
  }
  if (state.type === 'failed') {
    return sendPage(response, 200, failedPage(locale, uid, state.saying));
  }
  const { autoStartToken: token } = state;
  const launch = token === null ? null : launchUrl(token, request.headers['user-agent'] ?? '');
  const waiting = { saying: state.saying, hasQr: state.qr !== null, launch };
  return sendPage(response, 200, waitingPage(locale, uid, waiting));
}

/** A form that another site's page posts. */
function isForeign({ headers: sent }: IncomingMessage, issuer: string): boolean {
  const { origin } = sent;
  return origin !== undefined && origin !== new URL(issuer).origin;
}

function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > mostBody) return new URLSearchParams();
  }
  return new URLSearchParams(text);
}

function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...headers, location });
  response.end();
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function send(response: ServerResponse, { status, type, text }: Answer): true {
  const charset = type === 'image/svg+xml' ? '' : '; charset=utf-8';
  response.writeHead(status, { ...headers, 'content-type': `${type}${charset}` });
  response.end(text);
  return true;
}

function sendPage(response: ServerResponse, status: number, text: string): true {
  return send(response, { status, type: 'text/html', text });
}
