import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '@tidbok/core';
import { readJsonBody } from '@tidbok/doorway';
import type { Clinic, ClinicLog } from '@tidbok/service/clinic';
import { isDatabaseAway } from '@tidbok/service/clinic';
import { bookMessages, chooseLocale, type Locale } from '@tidbok/text';
import { mayDo } from './authorisation.ts';
import { callerOf } from './caller.ts';
import { serveEvents } from './events.ts';
import { match } from './match.ts';
import type { BookMetrics } from './metrics.ts';
import { onTheWire } from './moments.ts';
import { openApi } from './open-api.ts';
import { parse } from './parse.ts';
import { faultOf, httpStatus, problemOf } from './problem.ts';
import type { Reply, Route } from './route.ts';
import { routes } from './routes/index.ts';

export interface Api {
  readonly clinic: Clinic;
  readonly log: ClinicLog;
  readonly metrics: BookMetrics;
  /** The book closes: live events end, so that the pages look for it anew. */
  readonly stopping: AbortSignal;
}

const base = '/api/v1';
/** Far above any body of this API. */
const MAX_BODY_BYTES = 256 * 1024;
const documentation = JSON.stringify(openApi(routes));

/** Answers every address below `/api/`. Never throws: a fault of ours is logged and told. */
export async function serveApi(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const started = performance.now();
  let route = 'none';
  try {
    route = await dispatch(api, request, response);
  } catch (error) {
    const isAway = isDatabaseAway(error);
    api.log.error({ requestId, error: String(error), stack: stackOf(error) }, 'A call failed.');
    if (response.headersSent) response.destroy();
    else sendProblem(response, isAway ? 503 : 500, faultOf(requestId, isAway, localeOf(request)));
  }
  const labels = { method: request.method ?? '', route, status: String(response.statusCode) };
  api.metrics.requests.observe(labels, (performance.now() - started) / 1000);
}

function localeOf({ headers }: IncomingMessage): Locale {
  return chooseLocale(null, headers['accept-language'] ?? null);
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}

/** Answers, and tells which route it was. */
async function dispatch(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string> {
  const url = new URL(request.url ?? '/', 'http://book');
  const locale = localeOf(request);
  if (url.pathname === '/api/openapi.json') {
    sendText(response, 200, documentation);
    return 'openapi';
  }
  const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : '';
  if (path === '/events' && request.method === 'GET') {
    await events(api, { request, response, locale });
    return '/events';
  }
  const found = match(routes, request.method ?? '', path);
  if (found.type === 'route') {
    const reply = await answer(api, { ...found, request, url, locale });
    await sendReply(api, response, { reply, locale });
    return found.route.path;
  }
  if (found.type === 'method') response.setHeader('allow', found.allowed.join(', '));
  const code = found.type === 'method' ? 'method-not-allowed' : found.code;
  refuseCall(response, { code, overridable: false }, locale);
  return 'none';
}

interface Call {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly locale: Locale;
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

async function answer(api: Api, call: Call): Promise<Reply> {
  const { request, route, url, locale } = call;
  const caller = await callerOf(api.clinic, request);
  if (!caller.ok) return { refused: caller.refusal };
  const by = caller.value;
  if (!mayDo(by, route.action)) {
    return { refused: { code: 'permission-missing', overridable: false } };
  }
  const body = await readJsonBody(request, MAX_BODY_BYTES);
  if (!body.ok) return { refused: body.refusal };
  const asked = {
    clinic: api.clinic,
    by,
    zone: await api.clinic.zone(),
    locale,
    pathId: <Id extends string>(name: string) => (call.path[name] ?? '').toLowerCase() as Id,
    body: body.value ?? {},
    query: Object.fromEntries(url.searchParams),
  };
  return route.answer(asked, parse);
}

async function events(
  api: Api,
  { request, response, locale }: Pick<Call, 'request' | 'locale'> & { response: ServerResponse },
): Promise<void> {
  const caller = await callerOf(api.clinic, request);
  if (!caller.ok) {
    refuseCall(response, caller.refusal, locale);
    return;
  }
  if (!mayDo(caller.value, 'read-book')) {
    refuseCall(response, { code: 'permission-missing', overridable: false }, locale);
    return;
  }
  api.metrics.listeners.inc();
  await serveEvents(api, request, response).finally(() => api.metrics.listeners.dec());
}

async function sendReply(
  api: Api,
  response: ServerResponse,
  { reply, locale }: { readonly reply: Reply; readonly locale: Locale },
): Promise<void> {
  if ('refused' in reply) {
    refuseCall(response, reply.refused, locale);
    return;
  }
  const outward = {
    zone: await api.clinic.zone(),
    protectedName: bookMessages[locale].cards.protectedName,
  };
  sendJson(response, reply.status, onTheWire(reply.body, outward));
}

function refuseCall(response: ServerResponse, refusal: Refusal, locale: Locale): void {
  if (httpStatus(refusal.code) === 401) response.setHeader('www-authenticate', 'Bearer');
  const problem = problemOf(refusal, locale);
  sendProblem(response, problem.status, problem);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body));
}

function sendProblem(response: ServerResponse, status: number, problem: object): void {
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  sendText(response, status, JSON.stringify(problem));
}

function sendText(response: ServerResponse, status: number, json: string): void {
  if (!response.hasHeader('content-type')) {
    response.setHeader('content-type', 'application/json; charset=utf-8');
  }
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.writeHead(status);
  response.end(json);
}
