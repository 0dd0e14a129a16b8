import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, type Demo } from '../api/demo.ts';
import { dateAfter, today } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import {
  LANGUAGES,
  expectSound,
  reader,
  typeDetails,
  type Reader,
} from '../browser/site-reader.ts';

const READERS: readonly Reader[] = (['sv', 'en'] as const).flatMap((language) =>
  (['phone', 'desk'] as const).flatMap((size) =>
    [true, false].map((script) => ({ language, size, script, dark: !script })),
  ),
);

let demo: Demo;
let browser: Browser;
/** Far from any frontier, within the weeks that the demo plans. */
const farDate = dateAfter(today(), 35);

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** The step that the page says it is, 1 to 5. */
const stepOf = async (page: Page): Promise<string> =>
  ((await page.locator('nav [aria-current="step"]').textContent()) ?? '').trim().charAt(0);

async function toTimes(page: Page): Promise<void> {
  await page.goto(demo.stack.siteUrl);
  const clinic = page.locator('section', { hasText: 'Lundatandläkarna' }).first();
  await clinic.getByRole('link', { name: 'Olle Ohlsson' }).click();
  await page
    .getByRole('link', { name: /^Undersökning 30/ })
    .first()
    .click();
  await page.waitForURL(/\/tid\?/);
  const url = new URL(page.url());
  url.searchParams.set('date', farDate);
  await page.goto(url.href);
}

const pickFirst = async (page: Page): Promise<void> => {
  await page.locator('button[name="time"]').first().click();
  await page.waitForURL(/\/(uppgifter|bekrafta)\?/);
};

async function typeOwnDetails(page: Page): Promise<string> {
  const patient = newPatient();
  await typeDetails(page, patient);
  return patient.familyName;
}

const goOn = async (page: Page): Promise<void> => {
  await page.locator('main form#carried button').last().click();
  await page.waitForURL(/\/bekrafta\?/);
};

describe.each(READERS)('a reader: $language, $size, script $script', (who) => {
  it('comes through the five steps, each without a fault', { timeout: 120_000 }, async () => {
    const context = await reader(browser, who);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    const { book, done } = LANGUAGES[who.language];
    /** Sound, and kept for the handbook as a Swedish patient in daylight sees it. */
    const look = async (step: string): Promise<void> => {
      await expectSound(page);
      if (who.language !== 'sv' || !who.script) return;
      await handbookPicture(page, `sajten-${step}-${who.size}`);
    };

    await page.goto(demo.stack.siteUrl);
    expect(await page.locator('html').getAttribute('lang')).toBe(who.language);
    expect(await stepOf(page)).toBe('1');
    await look('1-klinik');
    await page.getByRole('link', { name: 'Olle Ohlsson' }).click();
    expect(await stepOf(page)).toBe('2');
    await look('2-behandling');
    await toTimes(page);
    expect(await stepOf(page)).toBe('3');
    await look('3-tid');
    await pickFirst(page);
    expect(await stepOf(page)).toBe('4');
    await look('4-uppgifter');
    await page.locator('main form#carried button').last().click();
    await page.locator('[role="alert"]').waitFor();
    expect(await page.locator('[aria-invalid]').count()).toBe(5);
    await look('4-fel');
    const familyName = await typeOwnDetails(page);
    await goOn(page);
    expect(await stepOf(page)).toBe('5');
    expect(await page.textContent('main')).toContain(familyName);
    await look('5-bekrafta');
    await page.getByRole('button', { name: book }).click();
    await page.getByRole('heading', { name: done }).waitFor();
    expect(await page.textContent('main')).not.toContain(familyName);
    await look('klart');

    expect(faults).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });
});

describe.each([true, false])('what is typed is never lost, script %s', (script) => {
  it('follows to every step and language and back', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script });
    const page = await context.newPage();
    await toTimes(page);
    await pickFirst(page);
    const familyName = await typeOwnDetails(page);
    await page.getByRole('button', { name: 'Ändra klinik' }).click();
    await page.getByRole('button', { name: 'In English' }).click();
    await page.getByRole('button', { name: 'Olle Ohlsson' }).click();
    await page
      .getByRole('button', { name: /^Undersökning 30/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Next week' }).click();
    await pickFirst(page);
    expect(page.url()).toContain('/bekrafta');
    expect(page.url()).not.toContain(familyName);
    expect(await page.textContent('main')).toContain(familyName);
    await page.getByRole('button', { name: 'Change the details' }).click();
    expect(await page.inputValue('#familyName')).toBe(familyName);
    await page.locator('#familyName').press('Enter');
    await page.waitForURL(/\/bekrafta\?/);
    await context.close();
  });

  it('stays when somebody else took the time, and a near one is one press away', async () => {
    const context = await reader(browser, { language: 'sv', size: 'phone', script });
    const page = await context.newPage();
    await toTimes(page);
    await pickFirst(page);
    const familyName = await typeOwnDetails(page);
    await goOn(page);
    const url = new URL(page.url());
    const chosen = (name: string): string => url.searchParams.get(name) ?? '';
    await fetch(
      `${demo.stack.siteUrl}/api/v1/clinics/${chosen('clinic')}/holds/${chosen('hold')}`,
      {
        method: 'DELETE',
      },
    );
    const taken = await demo.site.book(chosen('clinic'), {
      templateId: chosen('template'),
      start: new Date(chosen('start')).toISOString(),
      resourceId: chosen('resource'),
      patient: newPatient(),
    });
    expect(taken.status).toBe(201);
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.getByRole('heading', { name: /någon annan/ }).waitFor();
    await expectSound(page);
    await handbookPicture(page, 'sajten-hann-fore-phone');
    await page.locator('main button[name="time"]').first().click();
    await page.waitForURL(/\/bekrafta\?/);
    expect(await page.textContent('main')).toContain(familyName);
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
    await context.close();
  });

  it('books once, though the patient goes back and presses again', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script });
    const page = await context.newPage();
    await toTimes(page);
    await pickFirst(page);
    await typeOwnDetails(page);
    await goOn(page);
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.waitForURL(/\/klart\//);
    const receipt = page.url();
    await page.goBack();
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.waitForURL(/\/klart\//);
    expect(page.url()).toBe(receipt);
    await context.close();
  });
});

describe('whoever reads', () => {
  it('is told plainly of a page, a booking or a language that is not there', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    for (const path of ['/finns-inte', `/klart/${unknown}?clinic=${unknown}`, '/klart/x']) {
      const answer = await fetch(demo.stack.siteUrl + path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toMatch(/finns inte/);
    }
    const answer = await fetch(`${demo.stack.siteUrl}/tid?clinic=${unknown}&lang=xx`);
    expect(answer.url).toMatch(/^[^?]*\/(\?lang=xx)?$/);
  });

  it('is told plainly that a form is none, or is broken', async () => {
    const body = 'givenName=Prov';
    for (const [type, status] of [
      ['text/plain', 415],
      ['multipart/form-data; boundary=x', 400],
    ] as const) {
      const headers = { 'content-type': type, accept: 'text/html', 'accept-language': 'sv' };
      const sent = { method: 'POST', headers, body };
      const answer = await fetch(`${demo.stack.siteUrl}/uppgifter`, sent);
      expect(answer.status).toBe(status);
      expect(await answer.text()).toContain('<h1>Det gick inte</h1>');
    }
  });

  it('sends no form from a page of somebody else’s', async () => {
    const answer = await fetch(`${demo.stack.siteUrl}/tid`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
      body: new URLSearchParams({ time: '' }),
    });
    expect(answer.status).toBe(403);
  });
});
