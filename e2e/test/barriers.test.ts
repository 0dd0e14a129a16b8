import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { clearWeeks, farMonday } from '../api/far-weeks.ts';
import { expecting } from '../api/http.ts';
import { at, dateAfter } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser, visitor } from '../browser/chromium.ts';
import { expectNoBarrierDayAndNight, seated } from '../browser/staff.ts';
import { root } from '../stack/root.ts';

const WEEK = 30;
let demo: Demo;
let browser: Browser;
let book: BookPage;
let page: Page;
let day: ChairDay;

const go = (path: string) => page.goto(`${demo.stack.bookUrl}${path}`);

/** Pages whose address is not their name. */
const ADDRESSES: Readonly<Record<string, string>> = {
  '': '/?view=week',
  'patienter/[patientId]': '/patienter/ny',
};

/** Every page that staff have: a new one is walked from its first day. */
const PAGES = readdirSync(join(root, 'apps/book/src/routes/(staff)'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => path.endsWith('+page.svelte'))
  .map((path) => path.replace(/\/?\+page\.svelte$/, ''))
  .map((name): readonly [string, string] => [name, ADDRESSES[name] ?? `/${name}`]);

beforeAll(async () => {
  demo = await openDemo();
  await clearWeeks(demo, WEEK, 2);
  browser = await openBrowser();
  book = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'admin' });
  page = book.page;
  const chairId = demo.chairId('Stol 1');
  day = { clinicId: demo.clinicId('Lund'), chairId, date: farMonday(WEEK) };
  await plan();
});

afterAll(async () => {
  await browser?.close();
});

/** A shift, a visit, and a preblock that is repeated. */
async function plan(): Promise<void> {
  const place = { resourceId: day.chairId, practitionerId: demo.practitionerId('Olle') };
  const stretch = (from: string, to: string) => ({
    ...{ start: at(day.date, from), end: at(day.date, to) },
  });
  await demo.book.insertShift({ ...place, ...stretch('08:00', '16:00') });
  const [patient] = await demo.book.items<{ id: string }>('/patients?query=Prov');
  const visit = await demo.book.book({
    ...{ ...place, start: at(day.date, '08:00'), templateId: demo.templateId('Undersökning') },
    patientId: patient?.id ?? '',
  });
  const series = await demo.book.send('POST', '/preblocks', {
    ...{ preblockKindId: demo.kindId('Akut tid'), resourceId: day.chairId },
    ...{ ...stretch('10:00', '11:00'), repeat: { every: 'week', until: dateAfter(day.date, 7) } },
  });
  expecting(201, visit);
  expecting(201, series);
}

describe('every page', () => {
  it.each(PAGES)('has no barrier, by day and by night: %s', async (_name, path) => {
    await go(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const first = page.locator('.all li button').first();
    if (path.startsWith('/installningar')) {
      await first.or(page.locator('main form, main select')).first().waitFor();
      if ((await first.count()) > 0) {
        await first.click();
        await page.locator('.one form').waitFor();
      }
    }
    await expectNoBarrierDayAndNight(page);
  });

  it('has none before one has signed in, nor where nothing is', async () => {
    const stranger = await (await visitor(browser, { javaScript: true })).newPage();
    for (const path of ['/login', '/finns-inte']) {
      await stranger.goto(`${demo.stack.bookUrl}${path}`);
      await stranger.getByRole('heading', { level: 1 }).waitFor();
      await expectNoBarrierDayAndNight(stranger);
    }
    await stranger.context().close();
  });
});

const booking = () => page.locator('[data-booking]').first();

const ofBooking = async (...names: (string | RegExp)[]): Promise<void> => {
  await booking().click({ button: 'right' });
  await book.choose(...names);
};

const ofPreblock = async (...names: (string | RegExp)[]): Promise<void> => {
  await page.locator('[data-preblock-name]').first().focus();
  await page.keyboard.press('Shift+F10');
  await book.choose(...names);
};

const ofTime = async (...names: (string | RegExp)[]): Promise<void> => {
  await book.rightDrag(day, '13:00', '14:00');
  await book.choose(...names);
};

/** Every window over the book, and how it is opened. */
const WINDOWS: readonly (readonly [string, () => Promise<void>])[] = [
  ['a new booking', () => ofTime('Lägg till bokning', /^Undersökning/)],
  ['a booking', () => ofBooking('Öppna')],
  ['moving a booking', () => ofBooking('Flytta eller ändra längd')],
  ['cancelling a booking', () => ofBooking('Avboka')],
  ['why a time is (not) on the site', () => ofTime('Varför (inte) på nätet?')],
  ['the code of a preblock', () => ofTime('Lägg till preblock', 'Olles handledning')],
  ['changing a preblock', () => ofPreblock('Ändra')],
  ['repeating a preblock', () => ofPreblock('Repetera')],
  ['ending a repetition', () => ofPreblock('Ta bort repetering')],
  ['going to a date', () => page.getByRole('button', { name: 'Gå till datum' }).click()],
  ['search', () => page.keyboard.press('Control+k')],
  ['shortcuts', () => page.locator('body').press('?')],
];

describe('every window over the book', () => {
  it.each(WINDOWS)('has no barrier, by day and by night: %s', async (_name, open) => {
    await book.open(day);
    await booking().waitFor();
    await open();
    await page.getByRole('dialog').first().waitFor();
    await expectNoBarrierDayAndNight(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').first().waitFor({ state: 'detached' });
  });

  it('has none in its menus: of a time, of a booking, of a preblock', async () => {
    await book.open(day);
    for (const open of [() => ofTime(), () => ofBooking(), () => ofPreblock()]) {
      await open();
      await page.getByRole('menu').first().waitFor();
      await expectNoBarrierDayAndNight(page);
      await page.keyboard.press('Escape');
      await page.getByRole('menu').first().waitFor({ state: 'detached' });
    }
  });
});

describe('every window over the work schedule', () => {
  it.each([
    ['Repetera arbetsvecka', () => page.getByRole('button', { name: /^Repetera/ }).click()],
    ['Frånvaro', () => page.getByRole('button', { name: /^Frånvaro/ }).click()],
    ['Ändra pass', () => ofShift('Ändra')],
    ['Ta bort pass', () => ofShift('Ta bort')],
  ])('has no barrier, by day and by night: %s', async (_name, open) => {
    const search = new URLSearchParams({
      ...{ clinic: day.clinicId, practitioner: demo.practitionerId('Olle') },
      ...{ resource: day.chairId, date: day.date },
    });
    await go(`/arbetsschema?${search.toString()}`);
    await page.getByRole('button', { name: /^Pass/ }).first().waitFor();
    await open();
    await page.getByRole('dialog').waitFor();
    await expectNoBarrierDayAndNight(page);
    await page.keyboard.press('Escape');
  });

  async function ofShift(name: string): Promise<void> {
    await page.getByRole('button', { name: /^Pass/ }).first().click({ button: 'right' });
    await book.choose(name);
  }
});
