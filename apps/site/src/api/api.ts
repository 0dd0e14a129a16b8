import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusal, type Outcome, type Refusal } from '@tidbok/core';
import { isSiteDatabaseAway, type Site, type SiteServiceLog } from '@tidbok/service/site';
import { chooseLocale, type Locale } from '@tidbok/text';
import type { AddressOf } from './client-address.ts';
import { cookieOf, SESSION_COOKIE, type Login, type PersonSession } from './login.ts';
import { match } from './match.ts';
import type { SiteMetrics } from './metrics.ts';
import { openApi } from './open-api.ts';
import { parse } from './parse.ts';
import { faultProblem, noSuchAddress, problemOf, type Problem } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { ProofDesk } from './proof-desk.ts';
import { readBody } from './read-body.ts';
import type { Reply, Route } from './route.ts';
import { myRoutes } from './my-routes.ts';
import { routes as publicRoutes } from './routes.ts';
import { idempotencyKey } from './schemas.ts';
import type { VisitPasses } from './visit-pass.ts';

export interface Api {
  readonly site: Site;
  readonly log: SiteServiceLog;
  readonly metrics: SiteMetrics;
  readonly limit: RateLimit;
  readonly addressOf: AddressOf;
  /** null where nobody can log in. */
  readonly login: Login | null;
  readonly passes: VisitPasses;
  readonly proofs: ProofDesk;
}

/** One HTTP exchange. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly locale: Locale;
  readonly requestId: string;
}

const base = '/api/v1';
const routes = [...publicRoutes, ...myRoutes];
const documentation = JSON.stringify(openApi(routes));
const tryAgainSeconds = 1;
/** Who holds too many times waits for the first to run out. */
const heldSeconds = 60;

/** Nothing here is a page, and nothing may be framed, sniffed or kept. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'cache-control': 'no-store',
  vary: 'accept-language',
};

/** Answers every address below `/api/`. Never throws: a fault is logged and told as such. */
export async function serveApi(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const locale = chooseLocale(null, request.headers['accept-language'] ?? null);
  const exchange = { request, response, locale, requestId };
  const started = performance.now();
  let route = 'none';
  try {
    route = await dispatch(api, exchange);
  } catch (error) {
    tellFault(api, exchange, error);
  }
  const labels = { method: request.method ?? '', route, status: String(response.statusCode) };
  api.metrics.calls.observe(labels, (performance.now() - started) / 1000);
}

/** A fault of ours, or the database is away: logged by its request id, told without detail. */
export function tellFault(api: Pick<Api, 'log'>, exchange: Exchange, error: unknown): void {
  const { response, requestId, locale } = exchange;
  const isAway = isSiteDatabaseAway(error);
  const fault = error instanceof Error ? { message: error.message, stack: error.stack } : {};
  if (isAway) api.log.warn({ requestId, message: fault.message }, 'The database is away.');
  else api.log.error({ requestId, ...fault }, 'A call failed.');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (isAway) response.setHeader('retry-after', tryAgainSeconds);
  sendProblem(exchange, faultProblem({ requestId, isAway }, locale));
}

/** Answers, and tells which route it was. */
async function dispatch(api: Api, exchange: Exchange): Promise<string> {
  const { request, response, locale } = exchange;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
  if (pathname === '/api/openapi.json' && request.method === 'GET') {
    sendJson(exchange, 200, documentation);
    return 'openapi';
  }
  const wait = api.limit.take(api.addressOf(request), performance.now());
  if (wait > 0) {
    response.setHeader('retry-after', wait);
    refuseWith(exchange, refusal('rate-limited', { retryAfterSeconds: wait }));
    return 'limited';
  }
  const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : '';
  const found = match(routes, request.method ?? '', path);
  switch (found.type) {
    case 'nothing':
      sendProblem(exchange, noSuchAddress(locale));
      return 'none';
    case 'wrong-method':
      response.setHeader('allow', found.allow.join(', '));
      refuseWith(exchange, refusal('method-not-allowed'));
      return 'none';
    case 'unknown-id':
      refuseWith(exchange, refusal(found.code));
      return 'none';
    case 'route':
      await answer(api, exchange, { ...found, searchParams });
      return `${found.route.method} ${found.route.path}`;
  }
}

interface Found {
  readonly route: Route;
  readonly pathIds: Readonly<Record<string, string>>;
  readonly searchParams: URLSearchParams;
}

async function answer(api: Api, exchange: Exchange, found: Found): Promise<void> {
  const { request } = exchange;
  const { route, pathIds, searchParams } = found;
  const body = route.body === undefined ? null : await readBody(request);
  if (body !== null && !body.ok) {
    // JSON that is none cannot even be looked at: a bad request, not a bad value.
    refuseWith(exchange, body.refusal, body.refusal.code === 'invalid' ? 400 : undefined);
    return;
  }
  const key = keyOf(route, request);
  if (!key.ok) {
    refuseWith(exchange, key.refusal);
    return;
  }
  const hurdle = route.guarded === true ? hurdleOf(api, request, key.value ?? '') : null;
  if (hurdle !== null) {
    const { waitSeconds: retryAfterSeconds, challenge, bits } = hurdle;
    exchange.response.setHeader('retry-after', retryAfterSeconds);
    refuseWith(
      exchange,
      refusal('rate-limited', { retryAfterSeconds, proof: { challenge, bits } }),
    );
    return;
  }
  const asked = {
    site: api.site,
    pathIds,
    query: Object.fromEntries(searchParams),
    body: body?.value,
    idempotencyKey: key.value,
    session: api.addressOf(request),
    person: personOf(api, request),
  };
  const outcome = await route.answer(asked, parse);
  if (route.idempotent === true) countBooking(api, outcome);
  if (outcome.ok) sendReply(exchange, outcome.value);
  else refuseWith(exchange, outcome.refusal, statusWhenNone(route, outcome.refusal));
}

/** `Proof-Of-Work: challenge nonce`: what one address owes that books in floods. */
function hurdleOf({ proofs, addressOf, site }: Api, request: IncomingMessage, bookingKey: string) {
  const [challenge = '', nonce = ''] = String(request.headers['proof-of-work'] ?? '').split(' ');
  const asked = {
    address: addressOf(request),
    bookingKey,
    proof: ProofDesk.read(challenge, nonce),
  };
  return proofs.hurdleFor(asked, { now: site.now(), clockMs: performance.now() });
}

/** Who is logged in; nobody, as far as another site's pages are concerned. */
function personOf({ login, site }: Api, { headers: sent }: IncomingMessage): PersonSession | null {
  if (login === null || sent['sec-fetch-site'] === 'cross-site') return null;
  return login.readSession(cookieOf(sent.cookie, SESSION_COOKIE), site.now());
}

function keyOf(route: Route, request: IncomingMessage): Outcome<string | undefined> {
  if (route.idempotent !== true) return { ok: true, value: undefined };
  const given = request.headers['idempotency-key'];
  if (given === undefined || given === '') {
    return { ok: false, refusal: refusal('idempotency-key-missing') };
  }
  const read = parse(idempotencyKey, given);
  if (read.ok) return read;
  const fields = [{ field: 'Idempotency-Key', reason: 'wrong-shape' }];
  return { ok: false, refusal: refusal('invalid', { fields }) };
}

/** "The first free time" is not there. */
function statusWhenNone(route: Route, { code }: Refusal): number | undefined {
  return route.method === 'GET' && code === 'not-offered' ? 404 : undefined;
}

function countBooking({ metrics }: Api, outcome: Outcome<Reply>): void {
  const sold = outcome.ok && 'body' in outcome.value ? outcome.value.body : null;
  const status = sold !== null && 'status' in sold ? String(sold.status) : 'done';
  metrics.bookings.inc({ outcome: outcome.ok ? status : outcome.refusal.code });
}

function sendReply(exchange: Exchange, reply: Reply): void {
  if (reply.status === 204) {
    exchange.response.writeHead(204, { ...headers, 'x-request-id': exchange.requestId });
    exchange.response.end();
    return;
  }
  sendJson(exchange, reply.status, 'text' in reply ? reply.text : JSON.stringify(reply.body));
}

export function refuseWith(exchange: Exchange, refused: Refusal, status?: number): void {
  const { response } = exchange;
  const needsWait = refused.code === 'rate-limited' && !response.hasHeader('retry-after');
  if (needsWait) response.setHeader('retry-after', heldSeconds);
  sendProblem(exchange, problemOf(refused, exchange.locale, status));
}

function sendProblem(exchange: Exchange, problem: Problem): void {
  const text = JSON.stringify(problem);
  sendText(exchange, { status: problem.status, type: 'application/problem+json', text });
}

export function sendJson(exchange: Exchange, status: number, text: string): void {
  sendText(exchange, { status, type: 'application/json', text });
}

function sendText(
  { request, response, requestId, locale }: Exchange,
  { status, type, text }: { status: number; type: string; text: string },
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'content-language': locale,
    'content-length': Buffer.byteLength(text),
    'x-request-id': requestId,
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}
