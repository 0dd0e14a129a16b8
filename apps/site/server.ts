import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { openGateway, type Gateway } from '@tidbok/gateway';
import { openSite, readSiteSecrets, type Site } from '@tidbok/service/site';
import { pino } from 'pino';
import { serveApi, type Api } from './src/api/api.ts';
import { siteMetrics } from './src/api/metrics.ts';
import { loadPages, type Pages } from './src/api/pages.ts';
import { RateLimit } from './src/api/rate-limit.ts';
import { readSettings, SettingRefused, type SiteSettings } from './src/api/settings.ts';
import { pairingDoor } from './src/api/sync-door.ts';

/** So long may answers that are under way take when the site is told to stop. */
const shutdownMs = 10_000;
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
const keepAliveTimeoutMs = 65_000;
const maxHeaderBytes = 16 * 1024;
const tickMs = 5_000;
const databasePatienceMs = 30_000;
const databaseRetryMs = 250;

/** The booking site: pages, public API and the socket for the clinics, on one port. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'site', level: settings.logLevel });
  const site = await openWhenReady(settings, log);
  const gateway = openGateway({ link: site.link, now: settings.now, log });
  const api: Api = {
    site,
    log,
    metrics: siteMetrics(() => gateway.connected()),
    limit: new RateLimit(settings.callsPerMinute),
  };
  const server = serverOf(api, gateway, await loadPages(import.meta.dirname));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(settings.port, done);
  });
  const ticker = setInterval(() => {
    site.tick().catch((error: unknown) => log.warn({ error: String(error) }, 'A tick failed.'));
  }, tickMs);
  log.info({ port: settings.port }, 'The site is open.');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      clearInterval(ticker);
      void stop(server, gateway, site);
    });
  }
}

/** A site that starts beside its database waits for it a while. */
async function openWhenReady(settings: SiteSettings, log: Api['log']): Promise<Site> {
  const { databaseUrl, secretsFolder, now } = settings;
  const secrets = await readSiteSecrets(secretsFolder);
  const deadline = performance.now() + databasePatienceMs;
  for (;;) {
    try {
      return await openSite({ databaseUrl, secrets, now, log });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      log.warn({ error: String(error) }, 'The database does not answer yet.');
      await new Promise((resolve) => setTimeout(resolve, databaseRetryMs));
    }
  }
}

function serverOf(api: Api, gateway: Gateway, pages: Pages): Server {
  const pair = pairingDoor(api);
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path.startsWith('/api/')) void serveApi(api, request, response);
    else if (path === '/health') void health(api, response);
    else if (path === '/metrics') void metrics(api, response);
    else if (path === '/sync/pair') void pair(request, response);
    else pages(Object.assign(request, { site: api.site }), response);
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

async function health({ site, log }: Api, response: ServerResponse): Promise<void> {
  const fault = await site.ping().then(
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

/** Answers what is under way, sends the clinics away to come back, and lets go of the database. */
async function stop(server: Server, gateway: Gateway, site: Site): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  const force = setTimeout(() => server.closeAllConnections(), shutdownMs);
  await gateway.close();
  server.closeIdleConnections();
  await closed;
  await site.close();
  clearTimeout(force);
}

await main().catch((error: unknown) => {
  const line = error instanceof SettingRefused ? error.message : String(error);
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
});
