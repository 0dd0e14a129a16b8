import type { Server } from 'node:http';
import { loadPages, SettingRefused } from '@tidbok/doorway';
import { openGateway, type Gateway } from '@tidbok/gateway';
import { openSite, readSessionKey, readSiteSecrets, type Site } from '@tidbok/service/site';
import { openCarrier } from '@tidbok/message';
import { pino } from 'pino';
import type { Api } from './src/api/api.ts';
import { clientAddress } from './src/api/client-address.ts';
import { openLogin } from './src/api/login.ts';
import { siteMetrics } from './src/api/metrics.ts';
import { ProofDesk } from './src/api/proof-desk.ts';
import { RateLimit } from './src/api/rate-limit.ts';
import { readSettings, type SiteSettings } from './src/api/settings.ts';
import { siteServer } from './src/api/site-server.ts';
import { openVisitPasses } from './src/api/visit-pass.ts';

/** So long may answers that are under way take when the site is told to stop. */
const shutdownMs = 10_000;
const tickMs = 5_000;
const databasePatienceMs = 30_000;
const databaseRetryMs = 250;

/** The booking site: pages, public API and the socket for the clinics, on one port. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'site', level: settings.logLevel });
  const site = await openWhenReady(settings, log);
  const addressOf = clientAddress(settings.proxies);
  const gateway = openGateway({ link: site.link, log, addressOf });
  const sessionKey = await readSessionKey(settings.secretsFolder);
  const api: Api = {
    site,
    log,
    metrics: siteMetrics(() => gateway.connected()),
    limit: new RateLimit(settings.callsPerMinute),
    addressOf,
    login: await loginOf(settings),
    passes: openVisitPasses(sessionKey, settings.publicUrl.startsWith('https:')),
    proofs: new ProofDesk(sessionKey, settings.bookingsPerMinute),
  };
  const server = siteServer(api, gateway, await loadPages(import.meta.dirname));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(settings.port, done);
  });
  const ticker = setInterval(() => {
    site.tick().catch((error: unknown) => log.warn({ error: String(error) }, 'A tick failed.'));
  }, tickMs);
  const carrier = openCarrier(settings.carrier, settings.now);
  const post = site.post({ carrier, log });
  post.start();
  log.info({ port: settings.port }, 'The site is open.');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      clearInterval(ticker);
      void post.stop().then(() => {
        carrier.close();
        return stop(server, gateway, site);
      });
    });
  }
}

async function loginOf({ login, secretsFolder }: SiteSettings): Promise<Api['login']> {
  return login === null ? null : openLogin(login, await readSessionKey(secretsFolder));
}

/** A site that starts beside its database waits for it a while. */
async function openWhenReady(settings: SiteSettings, log: Api['log']): Promise<Site> {
  const { databaseUrl, secretsFolder, now, publicUrl } = settings;
  const secrets = await readSiteSecrets(secretsFolder);
  const deadline = performance.now() + databasePatienceMs;
  for (;;) {
    try {
      return await openSite({ databaseUrl, secrets, now, log, publicUrl });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      log.warn({ error: String(error) }, 'The database does not answer yet.');
      await new Promise((resolve) => setTimeout(resolve, databaseRetryMs));
    }
  }
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
