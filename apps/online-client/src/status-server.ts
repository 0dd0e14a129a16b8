import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { formatInstant, type Instant, type Zone } from '@tidbok/core';
import type { Clinic, ClientStatus } from '@tidbok/service/clinic';
import { chooseLocale } from '@tidbok/text';
import { Gauge, Registry } from 'prom-client';
import * as v from 'valibot';
import type { OnlineClient } from './online-client.ts';
import { PairingRefused } from './pair.ts';
import { STATUS_STYLE, statusPage } from './status-page.ts';

export interface StatusServerOptions {
  readonly clinic: Clinic;
  readonly client: OnlineClient;
  readonly port: number;
}

const host = '127.0.0.1';
const maxBodyBytes = 4_096;
const PairBody = v.object({
  siteUrl: v.pipe(v.string(), v.url(), v.regex(/^https?:/)),
  code: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
});

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * What this computer shows of the sync, on loopback only. Other pages in a browser on this
 * computer cannot use it: the host must be loopback's own, and a body must be JSON.
 */
export function openStatusServer(options: StatusServerOptions): Promise<Server> {
  const metrics = metricsOf(options.clinic);
  const server = createServer((request, response) => {
    answer(options, metrics, request)
      .catch((error: unknown) => problem(503, 'try-again', String(error)))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      resolve(server);
    });
  });
}

async function answer(
  options: StatusServerOptions,
  metrics: Registry,
  request: IncomingMessage,
): Promise<Reply> {
  if (!isLoopback(request.headers.host)) return problem(403, 'not-loopback', 'Use 127.0.0.1.');
  const url = new URL(request.url ?? '/', `http://${host}`);
  switch (`${request.method ?? 'GET'} ${url.pathname}`) {
    case 'GET /':
      return page(options, request, url);
    case 'GET /status.css':
      return { status: 200, type: 'text/css', body: STATUS_STYLE };
    case 'GET /health':
      return health(options);
    case 'GET /metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    case 'GET /api/v1/status':
      return json(200, statusJson(await options.clinic.status(), await zoneOf(options.clinic)));
    case 'POST /api/v1/pair':
      return pairing(options, request);
    default:
      return problem(404, 'not-found', 'There is nothing here.');
  }
}

function isLoopback(given: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(given ?? '');
}

async function page(
  { clinic }: StatusServerOptions,
  request: IncomingMessage,
  url: URL,
): Promise<Reply> {
  const accepted = request.headers['accept-language'] ?? null;
  const locale = chooseLocale(url.searchParams.get('lang'), accepted);
  const zone = await zoneOf(clinic);
  const body = statusPage({ status: await clinic.status(), zone, locale });
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

const utc: Zone = { id: 'UTC', tzdb: '', transitions: [] };

async function zoneOf(clinic: Clinic): Promise<Zone> {
  return (await clinic.hasPractice()) ? clinic.zone() : utc;
}

async function health({ clinic, client }: StatusServerOptions): Promise<Reply> {
  try {
    await clinic.check();
  } catch (error) {
    return json(503, { status: 'database-away', detail: String(error) });
  }
  const because = client.stoppedBecause;
  return because === null ? json(200, { status: 'ok' }) : json(503, { status: 'stopped', because });
}

function statusJson(status: ClientStatus, zone: Zone): object {
  const time = (at: Instant | null): string | null =>
    at === null ? null : formatInstant(zone, at);
  return {
    ...status,
    connectedSince: time(status.connectedSince),
    lastExchangeAt: time(status.lastExchangeAt),
    frontier: time(status.frontier),
    needsPerson: status.needsPerson.map((each) => ({ ...each, at: time(each.at) })),
  };
}

async function pairing(
  { client, clinic }: StatusServerOptions,
  request: IncomingMessage,
): Promise<Reply> {
  if (request.headers['content-type'] !== 'application/json') {
    return problem(415, 'invalid', 'Send application/json.');
  }
  const text = await readBody(request);
  if (text === null) return problem(413, 'too-large', 'The body is too large.');
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), PairBody), text);
  if (!body.success) return problem(422, 'invalid', 'siteUrl and code are needed.');
  try {
    await client.pair(body.output);
  } catch (error) {
    if (error instanceof PairingRefused) return problem(409, error.code, error.message);
    throw error;
  }
  const { practice } = await clinic.status();
  return json(200, { paired: true, practice });
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part as Uint8Array);
    length += bytes.length;
    if (length > maxBodyBytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function json(status: number, content: object): Reply {
  return { status, type: 'application/json', body: JSON.stringify(content) };
}

function problem(status: number, code: string, detail: string): Reply {
  const type = 'application/problem+json';
  return { status, type, body: JSON.stringify({ type: 'about:blank', status, code, detail }) };
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

function metricsOf(clinic: Clinic): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, read: (status: ClientStatus) => number): void => {
    const made = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => {
        made.set(read(await clinic.status()));
      },
    });
  };
  gauge('tidbok_client_connected', '1 while connected to the site', (status) =>
    Number(status.connected),
  );
  gauge(
    'tidbok_client_waiting_out',
    'Own records that the site has not yet applied',
    (status) => status.waitingOut,
  );
  gauge(
    'tidbok_client_waiting_in',
    'Records of the site not yet applied',
    (status) => status.waitingIn,
  );
  gauge(
    'tidbok_client_needs_person',
    'Cases that wait for a person',
    (status) => status.needsPerson.length,
  );
  return registry;
}
