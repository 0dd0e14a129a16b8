import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { ask } from '../api/http.ts';
import { openBrowser } from '../browser/chromium.ts';
import { ADMIN, ClientPage } from '../browser/client-page.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader } from '../browser/site-reader.ts';
import { waitUntil } from '../stack/wait-until.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** The clinic whose colours no other test looks at. */
const CLINIC = 'Malmötandläkarna';
/** One that reads well as it is. */
const OWN = '#7a1fa2';

const colourOnSite = async (): Promise<string | null | undefined> => {
  const url = `${demo.stack.siteUrl}/api/v1/clinics`;
  const { body } = await ask<{ items: { id: string; colour: string | null }[] }>(url);
  return body.items.find(({ id }) => id === demo.clinicId(CLINIC))?.colour;
};

/** As somebody at the clinic: in the Online Client, under the clinic's details. */
const choose = async (colour: string | null, script = true): Promise<void> => {
  const client = await ClientPage.open(browser, demo.stack.clientUrl, { javaScript: script });
  await client.signIn(ADMIN);
  await client.goTo('/clinics');
  const card = client.page.getByRole('region', { name: CLINIC }).first();
  await card.getByLabel('Egen färg på bokningssidan').setChecked(colour !== null);
  if (colour !== null) await card.getByLabel('Färg', { exact: true }).fill(colour);
  // axe is a script itself; the page is the same without.
  if (script) await client.expectSound();
  await card.getByRole('button', { name: 'Använd färgen' }).click();
  await client.page.getByRole('status').getByText('Sparat', { exact: false }).waitFor();
  await waitUntil(async () => (await colourOnSite()) === colour, {
    what: 'the colour to stand on the site',
  });
  if (colour === OWN) await handbookPicture(card, 'sajten-farg-klienten');
  await client.context.close();
};

const steps = async (page: Page, look: () => Promise<void>): Promise<void> => {
  const clinic = demo.clinicId(CLINIC);
  await page.goto(`${demo.stack.siteUrl}/?clinic=${clinic}`);
  await look();
  await page.getByRole('link', { name: 'Elin Sandberg' }).click();
  await look();
  await page.locator('main li a').first().click();
  await page.waitForURL(/\/tid\?/);
  await page.getByRole('link', { name: 'Nästa vecka' }).click();
  await page.waitForURL(/week=/);
  await look();
};

/** On to the step whose button is filled with the colour. */
const toDetails = async (page: Page): Promise<void> => {
  await page.locator('button[name="time"]').first().click();
  await page.waitForURL(/\/uppgifter\?/);
};

const accent = (page: Page): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector('.look-primary')).backgroundColor`);

describe('a colour of the clinic’s own', () => {
  it('stands on its pages, chosen in the Online Client, and goes again', async () => {
    await choose(OWN);
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    await steps(page, () => expectSound(page));
    await handbookPicture(page, 'sajten-egen-farg');
    await toDetails(page);
    await expectSound(page);
    expect(await accent(page)).toBe('rgb(122, 31, 162)');
    const other = new URLSearchParams({ clinic: demo.clinicId('Lundatandläkarna') }).toString();
    await page.goto(`${demo.stack.siteUrl}/?${other}`);
    expect(await page.locator('link[href^="/farg/"]').count()).toBe(0);

    await page.goto(`${demo.stack.siteUrl}/?clinic=${demo.clinicId(CLINIC)}&embed=1`);
    expect(await page.locator('link[href="/farg/7a1fa2.css"]').count()).toBe(1);
    await choose(null, false);
    await page.reload();
    expect(await page.locator('link[href^="/farg/"]').count()).toBe(0);
    await context.close();
  });

  it.each(['#ffe600', '#101010'])(
    'always keeps contrast, light and dark: %s',
    { timeout: 120_000 },
    async (colour) => {
      await choose(colour);
      for (const dark of [false, true]) {
        const context = await reader(browser, {
          language: 'sv',
          size: 'phone',
          script: true,
          dark,
        });
        const page = await context.newPage();
        await steps(page, () => expectSound(page));
        await context.close();
      }
      await choose(null);
    },
  );

  it('is a colour and nothing else', async () => {
    for (const path of ['/farg/red.css', '/farg/7a1fa2%7D.css', '/farg/.css', '/farg/7a1fa.css']) {
      expect((await fetch(demo.stack.siteUrl + path)).status).toBe(404);
    }
    const answer = await fetch(`${demo.stack.siteUrl}/farg/7A1FA2.css`);
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});
