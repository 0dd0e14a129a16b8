import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader } from '../browser/site-reader.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** Opens the times of an examination with Olle, some weeks ahead, where all is free. */
async function openTimes(page: Page): Promise<void> {
  const query = new URLSearchParams({
    clinic: demo.clinicId('Lundatandläkarna'),
    practitioner: demo.practitionerId('Olle'),
    template: demo.templateId('Undersökning'),
  });
  await page.goto(`${demo.stack.siteUrl}/tid?${query.toString()}`);
  await page.getByRole('link', { name: 'Nästa vecka' }).click();
}

/** Weekday and hour of every time shown, on the clinic's clock. */
async function shownTimes(page: Page): Promise<{ weekday: string; hour: number }[]> {
  const values = await page
    .locator('form.week button[name="time"]')
    .evaluateAll((buttons: { getAttribute(name: string): string | null }[]) =>
      buttons.map((button) => button.getAttribute('value') ?? ''),
    );
  return values.map((value) => {
    const start = new Date(value.split(' ')[0] ?? '');
    const told = { timeZone: 'Europe/Stockholm' };
    return {
      weekday: start.toLocaleDateString('sv-SE', { ...told, weekday: 'long' }),
      hour: Number(start.toLocaleTimeString('sv-SE', { ...told, hour: '2-digit' })),
    };
  });
}

const both = [
  { script: true, size: 'phone' },
  { script: false, size: 'desk' },
] as const;

describe.each(both)('times that suit the patient, script $script, $size', (who) => {
  it('are narrowed to a part of the day and weekdays, week after week, and back', async () => {
    const context = await reader(browser, { language: 'sv', ...who });
    const page = await context.newPage();
    await openTimes(page);
    const all = await shownTimes(page);
    await page.getByText('Visa bara tider som passar mig').click();
    await page.getByLabel('Förmiddag').check();
    await page.getByRole('checkbox', { name: 'Måndag' }).check();
    await page.getByRole('checkbox', { name: 'Onsdag' }).check();
    await expectSound(page);
    await page.getByRole('button', { name: 'Visa tiderna' }).click();
    await page.getByText('Visar förmiddag · måndag, onsdag').waitFor();

    const suited = await shownTimes(page);
    expect(suited.length).toBeGreaterThan(0);
    expect(suited.length).toBeLessThan(all.length);
    await page.getByRole('link', { name: 'Nästa vecka' }).click();
    for (const { weekday, hour } of [...suited, ...(await shownTimes(page))]) {
      expect(['måndag', 'onsdag']).toContain(weekday);
      expect(hour).toBeLessThan(12);
    }
    await expectSound(page);
    await handbookPicture(page, `sajten-filter-${who.size}`);
    await page.getByRole('link', { name: 'Visa alla tider igen' }).click();
    await page.getByText('Visa bara tider som passar mig').waitFor();
    await context.close();
  });

  it('that exist in another week only are found, and what the filter hides is told', async () => {
    const context = await reader(browser, { language: 'sv', ...who });
    const page = await context.newPage();
    await openTimes(page);
    await page.getByText('Visa bara tider som passar mig').click();
    await page.getByRole('checkbox', { name: 'Söndag' }).check();
    await page.getByRole('button', { name: 'Visa tiderna' }).click();

    await page.getByRole('heading', { name: 'Inga lediga tider passar' }).waitFor();
    await page.getByRole('link', { name: /Visa veckans alla \d+ lediga tider/ }).click();
    expect((await shownTimes(page)).length).toBeGreaterThan(0);
    await context.close();
  });
});

describe('a filter chosen after the details are typed', () => {
  it('loses nothing of them', async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script: false });
    const page = await context.newPage();
    await openTimes(page);
    await page.locator('button[name="time"]').first().click();
    await page.waitForURL(/\/uppgifter\?/);
    await page.getByLabel('Efternamn').fill('Kvarvarande');
    await page.getByRole('button', { name: 'Ändra tid' }).click();
    await page.getByText('Visa bara tider som passar mig').click();
    await page.getByLabel('Eftermiddag').check();
    await page.getByRole('button', { name: 'Visa tiderna' }).click();
    await page.getByText('Visar eftermiddag').waitFor();
    for (const { hour } of await shownTimes(page)) expect(hour).toBeGreaterThanOrEqual(12);
    await page.locator('form.week button[name="time"]').first().click();
    await page.waitForURL(/\/uppgifter\?/);
    expect(await page.getByLabel('Efternamn').inputValue()).toBe('Kvarvarande');
    await context.close();
  });
});
