import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser, visitor } from '../browser/chromium.ts';
import { SitePage, type Wish } from '../browser/site-page.ts';
import { seated } from '../browser/staff.ts';
import { newPatient, openDemo, ownDay, type Demo } from '../api/demo.ts';
import { at, dateAfter, today } from '../api/local-time.ts';
import { root } from '../stack/root.ts';

let demo: Demo;
let browser: Browser;
let book: BookPage;
let site: SitePage;
let day: ChairDay;
let wish: Wish;

const patient = newPatient();
const patientName = `${patient.givenName} ${patient.familyName}`;
/** The README's own is made anew when `TIDBOK_PICTURES` is set. */
const PICTURE = join(
  process.env['TIDBOK_PICTURES'] === undefined ? tmpdir() : join(root, 'docs/pictures'),
  'book-and-site.png',
);

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  const [clinicId, chairId] = [demo.clinicId('Lund'), demo.chairId('Stol 1')];
  const date = await ownDay(demo, { chair: 'Stol 1', practitioner: 'Olle' });
  day = { clinicId, chairId, date };
  wish = { clinicId, practitioner: 'Olle Ohlsson', template: 'Undersökning 30', date };
  await demo.book.insertShift({
    resourceId: chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(date, '08:00'),
    end: at(date, '16:00'),
  });
  book = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
  const withoutScript = await visitor(browser, { javaScript: false });
  site = new SitePage(await withoutScript.newPage(), demo.stack.siteUrl);
});

afterAll(async () => {
  await browser?.close();
});

/** What the site offers on the day, looked up afresh. */
const offered = async (): Promise<string[]> => {
  await site.openTimes(wish);
  return site.startsOn(day.date);
};

const expectOffered = async (starts: readonly string[]): Promise<void> => {
  await expect.poll(offered, { timeout: 10_000 }).toEqual(starts);
};

describe('the main job', () => {
  it('staff publish 08:00 to 10:00 with the right mouse button', async () => {
    await book.open(day);
    await book.rightDrag(day, '08:00', '10:00');
    await book.choose('Lägg till preblock', 'E-tid US/Röntgen');
    await book.page.locator('[data-preblock]').waitFor();
  });

  it('the site offers 08:00, 08:30, 09:00 and 09:30 for thirty minutes', async () => {
    await expectOffered(['08:00', '08:30', '09:00', '09:30']);
  });

  it('a patient books 08:00 without JavaScript', async () => {
    await site.pick(day.date, '08:00');
    await site.giveDetails(patient);
    await site.confirm();
    await expect.poll(() => site.page.textContent('main')).toContain('08');
  });

  it('the open book shows it without reload: by ITB, as its template says', async () => {
    const shown = book.booking(patientName);
    await shown.waitFor({ timeout: 10_000 });
    const words = await shown.getAttribute('aria-label');
    expect(words).toContain('08:00–08:30');
    expect(words).toContain('ITB');
    expect(words).toContain('kallelsekort');
    expect(await shown.textContent()).toContain('US e-tid');
    await shown.click();
    const dialog = book.page.getByRole('dialog');
    await expect.poll(() => dialog.textContent()).toContain('ITB');
    expect(await dialog.getByLabel('Tidbokstext').inputValue()).toBe('US e-tid');
    await book.page.keyboard.press('Escape');
  });

  it('the site no longer offers it', async () => {
    await expectOffered(['08:30', '09:00', '09:30']);
  });

  it('book and site stand side by side in the picture of the README', async () => {
    await takePicture();
  });

  it('staff book forty minutes at 08:30: 08:30 and 09:00 disappear', async () => {
    await book.rightDrag(day, '08:30', '09:10');
    await book.choose('Lägg till bokning', /Profylax|Lagning komposit/);
    const dialog = book.page.getByRole('dialog');
    await dialog.getByLabel('Sök patient').fill('Prov');
    const found = dialog.getByRole('listbox', { name: 'Välj patienten' });
    await found.getByRole('option').first().click();
    await dialog.getByLabel('Antal minuter').fill('40');
    await dialog.getByRole('button', { name: /^Boka( ändå)?$/ }).click();
    const anyway = dialog.getByRole('button', { name: 'Boka ändå' });
    await Promise.race([anyway.waitFor(), dialog.waitFor({ state: 'hidden' })]);
    if (await anyway.isVisible()) await anyway.click();
    await book.booking(/08:30–09:10/).waitFor();
    await expectOffered(['09:30']);
  });

  it('staff cancel: both return', async () => {
    await book.booking(/08:30–09:10/).click({ button: 'right' });
    await book.choose('Avboka');
    const dialog = book.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Avboka tiden' }).click();
    await book.booking(/08:30–09:10/).waitFor({ state: 'detached' });
    await expectOffered(['08:30', '09:00', '09:30']);
  });

  it('a template whose category is not allowed is never offered, and the book says why', async () => {
    const times = await demo.site.times({
      clinicId: day.clinicId,
      templateId: demo.templateId('Akutbesök'),
      practitionerId: demo.practitionerId('Olle'),
      from: day.date,
      to: day.date,
    });
    expect(times).toEqual([]);
    await book.rightDrag(day, '09:00', '09:30');
    await book.choose('Varför (inte) på nätet?');
    const dialog = book.page.getByRole('dialog');
    await expect.poll(() => dialog.textContent()).toMatch(/Akutbesök/);
    await expect.poll(() => dialog.textContent()).toMatch(/kategori/i);
    await book.page.keyboard.press('Escape');
  });

  it('the preblock is removed: all disappear', async () => {
    await book.page
      .locator('[data-preblock]')
      .first()
      .click({ button: 'right', modifiers: ['Control'], position: { x: 8, y: 60 } });
    await book.choose(/^Ta bort$/);
    await book.page.locator('[data-preblock]').waitFor({ state: 'detached' });
    await expectOffered([]);
  });

  it('the patient’s visit still stands in the book', async () => {
    await book.booking(patientName).waitFor();
  });
});

/** A day this week or next when all five chairs in Lund are manned. */
const pictureDay = (): string => {
  const isMidweek = (date: string): boolean =>
    [3, 4].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
  return [1, 2, 3, 4, 5, 6, 7].map((days) => dateAfter(today(), days)).find(isMidweek) ?? today();
};

/** Real screenshots of both pages, laid side by side by the browser. */
const takePicture = async (): Promise<void> => {
  const date = pictureDay();
  const { bookUrl } = demo.stack;
  const bookView = await seated(browser, { bookUrl, as: 'anna', width: 1220, height: 720 });
  const search = new URLSearchParams({ clinic: day.clinicId, view: 'day', date });
  await bookView.page.goto(`${bookUrl}/?${search.toString()}`);
  await bookView.page.locator('[data-booking]').first().waitFor();
  const left = await bookView.page.screenshot();
  const narrow = await visitor(browser, { javaScript: true, width: 600, height: 720 });
  const siteView = new SitePage(await narrow.newPage(), demo.stack.siteUrl);
  await siteView.openTimes({ ...wish, date });
  const right = await siteView.page.screenshot();

  const both = await browser.newPage({ viewport: { width: 1880, height: 760 } });
  const image = (png: Buffer): string =>
    `<img src="data:image/png;base64,${png.toString('base64')}">`;
  await both.setContent(
    `<style>
      body { margin: 0; padding: 20px; display: flex; gap: 20px; background: #e9e6df; }
      img { flex: none; height: 720px; border-radius: 8px; box-shadow: 0 2px 14px #0003; }
    </style>${image(left)}${image(right)}`,
  );
  await mkdir(dirname(PICTURE), { recursive: true });
  await both.screenshot({ path: PICTURE });
  await Promise.all([bookView.page.context().close(), narrow.close(), both.close()]);
};
