import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, ownDay, type Demo } from '../api/demo.ts';
import { at } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { takeFromMenu } from '../browser/keys.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

/** What hands do that slip: a key held or pressed once too often, a double click, a false time. */
let demo: Demo;
let browser: Browser;
let anna: BookPage;
let page: Page;
let day: ChairDay;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  const date = await ownDay(demo, { chair: 'Stol 1', practitioner: 'Olle' });
  day = { clinicId: demo.clinicId('Lund'), chairId: demo.chairId('Stol 1'), date };
  await demo.book.insertShift({
    resourceId: day.chairId,
    practitionerId: demo.practitionerId('Olle'),
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
const cursor = (): Locator => page.getByRole('button', { name: /arbetsschemat$/ });
const focused = (): Locator => page.locator('*:focus');

/** A visit of its own, made past the pages, also when the test is tried again. */
const visit = async (time: string): Promise<string> => {
  for (const each of await demo.book.bookings(day.date, day.date, day.chairId)) {
    const isThere = new Date(each.start).getTime() === new Date(at(day.date, time)).getTime();
    if (isThere && each.status !== 'cancelled') await demo.book.cancel(each.id);
  }
  const made = await demo.book.book({
    resourceId: day.chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(day.date, time),
    minutes: 30,
    templateId: demo.templateId('Undersökning'),
    patient: newPatient(),
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await page.locator(`[data-booking="${made.body.id}"]`).waitFor();
  return made.body.id;
};

const stateOf = async (id: string): Promise<string | undefined> => {
  const bookings = await demo.book.bookings(day.date, day.date, day.chairId);
  return bookings.find((each) => each.id === id)?.status;
};

const opened = async (id: string): Promise<Locator> => {
  await page.locator(`[data-booking="${id}"]`).click();
  const dialog = page.getByRole('dialog', { name: /^Bokning/ });
  await dialog.waitFor();
  return dialog;
};

const newBooking = async (from: string, to: string): Promise<Locator> => {
  await anna.rightDrag(day, from, to);
  await anna.choose('Lägg till bokning', /^Undersökning/);
  const dialog = page.getByRole('dialog', { name: 'Ny bokning' });
  await dialog.waitFor();
  return dialog;
};

describe('in the window of a booking', () => {
  it('a time that is none is not booked as the one that stood there', async () => {
    await anna.open(day);
    const dialog = await newBooking('08:00', '08:30');
    await dialog.getByLabel('Sök patient').fill('Prov');
    await dialog.locator('[role=option]').first().click();
    const time = dialog.getByLabel('Tid', { exact: true });
    for (const written of ['25:00', '8:75']) {
      await time.fill(written);
      await dialog.getByRole('button', { name: 'Boka', exact: true }).click();
      expect(
        await time.evaluate((field: { validationMessage: string }) => field.validationMessage),
      ).toBe('Skriv tiden så här: 08:30.');
      expect(await dialog.isVisible()).toBe(true);
    }
    await time.fill('8.05');
    await dialog.getByRole('button', { name: 'Boka', exact: true }).click();
    await toast(/^Bokad: .*08:05–/).waitFor();
  });

  it('a patient is chosen by keys, and Enter pressed on changes nothing', async () => {
    await anna.open(day);
    const dialog = await newBooking('09:00', '09:30');
    await dialog.getByLabel('Sök patient').fill('Prov');
    await dialog.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Byt patient' }).waitFor();
    expect(await focused().evaluate((element: { tagName: string }) => element.tagName)).toBe(
      'SELECT',
    );
    await dialog.getByRole('button', { name: 'Byt patient' }).press('Enter');
    expect(await focused().getAttribute('aria-label')).toBe('Sök patient');
    await dialog.getByRole('button', { name: 'Ny patient' }).press('Enter');
    expect(await focused().evaluate((element: { tagName: string }) => element.tagName)).toBe(
      'INPUT',
    );
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('a refusal comes into view, and the keyboard stays where it was', async () => {
    await anna.open(day);
    const dialog = await newBooking('09:00', '09:30');
    await dialog.getByLabel('Sök patient').fill('Prov');
    await dialog.locator('[role=option]').first().click();
    await dialog.getByLabel('Tid', { exact: true }).fill('18:00');
    const book = dialog.getByRole('button', { name: 'Boka', exact: true });
    await book.press('Enter');
    const anyway = dialog.getByRole('button', { name: 'Boka ändå' });
    await anyway.waitFor();
    expect(await focused().textContent()).toContain('Boka');
    const [box, window] = [await anyway.boundingBox(), await dialog.boundingBox()];
    if (box === null || window === null) throw new Error('nothing is shown');
    expect(box.y + box.height).toBeLessThanOrEqual(window.y + window.height);
    await expectNoBarrier(page);
    await handbookPicture(page, 'boka-anda-utanfor-schemat');
    await anyway.press('Enter');
    await toast(/^Bokad: .*18:00–/).waitFor();
  });

  it('a double click marks the patient as arrived, once, and not as done', async () => {
    await anna.open(day);
    const id = await visit('10:00');
    const dialog = await opened(id);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') asked.push(request.url());
    });
    await dialog.getByRole('button', { name: 'Anländ' }).dblclick();
    await dialog.getByRole('button', { name: 'Klar', exact: true }).waitFor();
    expect(await stateOf(id)).toBe('arrived');
    expect(asked.filter((url) => url.includes(id))).toHaveLength(1);
    expect(await page.getByText('ändrade detta').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('what somebody else takes away is said to be gone', async () => {
    await anna.open(day);
    const id = await visit('10:30');
    const dialog = await opened(id);
    await dialog.getByLabel('Tidbokstext').fill('ring först');
    const cancelled = await demo.book.cancel(id);
    expect(cancelled.status).toBe(200);
    const gone = page.getByRole('dialog').getByRole('alert');
    await gone.getByText(/^Bokningen finns inte längre/).waitFor();
    await expectNoBarrier(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Stäng' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('the focus', () => {
  it('is back in the grid after a menu, and after the window that the menu opened', async () => {
    await anna.open(day);
    await cursor().focus();
    for (const key of ['PageDown', 'PageDown', 'PageDown', 'Shift+F10']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('menu').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => focused().getAttribute('data-focus-home')).not.toBeNull();
    await page.keyboard.press('Shift+F10');
    await takeFromMenu(page, /^Varför/);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused().getAttribute('data-focus-home')).not.toBeNull();
  });

  it('is on the booking again whose menu opened a window, and in the grid when it is gone', async () => {
    await anna.open(day);
    const id = await visit('11:00');
    const booking = page.locator(`[data-booking="${id}"]`);
    await booking.focus();
    await page.keyboard.press('Shift+F10');
    await takeFromMenu(page, 'Avboka');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused().getAttribute('data-booking')).toBe(id);
    expect((await demo.book.cancel(id)).status).toBe(200);
    await booking.waitFor({ state: 'detached' });
    await expect.poll(() => focused().getAttribute('data-focus-home')).not.toBeNull();
  });
});

describe('a repeated work week', () => {
  it('is not made by a second Enter: what it would do is looked at first', async () => {
    await page.goto(`${demo.stack.bookUrl}/arbetsschema?date=${day.date}`);
    await page.getByRole('button', { name: 'Repetera arbetsvecka' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await dialog.getByRole('spinbutton').first().press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused().getAttribute('role')).toBe('status');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await focused().getAttribute('role')).toBe('status');
    expect(await dialog.isVisible()).toBe(true);
    await expectNoBarrier(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(sent).toHaveLength(1);
  });
});
