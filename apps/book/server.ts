import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { loadPages, SettingRefused, type Pages } from '@tidbok/doorway';
import { isDatabaseAway, openClinic, type Clinic, type ClinicLog } from '@tidbok/service/clinic';
import { pino } from 'pino';
import { serveApi, type Api } from './src/api/api.ts';
import { bookMetrics } from './src/api/metrics.ts';
import { readSettings, type BookSettings } from './src/api/settings.ts';

/** So long may answers that are under way take when the book is told to stop. */
const shutdownMs = 5_000;
const tryAgainMs = 500;
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;

/** The appointment book: API, live events and pages on one port. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'book', level: settings.logLevel });
  const clinic = await openWhenThere(settings, log);
  const stopping = new AbortController();
  const api: Api = { clinic, log, metrics: bookMetrics(), stopping: stopping.signal };
  const pages = await loadPages(import.meta.dirname);
  const server = createServer((request, response) => {
    void answer(api, pages, { request, response });
  });
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = headersTimeoutMs;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(settings.port, done);
  });
  log.info({ port: settings.port }, 'The book is open.');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stopping.abort();
      void stop(server, clinic);
    });
  }
}

/** The database may start after the book: it is asked until it answers. */
async function openWhenThere(settings: BookSettings, log: ClinicLog): Promise<Clinic> {
  const { databaseUrl, now } = settings;
  for (;;) {
    try {
      return await openClinic({ databaseUrl, now, log });
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      log.warn({ error: String(error) }, 'The clinic’s database does not answer yet.');
      await wait(tryAgainMs);
    }
  }
}

async function answer(
  api: Api,
  pages: Pages,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path.startsWith('/api/')) return serveApi(api, request, response);
  if (path === '/health') return health(api, response);
  if (path === '/metrics') return metrics(api, response);
  pages(Object.assign(request, { clinic: api.clinic }), response);
}

async function health({ clinic, log }: Api, response: ServerResponse): Promise<void> {
  const fault = await clinic.check().then(
    () => null,
    (error: unknown) => {
      log.warn({ error: String(error) }, 'The database does not answer.');
      return 'the database does not answer';
    },
  );
  const body = fault === null ? { status: 'ok' } : { status: 'unwell', database: fault };
  response.writeHead(fault === null ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function metrics(api: Api, response: ServerResponse): Promise<void> {
  const { registry } = api.metrics;
  response.writeHead(200, { 'content-type': registry.contentType });
  response.end(await registry.metrics());
}

async function stop(server: Server, clinic: Clinic): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), shutdownMs);
  await closed;
  clearTimeout(force);
  // Answers that were under way needed it until now.
  await clinic.close();
}

await main().catch((error: unknown) => {
  const line = error instanceof SettingRefused ? error.message : String(error);
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
});
