import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pages } from '@tidbok/doorway';
import type { Gateway } from '@tidbok/gateway';
import { serveApi, type Api } from './api.ts';
import { pairingDoor } from './sync-door.ts';

/** Slow senders are given up: nobody needs longer for a form. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
const keepAliveTimeoutMs = 65_000;
/** Whoever asks whether all is well gives up soon. */
const pingTimeoutMs = 4_000;
const maxHeaderBytes = 16 * 1024;

/** Everything that the site answers on its one port. */
export function siteServer(api: Api, gateway: Gateway, pages: Pages): Server {
  const pair = pairingDoor(api);
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path.startsWith('/api/')) void serveApi(api, request, response);
    else if (path === '/health') void health(api, response);
    else if (path === '/metrics') void metrics(api, response);
    else if (path === '/sync/pair') void pair(request, response);
    else if (path === '/sync') void gateway.poll(request, response);
    else pages(Object.assign(request, givenToPages(api, request)), response);
  });
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = headersTimeoutMs;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
    if (request.url?.split('?', 1)[0] === '/sync') gateway.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

/** What the pages work with beside the request itself. */
function givenToPages(api: Api, request: IncomingMessage) {
  const { site, login, passes, proofs, addressOf } = api;
  return { site, login, passes, proofs, clientAddress: addressOf(request) };
}

async function health({ site, log }: Api, response: ServerResponse): Promise<void> {
  const silence = pause(pingTimeoutMs, undefined, { ref: false }).then(() => {
    throw new Error('no answer in time');
  });
  const fault = await Promise.race([site.ping(), silence]).then(
    () => null,
    (error: unknown) => {
      log.warn({ error: String(error) }, 'The database does not answer.');
      return 'the database does not answer';
    },
  );
  const body = fault === null ? { status: 'ok' } : { status: 'unwell', database: fault };
  response.writeHead(fault === null ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

async function metrics({ metrics: { registry } }: Api, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': registry.contentType });
  response.end(await registry.metrics());
}
