import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGateway, readPairRequest, type Gateway } from '@tidbok/gateway';
import { checkWay } from '@tidbok/line';
import { createSealingKeyPair } from '@tidbok/seal';
import { openSite, type Site } from '@tidbok/service/site';
import { migrateSite } from '@tidbok/store/site';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openSmallPractice,
  type OpenPractice,
} from '../../../../packages/service/test/clinic/open-small-practice.ts';
import { OnlineClient } from '../../src/online-client.ts';
import { openBreakingProxy, type BreakingProxy } from '../breaking-proxy.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const patience = { timeout: 15_000 };

let practice: OpenPractice;
let siteDatabase: TestDatabase;
let site: Site;
let gateway: Gateway;
let server: Server;
let proxy: BreakingProxy;
let client: OnlineClient;
let folder: string;
let siteUrl: string;

/** The site's door for clinics, as `apps/site` has it. */
function openDoor(): Server {
  const door = createServer((request, response) => {
    if (request.url === '/sync/pair') {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
        const asked = readPairRequest(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        const paired = asked.ok ? await site.pair(asked.value) : asked;
        response.writeHead(paired.ok ? 201 : 409, { 'content-type': 'application/json' });
        response.end(JSON.stringify(paired.ok ? paired.value : paired.refusal));
      })();
    } else if (request.url === '/sync' && request.method === 'POST') {
      void gateway.poll(request, response);
    } else {
      response.writeHead(404).end();
    }
  });
  door.on('upgrade', gateway.upgrade);
  return door;
}

beforeEach(async () => {
  practice = await openSmallPractice();
  siteDatabase = await createTestDatabase({ side: 'site', migrate: migrateSite });
  site = await openSite({
    databaseUrl: siteDatabase.url,
    secrets: { patientKeySecret: randomBytes(32), messageKey: createSealingKeyPair() },
    now: () => practice.now,
    log: quiet,
  });
  gateway = openGateway({ link: site.link, log: quiet });
  server = openDoor();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  siteUrl = `http://boka.test:${place.port}`;
  proxy = await openBreakingProxy();
  process.env['HTTP_PROXY'] = proxy.url;
  folder = await mkdtemp(join(tmpdir(), 'tidbok-transport-'));
  client = new OnlineClient({
    clinic: practice.clinic,
    identityFile: join(folder, 'identity-key'),
    now: () => practice.now,
    log: quiet,
    probeEveryMs: 100,
  });
});

afterEach(async () => {
  await client.stop();
  delete process.env['HTTP_PROXY'];
  await gateway.close();
  await proxy.close();
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
  await site.close();
  await practice.close();
  await siteDatabase.drop();
  await rm(folder, { recursive: true });
});

async function pairAndConnect(): Promise<void> {
  const { code } = await site.createPairingCode('Tandläkargruppen');
  await client.pair({ siteUrl, code });
  await expect.poll(() => client.facts.transport, patience).not.toBeNull();
}

const status = () => practice.clinic.status();

describe('behind a proxy that knows nothing of WebSocket', () => {
  it('pairs through it and keeps in step by plain requests, in both directions', async () => {
    await pairAndConnect();
    expect(client.facts.transport).toBe('long-poll');
    expect(proxy.tunnels()).toBeGreaterThan(0);
    await expect.poll(async () => (await status()).connected, patience).toBe(true);
    await expect.poll(async () => (await status()).waitingOut, patience).toBe(0);
    await expect.poll(async () => (await status()).frontier, patience).not.toBeNull();
    expect(gateway.connected()).toBe(1);
  });

  it('goes back to the WebSocket as soon as one passes again', async () => {
    await pairAndConnect();
    proxy.breaksUpgrade = false;
    await expect.poll(() => client.facts.transport, patience).toBe('websocket');
    await expect.poll(async () => (await status()).connected, patience).toBe(true);
    expect(gateway.connected()).toBe(1);
  });

  it('tells the doctor that plain requests carry it, and that nothing hides what they say', async () => {
    const found = await checkWay(siteUrl, () => Date.now());
    const byCheck = Object.fromEntries(found.map(({ check, result }) => [check, result]));
    expect(byCheck).toMatchObject({
      proxy: 'ok',
      dns: 'ok',
      tls: 'fail',
      site: 'ok',
      clock: 'ok',
      websocket: 'warn',
      'long-poll': 'ok',
    });
  });
});

describe('with no proxy in the way', () => {
  it('a WebSocket carries the frames to a site on this computer, whatever proxy is set', async () => {
    siteUrl = siteUrl.replace('boka.test', '127.0.0.1');
    await pairAndConnect();
    expect(client.facts.transport).toBe('websocket');
    expect(proxy.tunnels()).toBe(0);
  });
});
