import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, type Demo } from '../api/demo.ts';
import { dateAfter, today } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { DETAIL_FIELDS, expectSound, reader, typeDetails } from '../browser/site-reader.ts';

let demo: Demo;
let browser: Browser;
/** Weeks that are far from any frontier, and within what the demo plans: one for each test. */
const FIRST_WEEK = 4;
let weeksUsed = 0;
const ownWeek = (): string => {
  weeksUsed += 1;
  return dateAfter(today(), 7 * (FIRST_WEEK + (weeksUsed % 8)));
};
const MINUTE = 60_000;
const PATIENCE = { timeout: 10_000 };

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

const timesHref = (practitioner: string, date: string, template = 'Undersökning'): string => {
  const query = new URLSearchParams({
    clinic: demo.clinicId('Lundatandläkarna'),
    practitioner: demo.practitionerId(practitioner),
    template: demo.templateId(template),
    date,
  });
  return `${demo.stack.siteUrl}/tid?${query.toString()}`;
};

const weekTimes = (page: Page) => page.locator('form.week button[name="time"]');

/** Picks the nth time of the week; gives what it was. */
const pick = async (page: Page, nth = 0): Promise<string> => {
  const button = weekTimes(page).nth(nth);
  const value = (await button.getAttribute('value')) ?? '';
  await button.click();
  await page.waitForURL(/\/uppgifter\?/);
  return value;
};

/** The times of a day's week that somebody else is offered. */
const offeredToOthers = async (practitioner: string, date: string): Promise<string[]> => {
  const html = await (await fetch(timesHref(practitioner, date))).text();
  return [...html.matchAll(/name="time" value="([^"]+)"/g)].map(([, value = '']) => value);
};

const newPage = async (script: boolean): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await reader(browser, { language: 'sv', size: 'phone', script });
  return { context, page: await context.newPage() };
};

const heldUntil = (page: Page): number =>
  Number(new URL(page.url()).searchParams.get('until')) * 1000;

describe.each([true, false])('a time that is held for the patient, script %s', (script) => {
  it('is kept from others for five minutes, shown as a clock, and longer once', async () => {
    const { context, page } = await newPage(script);
    const week = ownWeek();
    await page.goto(timesHref('Maria', week));
    const before = Date.now();
    const held = await pick(page);
    expect(await offeredToOthers('Maria', week)).not.toContain(held);
    const lasts = heldUntil(page) - before;
    expect(lasts).toBeGreaterThan(4 * MINUTE);
    expect(lasts).toBeLessThanOrEqual(6 * MINUTE);
    await page.getByText(/Tiden är reserverad för dig till kl\. \d\d\.\d\d/).waitFor();
    const clock = page.locator('[data-hold-left]');
    if (script) expect(await clock.textContent()).toMatch(/^[45]:\d\d$/);
    else expect(await clock.isVisible()).toBe(false);

    await page.getByLabel('Förnamn').fill('Prov');
    const first = heldUntil(page);
    const renew = page.getByRole('button', { name: 'Behåll tiden 5 minuter till' });
    await renew.click();
    await renew.waitFor({ state: 'detached' });
    const second = heldUntil(page);
    expect(second).toBeGreaterThanOrEqual(first);
    expect(await page.getByLabel('Förnamn').inputValue()).toBe('Prov');
    await expectSound(page);
    const url = new URL(page.url());
    const [clinic, hold] = [url.searchParams.get('clinic'), url.searchParams.get('hold')];
    const again = await fetch(
      `${demo.stack.siteUrl}/api/v1/clinics/${clinic ?? ''}/holds/${hold ?? ''}`,
      { method: 'PATCH' },
    );
    expect(again.status).toBe(410);
    await context.close();
  });

  it('is freed as soon as another treatment, person or time is chosen', async () => {
    const { context, page } = await newPage(script);
    const choices = page.locator('aside summary');
    const week = ownWeek();
    await page.goto(timesHref('Maria', week));
    const first = await pick(page);
    expect(await offeredToOthers('Maria', week)).not.toContain(first);
    // By the browser's own way back the address no longer tells of the hold: the script does.
    if (script) {
      await page.goBack();
      await page.waitForURL(/\/tid\?/);
    } else {
      await choices.click();
      await page.getByRole('button', { name: 'Ändra tid' }).click();
      await page.waitForURL(/\/tid\?/);
    }
    const second = await pick(page, 1);
    await expect.poll(() => offeredToOthers('Maria', week), PATIENCE).toContain(first);
    expect(await offeredToOthers('Maria', week)).not.toContain(second);

    await choices.click();
    await page.getByRole('button', { name: 'Ändra behandling' }).click();
    await page.getByRole('button', { name: /^Revisionsundersökning/ }).click();
    await page.waitForURL(/\/tid\?/);
    expect(await offeredToOthers('Maria', week)).toContain(second);
    const third = await pick(page);
    await choices.click();
    await page.getByRole('button', { name: 'Ändra behandlare' }).click();
    await page.getByRole('button', { name: /^Olle Ohlsson/ }).click();
    await page.waitForURL(/\/(behandling|tid)\?/);
    expect(await offeredToOthers('Maria', third.slice(0, 10))).toContain(third);
    await context.close();
  });

  it('stays one’s own through back, forward and reload, with all that is typed', async () => {
    const { context, page } = await newPage(script);
    const week = ownWeek();
    await page.goto(timesHref('Amir', week));
    const held = await pick(page);
    const patient = newPatient();
    await typeDetails(page, patient);
    await page.locator('form#carried .look-primary').click();
    await page.waitForURL(/\/bekrafta\?/);
    await page.reload();
    expect(await page.locator('main').textContent()).toContain(patient.familyName);
    await page.goBack();
    await page.waitForURL(/\/uppgifter\?/);
    // The number is kept out of the browser's own memory; the page's ways back carry it along.
    for (const field of DETAIL_FIELDS.filter((name) => name !== 'personalIdentityNumber')) {
      expect(await page.locator(`#${field}`).inputValue()).toBe(patient[field]);
    }
    await page.goForward();
    await page.waitForURL(/\/bekrafta\?/);
    expect(await offeredToOthers('Amir', week)).not.toContain(held);
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
    await context.close();
  });

  it('does not mix with that of another tab', async () => {
    const { context, page } = await newPage(script);
    const other = await context.newPage();
    const week = ownWeek();
    await page.goto(timesHref('Maria', week));
    await other.goto(timesHref('Olle', week, 'Undersökning, ny patient'));
    const mine = await pick(page);
    const theirs = await pick(other);
    await page.locator('#familyName').fill('Flikett');
    await other.locator('#familyName').fill('Fliktva');
    await page.getByRole('button', { name: 'In English' }).click();
    await other.getByRole('button', { name: 'In English' }).click();
    expect(await page.locator('#familyName').inputValue()).toBe('Flikett');
    expect(await other.locator('#familyName').inputValue()).toBe('Fliktva');
    expect(new URL(page.url()).searchParams.get('start')).toBe(mine.split(' ')[0]);
    expect(new URL(other.url()).searchParams.get('start')).toBe(theirs.split(' ')[0]);
    expect(await page.locator('aside').textContent()).not.toContain('ny patient');
    expect(await other.locator('aside').textContent()).toContain('ny patient');
    await context.close();
  });
});

describe.each([true, false])('a time that somebody else holds, script %s', (script) => {
  it('is said to be so, not booked, in the week where it was looked for', async () => {
    const [{ context, page }, other] = [await newPage(script), await newPage(script)];
    const date = ownWeek();
    await page.goto(timesHref('Maria', date));
    const week = page.getByRole('heading', { name: /vecka \d+/ });
    const shown = await week.textContent();
    await other.page.goto(timesHref('Maria', date));
    const held = await pick(other.page);
    await page.locator(`button[value="${held}"]`).click();
    const told = page.getByRole('alert');
    await told.getByText('Någon annan håller just nu på att boka tiden').waitFor();
    const said = await told.textContent();
    expect(said).toContain('ledig igen om några minuter');
    expect(said).not.toContain('skrivit');
    expect(await week.textContent()).toBe(shown);
    await expectSound(page);
    await Promise.all([context.close(), other.context.close()]);
  });
});
