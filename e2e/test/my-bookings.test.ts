import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader, type Reader } from '../browser/site-reader.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** Logs in at the demo's test provider, from where one is. */
async function logIn(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Logga in', exact: true }).click();
  await page.getByRole('link', { name: 'Logga in med e-legitimation' }).click();
  await page.getByText('TESTINLOGGNING').waitFor();
  await page.getByRole('button', { name: `Logga in som ${name}` }).click();
  await page.waitForURL((url) => url.href.startsWith(demo.stack.siteUrl));
}

/** Books with Maria, some weeks ahead where all is free; the details are filled in by the login. */
async function bookAsKnown(page: Page): Promise<void> {
  const query = new URLSearchParams({
    clinic: demo.clinicId('Lundatandläkarna'),
    practitioner: demo.practitionerId('Maria'),
    template: demo.templateId('Undersökning'),
  });
  await page.goto(`${demo.stack.siteUrl}/tid?${query.toString()}`);
  await page.getByRole('link', { name: 'Nästa vecka' }).click();
  await page.waitForURL(/week=/);
  await page.getByRole('link', { name: 'Nästa vecka' }).click();
  await page.locator('form.week button[name="time"]').first().click();
  await page.waitForURL(/\/uppgifter\?/);
  await page.getByLabel('E-postadress').fill('prov@example.se');
  await page.getByLabel('Mobiltelefonnummer').fill('070-174 06 05');
  await page.getByRole('button', { name: 'Granska bokningen' }).click();
  await page.getByRole('button', { name: 'Boka tiden' }).click();
  await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
}

/** The first visit that the person has booked on the internet. */
const ownVisit = (page: Page) =>
  page.getByRole('article').filter({ hasNotText: 'Bokad av kliniken' }).first();

/** What an earlier run may have left. */
async function giveUpAll(page: Page): Promise<void> {
  const give = page
    .getByRole('article')
    .filter({ hasNotText: 'Bokad av kliniken' })
    .getByRole('link', { name: 'Avboka' });
  while ((await give.count()) > 0) {
    await give.first().click();
    await page.getByRole('button', { name: 'Avboka tiden' }).click();
    await page.getByRole('heading', { name: 'Tiden är avbokad' }).waitFor();
  }
}

const readers: readonly Reader[] = [
  { language: 'sv', size: 'phone', script: true },
  { language: 'sv', size: 'desk', script: false },
];

describe.each(readers)('a person with e-ID, $size, script $script', (who) => {
  it('logs in, books, sees the visit, moves it and gives it up', { timeout: 120_000 }, async () => {
    const context = await reader(browser, who);
    const page = await context.newPage();
    const name = who.script ? 'Test Magnusson' : 'Test Holmgren';
    await page.goto(demo.stack.siteUrl);
    await logIn(page, name);
    await page.getByRole('heading', { name: 'Mina tider' }).waitFor();
    await expectSound(page);
    await giveUpAll(page);

    await bookAsKnown(page);
    await page.getByRole('link', { name: 'Mina tider' }).click();
    const visit = ownVisit(page);
    await visit.getByText('Kan ändras till och med').waitFor();
    await expectSound(page);
    await handbookPicture(page, `sajten-mina-tider-${who.size}`);

    await visit.getByRole('link', { name: 'Omboka' }).click();
    await page.getByRole('heading', { name: 'Närmast din nuvarande tid' }).waitFor();
    await expectSound(page);
    await handbookPicture(page, `sajten-omboka-${who.size}`);
    const nearest = page.locator('section', { hasText: 'Närmast din nuvarande tid' });
    await nearest.getByRole('button').nth(1).click();
    await page.getByRole('heading', { name: 'Flytta tiden?' }).waitFor();
    expect(await page.getByLabel('E-postadress').inputValue()).toBe('prov@example.se');
    const asked = new URL(page.url()).searchParams.get('start') ?? '';
    await expectSound(page);
    await page.getByRole('button', { name: 'Flytta tiden' }).click();
    await page.getByRole('heading', { name: 'Tiden är flyttad' }).waitFor();
    const clock = new Date(asked)
      .toLocaleTimeString('sv-SE', {
        timeZone: 'Europe/Stockholm',
        hour: '2-digit',
        minute: '2-digit',
      })
      .replace(':', '.');
    await ownVisit(page).getByRole('heading').getByText(clock).waitFor();

    await ownVisit(page).getByRole('link', { name: 'Avboka' }).click();
    await page.getByRole('heading', { name: 'Vill du avboka tiden?' }).waitFor();
    await expectSound(page);
    await handbookPicture(page, `sajten-avboka-${who.size}`);
    await page.getByRole('button', { name: 'Avboka tiden' }).click();
    await page.getByRole('heading', { name: 'Tiden är avbokad' }).waitFor();
    const cookies = await context.cookies();
    expect(cookies.map((cookie) => [cookie.name, cookie.httpOnly, cookie.sameSite])).toContainEqual(
      ['tidbok-session', true, 'Lax'],
    );
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await page.getByRole('link', { name: 'Logga in', exact: true }).waitFor();
    await context.close();
  });
});

describe('a person who has asked for another language than the browser’s', () => {
  it(
    'keeps it from the login through a move and a cancellation to the next booking',
    { timeout: 120_000 },
    async () => {
      const context = await reader(browser, { language: 'sv', size: 'phone', script: true });
      const page = await context.newPage();
      await page.goto(`${demo.stack.siteUrl}/mina-tider?lang=en`);
      await page.getByRole('link', { name: 'Log in with e-ID' }).click();
      await page.getByRole('button', { name: 'Test Magnusson' }).click();
      await page.getByRole('heading', { name: 'My visits' }).waitFor();
      await bookAsKnown(page);
      await page.goto(`${demo.stack.siteUrl}/mina-tider?lang=en`);
      const visit = page
        .getByRole('article')
        .filter({ hasNotText: 'Booked by the clinic' })
        .first();

      await visit.getByRole('link', { name: 'Rebook' }).click();
      const nearest = page.locator('section', { hasText: 'Nearest to your present time' });
      await nearest.getByRole('button').first().click();
      await page.getByRole('button', { name: 'Move the visit' }).click();
      await page.getByRole('heading', { name: 'The visit is moved' }).waitFor();

      await visit.getByRole('link', { name: 'Cancel' }).click();
      const cancelling = page.url();
      await page.getByRole('button', { name: 'Cancel the visit' }).click();
      await page.getByRole('status').getByText('The visit is cancelled').waitFor();

      for (const change of [cancelling, cancelling.replace('avboka', 'omboka')]) {
        await page.goto(change);
        await page.getByRole('heading', { name: 'The visit is cancelled' }).waitFor();
        expect(await page.getByText('too late').count()).toBe(0);
        await expectSound(page);
      }
      await page.getByRole('link', { name: 'My visits' }).last().click();
      await page.getByRole('link', { name: 'Book a new time' }).click();
      await page.getByRole('link', { name: 'My visits' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByRole('link', { name: 'Log in', exact: true }).waitFor();
      await context.close();
    },
  );
});

describe('the login', () => {
  it('is asked for before one’s own visits are shown, and leads back to them', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    await page.goto(`${demo.stack.siteUrl}/mina-tider/omboka?booking=x`);
    await page.getByRole('link', { name: 'Logga in med e-legitimation' }).click();
    await page.getByRole('button', { name: 'Logga in som Prov Nykund' }).click();
    await page.waitForURL(/\/mina-tider\/omboka/);
    await page.getByText('Den bokningen finns inte').waitFor();
    await context.close();
  });

  it('that is left changes nothing, and says so', async () => {
    const context = await reader(browser, { language: 'sv', size: 'phone', script: false });
    const page = await context.newPage();
    await page.goto(`${demo.stack.siteUrl}/logga-in`);
    await page.getByRole('link', { name: 'Logga in med e-legitimation' }).click();
    await page.getByRole('button', { name: 'Avbryt och gå tillbaka' }).click();
    await page.getByText('Inloggningen avbröts. Ingenting har ändrats.').waitFor();
    await expectSound(page);
    await context.close();
  });

  it('is answered once: the way back, replayed or in another browser, opens nothing', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    let answer = '';
    page.on('request', (request) => {
      if (request.url().includes('/logga-in/klart')) answer = request.url();
    });
    await page.goto(demo.stack.siteUrl);
    await logIn(page, 'Prov Nykund');
    expect(answer).toContain('code=');

    await page.goto(answer);
    await page.getByText('hade redan använts').waitFor();
    const other = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const stranger = await other.newPage();
    await stranger.goto(answer);
    await stranger.getByText('hade redan använts').waitFor();
    expect((await other.cookies()).map(({ name }) => name)).not.toContain('tidbok-session');
    await Promise.all([context.close(), other.close()]);
  });

  it('opens no door to what a person did not prove: a made-up session is none', async () => {
    const call = (cookie: string) =>
      fetch(`${demo.stack.siteUrl}/api/v1/me/bookings`, { headers: { cookie } });

    expect((await call('')).status).toBe(401);
    expect((await call('tidbok-session=abc')).status).toBe(401);
    expect((await call(`tidbok-session=${Buffer.alloc(80).toString('base64url')}`)).status).toBe(
      401,
    );
  });

  it('leads nowhere but to the site itself', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    for (const to of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/\\elsewhere.example',
    ]) {
      const query = new URLSearchParams({ to }).toString();
      await page.goto(`${demo.stack.siteUrl}/logga-in?${query}`);
      const start = page.getByRole('link', { name: 'Logga in med e-legitimation' });
      expect(await start.getAttribute('href')).not.toContain('elsewhere.example/');
      expect(await start.getAttribute('href')).toMatch(/^\/logga-in\/start\?to=%2F[^%]/);
    }
    await context.close();
  });
});

describe('my visits over the API', () => {
  it('are listed, moved and given up by the session of the pages', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    await page.goto(demo.stack.siteUrl);
    await logIn(page, 'Test Olsson');
    await bookAsKnown(page);
    const [session] = (await context.cookies()).filter(({ name }) => name === 'tidbok-session');
    const cookie = `tidbok-session=${session?.value ?? ''}`;
    const me = `${demo.stack.siteUrl}/api/v1/me/bookings`;
    const list = async () =>
      ((await (await fetch(me, { headers: { cookie } })).json()) as { items: Mine[] }).items;

    const [mine] = (await list()).filter(isOwn);
    if (mine === undefined) throw new Error('the visit is not listed');
    const later = new Date(new Date(mine.start).getTime() + 7 * 24 * 3_600_000);
    const times = await demo.site.times({
      clinicId: mine.clinicId,
      templateId: mine.templateId,
      practitionerId: mine.practitionerId,
      from: later.toISOString().slice(0, 10),
      to: later.toISOString().slice(0, 10),
    });
    const [free] = times;
    const moved = await fetch(`${me}/${mine.bookingId}/rebook`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': mine.bookingId },
      body: JSON.stringify({ ...free, email: 'prov@example.se', mobile: '0701740605' }),
    });
    expect(moved.status).toBe(201);
    const [now] = (await list()).filter(isOwn);
    expect(now?.start).toBe(free?.start);
    const gone = await fetch(`${me}/${now?.bookingId ?? ''}`, {
      method: 'DELETE',
      headers: { cookie },
    });
    expect(gone.status).toBe(204);
    expect((await list()).filter(isOwn)).toEqual([]);
    const foreign = await fetch(me, { headers: { cookie, 'sec-fetch-site': 'cross-site' } });
    expect(foreign.status).toBe(401);
    await context.close();
  });
});

/** Standing, and booked on the internet: the clinic may have booked others. */
const isOwn = ({ status, isOnline }: Mine): boolean => status === 'confirmed' && isOnline;

interface Mine {
  readonly bookingId: string;
  readonly clinicId: string;
  readonly templateId: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly status: string;
  readonly isOnline: boolean;
}
