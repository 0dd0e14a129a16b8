import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, type Demo } from '../api/demo.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader, typeDetails } from '../browser/site-reader.ts';

interface Tall {
  readonly scrollHeight: number;
}

let demo: Demo;
let browser: Browser;
let homePage: Server;
let homeUrl = '';
/** What stands on the clinic's home page, beside its own words. */
let pasted = '';

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  homePage = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="sv"><title>Hemsidan</title><h1>Vår klinik</h1>${pasted}</html>`,
    );
  });
  await new Promise<void>((done) => homePage.listen(0, '127.0.0.1', done));
  // By another name than the site's, so that the page is of another origin.
  homeUrl = `http://localhost:${(homePage.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  homePage?.close();
  await browser?.close();
});

const lund = () => demo.clinicId('Lundatandläkarna');

/** The line that the site's own page tells the clinic to copy. */
async function lineFor(page: Page, heading: string): Promise<string> {
  await page.goto(`${demo.stack.siteUrl}/pa-er-hemsida?clinic=${lund()}`);
  return page.getByRole('region', { name: heading, exact: true }).innerText();
}

/** From the first step in a frame to the receipt. */
async function bookIn(frame: FrameLocator): Promise<void> {
  await frame.getByRole('link', { name: 'Maria Lindqvist' }).click();
  await frame
    .getByRole('link', { name: /^Undersökning/ })
    .first()
    .click();
  await frame.getByRole('link', { name: 'Nästa vecka' }).click();
  await frame.locator('form.week button[name="time"]').first().click();
  const patient = newPatient();
  await typeDetails(frame, patient);
  await frame.getByRole('button', { name: 'Granska bokningen' }).click();
  await frame.getByRole('button', { name: 'Boka tiden' }).click();
  await frame.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
}

describe('the booking on a clinic’s own home page', () => {
  it('is one line, grows as tall as its step, and takes a booking to its end', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    pasted = await lineFor(page, 'Bokningen inne på sidan');
    await expectSound(page);
    await handbookPicture(page, 'sajten-pa-hemsidan');

    await page.goto(homeUrl);
    const frame = page.frameLocator('iframe');
    const height = async () => (await page.locator('iframe').boundingBox())?.height ?? 0;
    await frame.getByRole('heading', { name: 'Var vill du gå?' }).waitFor();
    const needs = () => frame.locator('body').evaluate((body: Tall) => body.scrollHeight);
    await expect.poll(async () => (await height()) - (await needs()), { timeout: 10_000 }).toBe(0);
    expect(await page.locator('iframe').getAttribute('title')).toBe('Boka tid');
    await handbookPicture(page, 'sajten-inbaddad');
    await bookIn(frame);
    await expect.poll(async () => (await height()) - (await needs()), { timeout: 10_000 }).toBe(0);
    await context.close();
  });

  it('works in a plain frame where scripts are off', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    pasted = await lineFor(await context.newPage(), 'En ram utan skript');
    await context.close();
    const scriptless = await reader(browser, { language: 'sv', size: 'phone', script: false });
    const page = await scriptless.newPage();
    await page.goto(homeUrl);
    await bookIn(page.frameLocator('iframe'));
    await scriptless.close();
  });

  it('opens the login in a window of its own', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    await page.goto(`${demo.stack.siteUrl}/?embed=1`);
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Logga in' }).click(),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toMatch(/\/logga-in/);
    expect(opened.url()).not.toContain('embed');
    await context.close();
  });

  it('stands in a stranger’s frame only where it was asked for, and never with a login', async () => {
    const ancestors = async (path: string): Promise<string | undefined> => {
      const { headers } = await fetch(demo.stack.siteUrl + path);
      return /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
    };

    expect(await ancestors('/?embed=1')).toBe('*');
    expect(await ancestors('/')).toBe("'self'");
    expect(await ancestors('/logga-in?embed=1')).toBe("'self'");
    expect(await ancestors('/pa-er-hemsida?embed=1')).toBe("'self'");
  });
});

describe('an address that chooses beforehand', () => {
  const landing = async (chosen: Record<string, string>): Promise<URL> => {
    const query = new URLSearchParams(chosen).toString();
    return new URL((await fetch(`${demo.stack.siteUrl}/boka?${query}`)).url);
  };

  it('leads as far as it chooses: clinic, practitioner, treatment', async () => {
    const clinic = lund();
    const practitioner = demo.practitionerId('Olle');
    const template = demo.templateId('Undersökning');

    expect((await landing({ clinic })).pathname).toBe('/');
    expect((await landing({ clinic, practitioner })).pathname).toBe('/behandling');
    expect((await landing({ clinic, practitioner, template })).pathname).toBe('/tid');
    const anyone = await landing({ clinic, template });
    expect(anyone.pathname).toBe('/tid');
    expect(anyone.searchParams.get('practitioner')).toBe('any');
  });

  it('leads to the first step where nothing in it is known', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    expect((await landing({ clinic: unknown })).pathname).toBe('/');
    expect((await landing({ clinic: lund(), practitioner: unknown })).pathname).toBe('/');
    expect((await landing({ clinic: lund(), template: unknown })).pathname).toBe('/behandling');
  });
});

describe('what the site says of itself', () => {
  it.each(['/integritet', '/tillganglighet'])('%s reads well in both languages', async (path) => {
    for (const language of ['sv', 'en'] as const) {
      const context = await reader(browser, { language, size: 'phone', script: true });
      const page = await context.newPage();
      await page.goto(`${demo.stack.siteUrl}${path}?clinic=${lund()}`);
      await page.getByRole('link', { name: /^046/ }).first().waitFor();
      await expectSound(page);
      await context.close();
    }
  });

  it('is linked from every step, and opens beside what is typed', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: true });
    const page = await context.newPage();
    const query = new URLSearchParams({
      clinic: lund(),
      practitioner: 'any',
      template: demo.templateId('Undersökning'),
    });
    await page.goto(`${demo.stack.siteUrl}/tid?${query.toString()}`);
    const privacy = page.getByRole('link', { name: 'Så hanteras dina uppgifter' });
    expect(await privacy.getAttribute('target')).toBeNull();
    await page.locator('button[name="time"]').first().click();
    await page.waitForURL(/\/uppgifter\?/);
    expect(await privacy.getAttribute('target')).toBe('_blank');
    await context.close();
  });
});
