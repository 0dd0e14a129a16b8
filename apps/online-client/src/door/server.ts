import { createServer, type IncomingMessage, type Server } from 'node:http';
import { isDatabaseAway, practiceZone } from '@tidbok/service/clinic';
import type { Registry } from 'prom-client';
import { wordsOf, type Shown } from '../pages/frame.ts';
import { wrongPage } from '../pages/sign-in-page.ts';
import { doctorCall, health, mayCall, pairCall, statusCall } from './api.ts';
import { readForm, type Form } from './form.ts';
import { isFromHere, isOwnHost, isOwnPost } from './guard.ts';
import { metricsOf } from './metrics.ts';
import { pairingRoutes } from './pairing-routes.ts';
import { page, problem, seeOther, send, type Reply } from './reply.ts';
import { findRoute, judge, type House, type Route } from './routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { readStatics, type Statics } from './statics.ts';
import { statusRoutes } from './status-routes.ts';
import { trayRoutes } from './tray-routes.ts';
import { isOwnForm, visitorOf, type Visitor } from './visitor.ts';

export interface DoorOptions extends House {
  readonly port: number;
  /** The address to listen on: loopback's own unless the clinic says otherwise. */
  readonly host: string;
  /** Names by which browsers may ask for it, beside loopback's. */
  readonly names: readonly string[];
}

const routes: readonly Route[] = [
  ...statusRoutes,
  ...trayRoutes,
  ...pairingRoutes,
  ...settingsRoutes,
];
const noForm: Form = {
  text: () => '',
  all: () => [],
  has: () => false,
  file: () => Promise.resolve(null),
};

/**
 * The Online Client's own pages and calls. A request must name this program, a form must come from
 * a page of it and carry that page's token; patients and settings are for staff who have signed in.
 */
export async function openDoor(options: DoorOptions): Promise<Server> {
  const inside = { options, metrics: metricsOf(options.clinic), statics: await readStatics() };
  const server = createServer((request, response) => {
    answer(inside, request)
      .catch((error: unknown) => fault(options, request, error))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      resolve(server);
    });
  });
}

interface Inside {
  readonly options: DoorOptions;
  readonly metrics: Registry;
  readonly statics: Statics;
}

async function answer(inside: Inside, request: IncomingMessage): Promise<Reply> {
  const { options, statics } = inside;
  if (!isOwnHost(request.headers.host, options.names)) {
    return problem(403, 'not-this-host', 'Ask by this computer’s own name, or by 127.0.0.1.');
  }
  const url = new URL(request.url ?? '/', 'http://client');
  const fixed = statics.get(url.pathname);
  if (fixed !== undefined) return fixed;
  const called = await call(inside, request, url.pathname);
  return called ?? pageOf(options, request, url);
}

async function call(
  { options, metrics }: Inside,
  request: IncomingMessage,
  path: string,
): Promise<Reply | null> {
  const what = `${request.method ?? 'GET'} ${path}`;
  if (what === 'GET /health') return health(options);
  if (!path.startsWith('/api/') && path !== '/metrics') return null;
  if (!(await mayCall(options.clinic, request))) {
    return problem(401, 'not-signed-in', 'Send a token of the staff API.');
  }
  switch (what) {
    case 'GET /metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    case 'GET /api/v1/status':
      return statusCall(options);
    case 'GET /api/v1/doctor':
      return doctorCall(options);
    case 'POST /api/v1/pair':
      return pairCall(options, request);
    default:
      return problem(404, 'not-found', 'There is nothing here.');
  }
}

async function pageOf(house: House, request: IncomingMessage, url: URL): Promise<Reply> {
  const visitor = await visitorOf(house.clinic, request);
  const shown = await shownTo(house, visitor, url.pathname);
  const { wrong } = wordsOf(shown);
  const found = findRoute(routes, request.method ?? 'GET', url.pathname);
  if (found === null) return page(wrongPage(shown, wrong.notHere), 404);
  const form = await formOf(request, visitor);
  if (form === null) return page(wrongPage(shown, wrong.tooOld), 403);
  const verdict = judge(found.route.admits, { visitor, isHere: isFromHere(request) });
  if (verdict === 'sign-in') return seeOther(`/sign-in?next=${encodeURIComponent(backTo(url))}`);
  if (verdict === 'no') return page(wrongPage(shown, wrong.notAllowed), 403);
  const zoneId = (await practiceZone(house.clinic)).id;
  const { route, id } = found;
  return route.answer({ house, request, url, id, visitor, shown, zoneId, form });
}

/** After signing in one goes back to a page, not into the middle of a form. */
function backTo(url: URL): string {
  return findRoute(routes, 'GET', url.pathname) === null ? '/' : url.pathname;
}

async function shownTo(house: House, visitor: Visitor, path: string): Promise<Shown> {
  const { locale, member, formToken } = visitor;
  const cases = member === null ? 0 : (await house.clinic.status()).needsPerson.length;
  return { locale, member, formToken, path, cases };
}

/** null: a form that is not from a page of ours. */
async function formOf(request: IncomingMessage, visitor: Visitor): Promise<Form | null> {
  if (request.method !== 'POST') return noForm;
  if (!isOwnPost(request)) return null;
  const form = await readForm(request);
  return form !== null && isOwnForm(visitor, form.text('token')) ? form : null;
}

function fault(options: DoorOptions, request: IncomingMessage, error: unknown): Reply {
  const isAway = isDatabaseAway(error);
  if (!isAway) options.events.error({ error: String(error) }, 'A page failed.');
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  if (!wantsPage) return problem(503, 'try-again', String(error));
  const shown: Shown = { locale: 'sv', member: null, formToken: '', path: '', cases: 0 };
  const reply = page(wrongPage(shown, wordsOf(shown).wrong.away), 503);
  return { ...reply, headers: { 'retry-after': '5', refresh: '5' } };
}
