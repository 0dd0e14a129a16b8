import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDay, openDemo, type Demo } from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
let book: BookPage;
let page: Page;
let day: ChairDay;

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
