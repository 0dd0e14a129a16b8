import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLocalDate } from '@tidbok/core';
import { openBankId, openRelyingParty, type RelyingParty } from '@tidbok/identity';
import {
  makeCertificates,
  openCounterpart,
  type Counterpart,
} from '@tidbok/tools/bankid-counterpart';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { identityServer } from '../src/server.ts';
import { TinyBrowser } from './browser.ts';

/** BankID is asked at most every two seconds. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const NUMBER = '192801287075';
const CALLBACK = 'http://localhost:1/logga-in/klart';
const day = '2026-12-01';
if (!isLocalDate(day)) throw new Error(day);
const today = day;

const certificates = makeCertificates();
let bankId: Counterpart;
let server: Server;
let site: RelyingParty;
let folder: string;
let issuer: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidbok-idp-'));
  bankId = await openCounterpart(certificates);
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  issuer = `http://localhost:${port}`;
  const client = { id: 'tidbok-site', secret: 'a secret of the test', redirectUri: CALLBACK };
  const { ca, clientPfx: pfx, passphrase } = certificates;
  server = await identityServer(
    {
      port,
      issuer,
      client,
      mode: { type: 'bankid', bankId: { url: bankId.url, pfx, passphrase, ca } },
      secretsFolder: folder,
      logLevel: 'silent',
    },
    { error: (about) => console.error(about) },
  );
  await once(server.listen(port), 'listening');
  site = openRelyingParty({
    kind: 'oidc-se',
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    redirectUri: CALLBACK,
  });
});

afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  await bankId?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  bankId.refuse = null;
});

/** A browser that stands on the provider's first page. */
async function begun(browser = new TinyBrowser()) {
  const started = await site.start('sv');
  const page = await browser.follow(started.url, CALLBACK);
  return { browser, started, page, at: page.url };
}

function newestOrder() {
  const order = bankId.orders.at(-1);
  if (order === undefined) throw new Error('no order was started');
  return order;
}

/** Asks until BankID was asked again, which it is at most every two seconds. */
async function untilCollected(browser: TinyBrowser, at: string): Promise<void> {
  const order = newestOrder();
  const before = order.collects;
  await expect
    .poll(
      async () => {
        await browser.go(`${at}/state`);
        return order.collects;
      },
      { timeout: 10_000, interval: 100 },
    )
    .toBeGreaterThan(before);
}

const complete = { status: 'complete', personalNumber: NUMBER } as const;

describe('the whole login by BankID, over mutual TLS', () => {
  it('by a scanned code: who it was reaches the site, once', async () => {
    const { browser, started, page, at } = await begun();
    expect(page.text).toContain('Var har du ditt BankID?');
    await browser.go(`${at}/start`, { way: 'qr' });
    const waiting = await browser.go(at);
    expect(waiting.text).toContain('skanna koden');
    expect((await browser.go(`${at}/qr.svg`)).text).toContain('<svg');
    const { orderRef, qrStartSecret } = newestOrder();
    expect(waiting.text).not.toContain(orderRef);
    expect(waiting.text).not.toContain(qrStartSecret);

    newestOrder().state = { status: 'pending', hintCode: 'userSign' };
    await untilCollected(browser, at);
    expect((await browser.go(`${at}/state`)).text).toContain('säkerhetskod');
    expect((await browser.go(`${at}/qr.svg`)).status).toBe(404);
    newestOrder().state = complete;
    await untilCollected(browser, at);
    const back = await browser.follow(at, CALLBACK);

    const answer = new URL(back.url);
    const found = await site.finish(answer, started.underWay, today);
    expect(found).toMatchObject({
      ok: true,
      value: { personalIdentityNumber: NUMBER, givenName: 'Prov', familyName: 'Ek' },
    });
    const again = await site.finish(answer, started.underWay, today);
    expect(again).toMatchObject({ ok: false, refusal: { code: 'login-failed' } });
  });

  it('on the same device: only the browser to which the app returns is logged in', async () => {
    const { browser, started, at } = await begun();
    await browser.go(`${at}/start`, { way: 'same-device' });
    const waiting = await browser.go(at);
    expect(waiting.text).toContain('bankid:///?autostarttoken=');
    const returnUrl = String(newestOrder().asked['returnUrl']);
    newestOrder().state = complete;
    await untilCollected(browser, at);
    expect((await browser.go(at)).text).toContain('Identifieringen pågår');

    await browser.go(returnUrl);
    const back = await browser.follow(at, CALLBACK);
    const found = await site.finish(new URL(back.url), started.underWay, today);
    expect(found).toMatchObject({ ok: true, value: { personalIdentityNumber: NUMBER } });
  });
});

describe('what somebody else may try', () => {
  it('the return address with another nonce ends the login', async () => {
    const { browser, at } = await begun();
    await browser.go(`${at}/start`, { way: 'same-device' });
    await browser.go(at);
    const forged = await browser.go(`${at}/return?nonce=guessed`);

    expect(forged.status).toBe(410);
    expect(bankId.cancelled).toContain(newestOrder().orderRef);
    expect((await browser.go(at)).text).toContain('Var har du ditt BankID?');
  });

  it('the return address replayed ends the login', async () => {
    const { browser, at } = await begun();
    await browser.go(`${at}/start`, { way: 'same-device' });
    await browser.go(at);
    const returnUrl = String(newestOrder().asked['returnUrl']);

    expect((await browser.go(returnUrl)).status).toBe(303);
    expect((await browser.go(returnUrl)).status).toBe(410);
    expect(bankId.cancelled).toContain(newestOrder().orderRef);
  });

  it('a victim’s app that returns to the victim’s own browser logs nobody in', async () => {
    const attacker = await begun();
    await attacker.browser.go(`${attacker.at}/start`, { way: 'same-device' });
    await attacker.browser.go(attacker.at);
    const returnUrl = String(newestOrder().asked['returnUrl']);
    newestOrder().state = complete;
    const victim = new TinyBrowser();

    expect((await victim.go(returnUrl)).status).toBe(410);
    const left = await attacker.browser.go(attacker.at);
    expect(left.location).toBeNull();
    expect(left.text).not.toContain(NUMBER);
  });

  it('another browser cannot look into a login, nor use its address', async () => {
    const { at, browser } = await begun();
    await browser.go(`${at}/start`, { way: 'qr' });
    const stranger = new TinyBrowser();

    for (const path of ['', '/state', '/qr.svg']) {
      expect((await stranger.go(at + path)).status).toBe(410);
    }
    expect((await stranger.go(`${at}/start`, { way: 'qr' })).status).toBe(410);
  });

  it('a stolen order reference is of no use here: no door takes one', async () => {
    const { browser, at } = await begun();
    await browser.go(`${at}/start`, { way: 'qr' });
    await browser.go(at);
    const { orderRef } = newestOrder();
    const stranger = await begun();

    await stranger.browser.go(`${stranger.at}/start`, { way: 'qr', orderRef });
    await stranger.browser.go(`${stranger.at}/state?orderRef=${orderRef}`);
    expect(newestOrder().orderRef).not.toBe(orderRef);
  });

  it('the answer of one login does not open another', async () => {
    const mine = await begun();
    const other = await site.start('sv');
    await mine.browser.go(`${mine.at}/start`, { way: 'qr' });
    await mine.browser.go(mine.at);
    newestOrder().state = complete;
    await untilCollected(mine.browser, mine.at);
    const back = await mine.browser.follow(mine.at, CALLBACK);

    const mixed = await site.finish(new URL(back.url), other.underWay, today);
    expect(mixed).toMatchObject({ ok: false, refusal: { code: 'login-failed' } });
  });

  it('BankID hears nobody without the relying party’s own certificate', async () => {
    const stranger = makeCertificates();
    const { clientPfx: pfx, passphrase } = stranger;
    const forged = openBankId({ url: bankId.url, pfx, passphrase, ca: certificates.ca });
    const asker = { endUserIp: '127.0.0.1', userAgent: 'test', referringDomain: 'localhost' };

    await expect(forged.auth(asker)).rejects.toMatchObject({ code: 'unreachable' });
    const { clientPfx, passphrase: own } = certificates;
    const misled = openBankId({
      url: bankId.url,
      pfx: clientPfx,
      passphrase: own,
      ca: stranger.ca,
    });
    await expect(misled.auth(asker)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('a login that does not end well', () => {
  it.each([
    ['expiredTransaction', 'Ingen svarade i tid'],
    ['userCancel', 'Du avbröt'],
    ['certificateErr', 'spärrat'],
  ])('%s is told, and can be tried again', async (hintCode, words) => {
    const { browser, at } = await begun();
    await browser.go(`${at}/start`, { way: 'qr' });
    await browser.go(at);
    newestOrder().state = { status: 'failed', hintCode };
    await untilCollected(browser, at);

    expect((await browser.go(at)).text).toContain(words);
    await browser.go(`${at}/again`, {});
    expect((await browser.go(at)).text).toContain('Var har du ditt BankID?');
  });

  it('that the person leaves is cancelled at BankID and told to the site', async () => {
    const { browser, started, at } = await begun();
    await browser.go(`${at}/start`, { way: 'qr' });
    await browser.go(at);
    const { location } = await browser.go(`${at}/leave`, {});
    const back = await browser.follow(location ?? '', CALLBACK);

    expect(bankId.cancelled).toContain(newestOrder().orderRef);
    const found = await site.finish(new URL(back.url), started.underWay, today);
    expect(found).toMatchObject({ ok: false, refusal: { code: 'login-cancelled' } });
  });

  it.each([
    ['alreadyInProgress', 'pågår redan'],
    ['Maintenance', 'svarar inte just nu'],
  ])('BankID refuses with %s, which is told', async (code, words) => {
    const { browser, at } = await begun();
    bankId.refuse = code;
    await browser.go(`${at}/start`, { way: 'qr' });

    expect((await browser.go(at)).text).toContain(words);
  });
});
