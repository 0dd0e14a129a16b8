import { identityMessages, myMessages, refusalSentence, type Locale } from '@tidbok/text';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader, type Reader } from '../browser/site-reader.ts';
import { startBankIdSite, type BankIdSite } from '../stack/bankid-site.ts';
import { sharedStack } from '../stack/environment.ts';
import { waitUntil } from '../stack/wait-until.ts';

const PERSON = { status: 'complete', personalNumber: '192801287075' } as const;
/** BankID is asked at most every two seconds, so a change in the app is seen a little later. */
const PATIENCE = { timeout: 15_000 };

let site: BankIdSite;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startBankIdSite(sharedStack()), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

beforeEach(() => {
  site.bankId.refuse = null;
});

const phone = { language: 'sv', size: 'phone', script: true } as const;
const desk = { language: 'sv', size: 'desk', script: true } as const;

type Order = BankIdSite['bankId']['orders'][number];

const newestOrder = (): Order => {
  const order = site.bankId.orders.at(-1);
  if (order === undefined) throw new Error('no order was started');
  return order;
};

interface Begun {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Somebody who stands at the question where their BankID is. */
const begin = async (who: Reader): Promise<Begun> => {
  const context = await reader(browser, who);
  const page = await context.newPage();
  await page.goto(`${site.url}/logga-in`);
  const { button } = myMessages[who.language].logIn;
  await page.getByRole('link', { name: button }).click();
  const { lead } = identityMessages[who.language].bankId;
  await page.getByText(lead).waitFor();
  return { context, page };
};

/** Chooses the way, and gives the order that BankID started for it. */
const choose = async (page: Page, way: 'qr' | 'same-device'): Promise<Order> => {
  const before = site.bankId.orders.length;
  await page.locator(`button[name="way"][value="${way}"]`).click();
  await page.locator('#login, [role="alert"]').waitFor();
  await waitUntil(() => site.bankId.orders.length > before, { what: 'an order' });
  return newestOrder();
};

const saying = async (page: Page, words: string): Promise<void> => {
  await page.locator('#saying, [role="alert"]').getByText(words, { exact: true }).waitFor(PATIENCE);
};

/** The picture of the code as it is just now. */
const codeOf = async (page: Page): Promise<string> => {
  const address = await page.locator('#qr').getAttribute('src');
  const answer = await page.context().request.get(new URL(address ?? '', page.url()).href);
  return answer.text();
};

const cookieNames = async (context: BrowserContext): Promise<string[]> =>
  (await context.cookies()).map(({ name }) => name);

const ways: readonly Reader[] = [phone, { language: 'sv', size: 'desk', script: false }];

describe.each(ways)('a login by BankID, $size, script $script', (who) => {
  it('by a scanned code that moves leads to one’s own visits', async () => {
    const { context, page } = await begin(who);
    await expectSound(page);
    await handbookPicture(page, `sajten-bankid-${who.size}`);
    const order = await choose(page, 'qr');
    await saying(page, identityMessages.sv.sayings.scan);
    await expectSound(page);
    await handbookPicture(page, `sajten-bankid-qr-${who.size}`);
    const first = await codeOf(page);
    expect(first).toContain('<svg');
    await expect.poll(() => codeOf(page), PATIENCE).not.toBe(first);
    const shown = await page.content();
    for (const secret of [order.orderRef, order.qrStartSecret, order.qrStartToken]) {
      expect(shown).not.toContain(secret);
    }

    order.state = { status: 'pending', hintCode: 'userSign' };
    await saying(page, identityMessages.sv.sayings['enter-code']);
    await page.locator('#qr').waitFor({ state: 'hidden' });
    order.state = PERSON;
    await page.getByRole('heading', { name: 'Mina tider' }).waitFor(PATIENCE);
    expect(new URL(page.url()).origin).toBe(site.url);
    expect(await cookieNames(context)).toContain('tidbok-session');
    expect(await page.content()).not.toContain('28012870');
    await context.close();
  });

  it('on the same device ends in the browser to which the app returns', async () => {
    const { context, page } = await begin(who);
    const order = await choose(page, 'same-device');
    await saying(page, identityMessages.sv.sayings['opening-app']);
    const launch = page.getByRole('link', { name: identityMessages.sv.bankId.openApp });
    expect(await launch.getAttribute('href')).toContain(order.autoStartToken);
    expect(await page.locator('#qr').count()).toBe(0);
    await expectSound(page);
    await handbookPicture(page, `sajten-bankid-app-${who.size}`);

    order.state = PERSON;
    await saying(page, identityMessages.sv.sayings['in-progress']);
    expect(await cookieNames(context)).not.toContain('tidbok-session');
    const back = await context.newPage();
    await back.goto(String(order.asked['returnUrl']));
    await back.getByRole('heading', { name: 'Mina tider' }).waitFor(PATIENCE);
    await context.close();
  });

  it('that is left is cancelled at BankID, and nothing has changed', async () => {
    const { context, page } = await begin(who);
    const order = await choose(page, 'qr');
    await page.getByRole('button', { name: identityMessages.sv.leave }).click();
    await page.getByText(refusalSentence('login-cancelled', 'sv')).waitFor();
    expect(site.bankId.cancelled).toContain(order.orderRef);
    expect(await cookieNames(context)).not.toContain('tidbok-session');
    await context.close();
  });
});

type Sayings = (typeof identityMessages)['sv']['sayings'];
type Hint = readonly [hintCode: string, saying: keyof Sayings];

const PENDING: readonly Hint[] = [
  ['noClient', 'open-app'],
  ['started', 'searching'],
  ['userMrtd', 'read-passport'],
  ['userSign', 'enter-code'],
  ['userCallConfirm', 'confirm-call'],
  ['aHintOfTomorrow', 'in-progress'],
  ['outstandingTransaction', 'scan'],
];
const FAILED: readonly Hint[] = [
  ['expiredTransaction', 'timed-out'],
  ['certificateErr', 'blocked'],
  ['userCancel', 'cancelled'],
  ['cancelled', 'superseded'],
  ['userDeclinedCall', 'call-declined'],
  ['transactionRiskBlocked', 'risk-blocked'],
  ['notSupportedByUserApp', 'update-app'],
  ['aHintOfTomorrow', 'unknown-error'],
];

describe.each(['sv', 'en'] as const)('what the app does is told in words: %s', (language) => {
  const who: Reader = { language, size: 'phone', script: true };
  const texts = identityMessages[language];

  it('every hint while the login is under way', async () => {
    const { context, page } = await begin(who);
    const order = await choose(page, 'qr');
    await saying(page, texts.sayings.scan);
    for (const [hintCode, key] of PENDING) {
      order.state = { status: 'pending', hintCode };
      await saying(page, texts.sayings[key]);
      expect(await page.locator('#qr').isVisible()).toBe(key === 'scan');
    }
    expect(await page.locator('#saying').getAttribute('role')).toBe('status');
    await context.close();
  });

  it('every hint that ends it, with a way to try again', { timeout: 120_000 }, async () => {
    const { context, page } = await begin(who);
    for (const [hintCode, key] of FAILED) {
      const order = await choose(page, 'qr');
      order.state = { status: 'failed', hintCode };
      await page.getByRole('heading', { name: texts.bankId.failed }).waitFor(PATIENCE);
      await saying(page, texts.sayings[key]);
      await page.getByRole('button', { name: texts.bankId.again }).click();
      await page.getByText(texts.bankId.lead).waitFor();
    }
    expect(await cookieNames(context)).not.toContain('tidbok-session');
    await context.close();
  });

  it('an app that did not start, whichever way it should have', async () => {
    const { context, page } = await begin(who);
    const order = await choose(page, 'same-device');
    order.state = { status: 'failed', hintCode: 'startFailed' };
    await saying(page, texts.sayings['app-missing']);
    await expectSound(page);
    await context.close();
  });

  it('that BankID itself is busy, or away', async () => {
    const busy: readonly Hint[] = [
      ['alreadyInProgress', 'already-in-progress'],
      ['maintenance', 'technical-error'],
    ];
    for (const [code, key] of busy) {
      site.bankId.refuse = code;
      const { context, page } = await begin(who);
      await page.locator('button[name="way"][value="qr"]').click();
      await saying(page, texts.sayings[key]);
      await context.close();
    }
  });
});

/** The address by which a login that is done goes back to the site, before it is used. */
const answerOf = async ({ context, page }: Begun): Promise<string> => {
  let at = page.url();
  await page.close();
  const isAnswered = async (): Promise<boolean> => {
    const { location } = (await context.request.get(at, { maxRedirects: 0 })).headers();
    if (location !== undefined) at = new URL(location, at).href;
    return at.startsWith(`${site.url}/logga-in/klart`);
  };
  await waitUntil(isAnswered, { what: 'the answer', withinMs: PATIENCE.timeout, everyMs: 250 });
  return at;
};

const expired = (locale: Locale): string => identityMessages[locale].expired.heading;

describe('what somebody else may try is refused', () => {
  it('a login’s address, opened in another browser', async () => {
    const mine = await begin(desk);
    await choose(mine.page, 'qr');
    const stolen = mine.page.url();
    const stranger = await reader(browser, desk);
    const page = await stranger.newPage();
    for (const path of ['', '/state', '/qr.svg']) {
      const answer = await page.goto(stolen + path);
      expect(answer?.status()).toBe(410);
    }
    await page.getByRole('heading', { name: expired('sv') }).waitFor();
    await expectSound(page);
    await Promise.all([mine.context.close(), stranger.close()]);
  });

  it('a stolen order reference, which no door takes', async () => {
    const mine = await begin(desk);
    const order = await choose(mine.page, 'qr');
    order.state = PERSON;
    const thief = await begin(desk);
    const { orderRef } = order;
    const at = thief.page.url();
    const tries = [`?orderRef=${orderRef}`, `/state?orderRef=${orderRef}`, `/${orderRef}`];
    for (const path of tries) await thief.context.request.get(at + path);
    await thief.context.request.post(`${at}/start`, { form: { way: 'qr', orderRef } });
    await thief.page.goto(at);
    expect(newestOrder().orderRef).not.toBe(orderRef);
    await saying(thief.page, identityMessages.sv.sayings.scan);
    expect(await cookieNames(thief.context)).not.toContain('tidbok-session');
    await Promise.all([mine.context.close(), thief.context.close()]);
  });

  it('the app’s return, replayed', async () => {
    const { context, page } = await begin(phone);
    const order = await choose(page, 'same-device');
    const login = page.url();
    await page.close();
    const returnUrl = String(order.asked['returnUrl']);
    expect((await context.request.get(returnUrl)).status()).toBe(200);
    const again = await context.newPage();
    expect((await again.goto(returnUrl))?.status()).toBe(410);
    await again.getByRole('heading', { name: expired('sv') }).waitFor();
    expect(site.bankId.cancelled).toContain(order.orderRef);
    order.state = PERSON;
    await again.goto(login);
    await again.getByText(identityMessages.sv.bankId.lead).waitFor();
    expect(await cookieNames(context)).not.toContain('tidbok-session');
    await context.close();
  });

  it('the app’s return, in the browser of a victim who was sent a link', async () => {
    const attacker = await begin(desk);
    const order = await choose(attacker.page, 'same-device');
    order.state = PERSON;
    const victim = await reader(browser, phone);
    const page = await victim.newPage();
    const answer = await page.goto(String(order.asked['returnUrl']));
    expect(answer?.status()).toBe(410);
    await attacker.page.reload();
    await attacker.page.getByText(identityMessages.sv.bankId.lead).waitFor();
    expect(site.bankId.cancelled).toContain(order.orderRef);
    expect(await cookieNames(attacker.context)).not.toContain('tidbok-session');
    await Promise.all([attacker.context.close(), victim.close()]);
  });

  it('the answer of one session in another, which has begun a login of its own', async () => {
    const mine = await begin(desk);
    const other = await begin(desk);
    const order = await choose(mine.page, 'qr');
    order.state = PERSON;
    const answer = await answerOf(mine);
    expect(answer).toContain('code=');
    await other.page.goto(answer);
    await other.page.getByText(refusalSentence('login-failed', 'sv')).waitFor();
    expect(await cookieNames(other.context)).not.toContain('tidbok-session');
    await Promise.all([mine.context.close(), other.context.close()]);
  });

  it('an order that has expired, whatever the app says afterwards', async () => {
    const { context, page } = await begin(phone);
    const order = await choose(page, 'same-device');
    order.state = { status: 'failed', hintCode: 'expiredTransaction' };
    await saying(page, identityMessages.sv.sayings['timed-out']);
    await handbookPicture(page, 'sajten-bankid-fel-phone');
    order.state = PERSON;
    await page.goto(String(order.asked['returnUrl']));
    await saying(page, identityMessages.sv.sayings['timed-out']);
    await page.reload();
    await saying(page, identityMessages.sv.sayings['timed-out']);
    expect(await cookieNames(context)).not.toContain('tidbok-session');
    await context.close();
  });
});
