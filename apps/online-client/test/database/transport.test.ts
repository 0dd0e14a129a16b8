import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkWay } from '@tidbok/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openSmallPractice,
  type OpenPractice,
} from '../../../../packages/service/test/clinic/open-small-practice.ts';
import { OnlineClient } from '../../src/online-client.ts';
import { openBreakingProxy, type BreakingProxy } from '../breaking-proxy.ts';
import { openSiteDoor, type SiteDoor } from '../site-door.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const patience = { timeout: 15_000 };

let practice: OpenPractice;
let door: SiteDoor;
let proxy: BreakingProxy;
let client: OnlineClient;
let folder: string;
let siteUrl: string;

beforeEach(async () => {
  practice = await openSmallPractice();
  door = await openSiteDoor(() => practice.now);
  siteUrl = `http://boka.test:${door.port}`;
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
  await door.close();
  await proxy.close();
  await practice.close();
  await rm(folder, { recursive: true });
});

async function pairAndConnect(): Promise<void> {
  const { code } = await door.site.createPairingCode('Tandläkargruppen');
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
    expect(door.gateway.connected()).toBe(1);
  });

  it('goes back to the WebSocket as soon as one passes again', async () => {
    await pairAndConnect();
    proxy.breaksUpgrade = false;
    await expect.poll(() => client.facts.transport, patience).toBe('websocket');
    await expect.poll(async () => (await status()).connected, patience).toBe(true);
    expect(door.gateway.connected()).toBe(1);
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
