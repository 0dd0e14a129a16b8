import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDay, openDemo, type Demo } from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
let book: BookPage;
let page: Page;
let day: ChairDay;

const THE_BOOK = '**/api/v1/book?*';

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  book = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
  ({ page } = book);
  const who = { chair: 'Stol 1', practitioner: 'Maria' };
  const date = await ownDay(demo, who);
  const [resourceId, practitionerId] = [demo.chairId(who.chair), demo.practitionerId('Maria')];
  await demo.book.insertShift({
    resourceId,
    practitionerId,
    start: at(date, '08:00'),
    end: at(date, '16:00'),
  });
  expecting(
    201,
    await demo.book.book({
      resourceId,
      practitionerId,
      start: at(date, '09:00'),
      templateId: demo.templateId('Undersökning'),
      patient: { givenName: 'Prov', familyName: 'Felström' },
    }),
  );
  day = { clinicId: demo.clinicId('Lund'), chairId: resourceId, date };
});

afterAll(async () => {
  await browser?.close();
});

const visit = (): Locator => book.booking(/Felström/);
const nextDay = (): Locator => page.getByRole('link', { name: 'Nästa', exact: true });
const dayBefore = (): Locator => page.getByRole('link', { name: 'Föregående', exact: true });

it('a book that is looked at is read when something changes, not over and over', async () => {
  let readings = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/book?')) readings += 1;
  });
  await book.open(day);
  await visit().waitFor();
  const menu = page.waitForResponse('**/api/v1/book/menu?*');
  await book.rightDrag(day, '10:00', '10:30');
  await menu;
  await page.keyboard.press('Escape');
  expect(readings).toBeLessThan(20);
});

describe('a day that is not there yet', () => {
  it('leaves no other day’s bookings under its heading, nor lets them be moved', async () => {
    await book.open(day);
    await visit().waitFor();
    const heading = await page.title();
    const gate = Promise.withResolvers<undefined>();
    await page.route(THE_BOOK, async (route) => {
      await gate.promise;
      await route.continue();
    });
    const at09 = await book.pointAt(day, '09:00', 5);
    await nextDay().click();
    await expect.poll(() => page.title()).not.toBe(heading);
    await page.mouse.click(at09.x, at09.y, { button: 'right' });
    await page.getByText('Hämtar tidboken').waitFor();
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await visit().count()).toBe(0);
    await expectNoBarrier(page);
    gate.resolve(undefined);
    await page.locator('[data-resource]').first().waitFor();
    expect(await page.getByText('Hämtar tidboken').count()).toBe(0);
    await page.unroute(THE_BOOK);
  });

  it('says so when the server does not answer, and comes when it does', async () => {
    await book.open(day);
    await visit().waitFor();
    await page.route(THE_BOOK, (route) => route.abort());
    await nextDay().click();
    await page.getByText('Servern svarar inte.').waitFor();
    expect(await visit().count()).toBe(0);
    await expectNoBarrier(page);
    await dayBefore().click();
    await visit().waitFor();
    await nextDay().click();
    await page.getByText('Servern svarar inte.').waitFor();
    await page.unroute(THE_BOOK);
    await page.locator('[data-resource]').first().waitFor();
    expect(await visit().count()).toBe(0);
    // The stream of changes was there all the time.
    await page.getByText(/^Ingen kontakt/).waitFor({ state: 'detached' });
  });

  it('is fetched when tried again after a fault', async () => {
    await book.open(day);
    await page.route(THE_BOOK, (route) => route.fulfill({ status: 500 }));
    await nextDay().click();
    await page.getByText('Något gick fel på servern.').waitFor();
    await page.unroute(THE_BOOK);
    await page.getByRole('button', { name: 'Försök igen' }).click();
    await page.locator('[data-resource]').first().waitFor();
    expect(await visit().count()).toBe(0);
  });
});

describe('a marking that is under way', () => {
  it('is let go by Escape: nothing is marked and no menu opens', async () => {
    await book.open(day);
    const [from, to] = [await book.pointAt(day, '10:00'), await book.pointAt(day, '11:00')];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.locator('.cursor.marking').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.cursor.marking').waitFor({ state: 'detached' });
    await page.mouse.move(to.x, to.y + 20, { steps: 2 });
    const asked = page.waitForRequest('**/book/menu?*', { timeout: 300 }).catch(() => null);
    await page.mouse.up({ button: 'right' });
    expect(await asked).toBeNull();
    expect(await page.getByRole('menu').count()).toBe(0);
  });
});

describe('the menu of a free time', () => {
  it('says why when the server does not answer, instead of empty lists', async () => {
    await book.open(day);
    await page.route('**/api/v1/book/menu?*', (route) => route.abort());
    await book.rightDrag(day, '10:00', '10:30');
    await page
      .getByRole('region', { name: 'Meddelanden' })
      .getByText(/^Servern svarar/)
      .waitFor();
    expect(await page.getByRole('menu').count()).toBe(0);
    await page.unroute('**/api/v1/book/menu?*');
    await book.rightDrag(day, '10:00', '10:30');
    await page.getByRole('menuitem', { name: 'Lägg till bokning' }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('the search for a free time', () => {
  it('begins at the time that stands, unless it is the one that was found', async () => {
    await book.open(day);
    await book.rightDrag(day, '10:00', '10:30');
    await book.choose('Lägg till bokning', /^Undersökning/);
    const dialog = page.getByRole('dialog', { name: 'Ny bokning' });
    const time = dialog.getByLabel('Tid', { exact: true });
    const search = dialog.getByRole('button', { name: 'Sök nästa lediga tid' });
    await search.click();
    await dialog.getByText(/^Ledigt /).waitFor();
    expect(await time.inputValue()).toBe('10:00');
    await search.click();
    await expect.poll(() => time.inputValue()).not.toBe('10:00');
    await time.fill('13:00');
    await time.press('Tab');
    await dialog.getByText(/^Ledigt /).waitFor({ state: 'detached' });
    await search.click();
    await dialog.getByText(/^Ledigt /).waitFor();
    expect(await time.inputValue()).toBe('13:00');
    await page.keyboard.press('Escape');
  });
});
