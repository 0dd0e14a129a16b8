import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, ownDay, type Demo } from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { at, dateAfter } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { tabTo, takeFromMenu } from '../browser/keys.ts';
import { seated } from '../browser/staff.ts';

/** Many keys. */
const patience = { timeout: 120_000 };

let demo: Demo;
let browser: Browser;
let anna: BookPage;
let page: Page;
let day: ChairDay;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  const olle = { chair: 'Stol 1', practitioner: 'Olle' };
  const date = await ownDay(demo, olle);
  day = { clinicId: demo.clinicId('Lund'), chairId: demo.chairId(olle.chair), date };
  await demo.book.insertShift({
    resourceId: day.chairId,
    practitionerId: demo.practitionerId(olle.practitioner),
    start: at(date, '08:00'),
    end: at(date, '12:00'),
  });
  anna = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
  page = anna.page;
});

afterAll(async () => {
  await browser?.close();
});

const toast = (words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Meddelanden' }).getByText(words).last();

/** Goes in the grid to the hour, on what stands there, and marks so many steps of it. */
const mark = async (hour: string, steps: number): Promise<void> => {
  const cursor = page.getByRole('button', { name: /arbetsschemat$/ });
  await tabTo(page, cursor);
  await page.keyboard.press('Home');
  for (let hours = 0; hours < 12; hours += 1) {
    if (((await cursor.getAttribute('aria-label')) ?? '').includes(` ${hour}`)) break;
    await page.keyboard.press('PageDown');
  }
  expect(await cursor.getAttribute('aria-label')).toContain(` ${hour}`);
  for (let step = 0; step < steps; step += 1) await page.keyboard.press('Shift+ArrowDown');
};

/** The window's button by Tab and Enter. */
const press = async (within: Locator, name: string): Promise<void> => {
  await tabTo(page, within.getByRole('button', { name, exact: true }));
  await page.keyboard.press('Enter');
};

/** Writes over what stands in a field that Tab comes to. */
const write = async (field: Locator, text: string): Promise<void> => {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
};

describe('whoever has no mouse', () => {
  it(
    'lays an Internet preblock, repeats it, and removes the whole repetition',
    patience,
    async () => {
      await anna.open(day);
      await mark('09:00', 5);
      await page.keyboard.press('Shift+F10');
      await takeFromMenu(page, 'Lägg till preblock', 'E-tid US/Röntgen');
      const preblock = page.locator('[data-preblock]').first();
      await preblock.waitFor();

      await mark('09:00', 0);
      await page.keyboard.press('Control+Shift+F10');
      await takeFromMenu(page, 'Repetera');
      const repeat = page.getByRole('dialog', { name: /^Repetera/ });
      await repeat.waitFor();
      await tabTo(page, repeat.getByLabel('Varje vecka'));
      await page.keyboard.press('Space');
      await tabTo(page, repeat.getByLabel('Till och med'));
      await repeat.getByLabel('Till och med').fill(dateAfter(day.date, 14));
      await press(repeat, 'Visa vad som händer');
      await repeat.getByText(/^Publicerar \d+ tid/).waitFor();
      await press(repeat, 'Repetera');
      await toast('2 preblock är inlagda.').waitFor();

      await mark('09:00', 0);
      await page.keyboard.press('Control+Shift+F10');
      await takeFromMenu(page, 'Ta bort repetering');
      const remove = page.getByRole('dialog', { name: /^Ta bort repeteringen/ });
      await remove.waitFor();
      await tabTo(page, remove.getByRole('radio').first());
      for (let steps = 0; steps < 3; steps += 1) {
        if (await remove.getByLabel('Hela repeteringen').isChecked()) break;
        await page.keyboard.press('ArrowDown');
      }
      await press(remove, 'Ta bort');
      await preblock.waitFor({ state: 'detached' });
    },
  );

  it('asks why a time is not on the site', patience, async () => {
    await anna.open(day);
    await mark('10:00', 2);
    await page.keyboard.press('Shift+F10');
    await takeFromMenu(page, /^Varför/);
    await page.getByRole('dialog').getByText('Undersökning').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it(
    'says that a patient has arrived and is done, and cancels with a reason',
    patience,
    async () => {
      await anna.open(day);
      const [patient] = await demo.book.items<{ id: string }>('/patients?query=Prov');
      const made = await demo.book.book({
        resourceId: day.chairId,
        practitionerId: demo.practitionerId('Olle'),
        start: at(day.date, '10:00'),
        minutes: 30,
        templateId: demo.templateId('Undersökning'),
        patientId: patient?.id ?? '',
      });
      const booking = page.locator(`[data-booking="${expecting(201, made).id}"]`);
      await booking.waitFor();
      for (const [act, said] of [
        ['Anländ', /är anländ\.$/],
        ['Klar', /är klar\.$/],
      ] as const) {
        await mark('10:00', 0);
        await page.keyboard.press('Shift+F10');
        await takeFromMenu(page, new RegExp(act));
        await toast(said).waitFor();
      }
      await mark('10:00', 0);
      await page.keyboard.press('Shift+F10');
      await takeFromMenu(page, /^Avboka/);
      const dialog = page.getByRole('dialog');
      await tabTo(page, dialog.getByLabel('Patienten lämnade återbud'));
      await page.keyboard.press('Space');
      await press(dialog, 'Avboka tiden');
      await booking.waitFor({ state: 'detached' });
    },
  );

  it('registers a patient with a reserve number and a recall', patience, async () => {
    const name = `Tangent${String(Date.now()).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`;
    await page.goto(`${demo.stack.bookUrl}/patienter`);
    await tabTo(page, page.getByRole('link', { name: 'Ny patient' }));
    await page.keyboard.press('Enter');
    await page.getByLabel('Förnamn').waitFor();
    await write(page.getByLabel('Förnamn'), 'Prov');
    await write(page.getByLabel('Efternamn'), name);
    // In what order a date is typed is the browser's.
    await tabTo(page, page.getByLabel('Födelsedatum'));
    await page.getByLabel('Födelsedatum').fill('1985-03-09');
    await tabTo(page, page.getByLabel('Ge ett reservnummer'));
    await page.keyboard.press('Space');
    await write(page.getByLabel('Mobiltelefonnummer'), '070-1740605');
    await tabTo(page, page.getByLabel('Nästa revision'));
    await page.getByLabel('Nästa revision').fill('2027-12-10');
    await press(page.getByRole('main'), 'Spara');
    await page.getByRole('heading', { name: `Prov ${name}` }).waitFor();
    const number = page.getByLabel('Person- eller samordningsnummer');
    expect(await number.inputValue()).toMatch(/^19850309-[A-Z]/);
    expect(await page.getByLabel('Nästa revision').inputValue()).toBe('2027-12-10');
  });
});
