import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import { doubleBooked } from '../api/double-booking.ts';
import { at } from '../api/local-time.ts';
import { nearHour } from '../api/near-hour.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound } from '../browser/site-reader.ts';
import { seated } from '../browser/staff.ts';
import { without } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

/** Until an Online Client that was killed counts as gone, and until it is back in step. */
const OUTAGE_MS = 60_000;
const LONG_MS = 180_000;
const WAITS = 'Bokad trots att sidan inte gick att nå';
const PHONE = { width: 360, height: 640 };

let demo: Demo;
let browser: Browser;
const opened: BookPage[] = [];

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser?.close();
});

const anna = async (size: { width?: number; height?: number } = {}): Promise<BookPage> => {
  const book = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna', ...size });
  opened.push(book);
  return book;
};

const dayOf = ({ clinicId, chairId, date }: Published): ChairDay => ({ clinicId, chairId, date });
const tray = (page: Page): Locator => page.getByRole('dialog', { name: 'Behöver en människa' });
/** From the next page on. */
const inEnglish = (page: Page): Promise<void> =>
  page.context().addCookies([{ name: 'tidbok_language', value: 'en', url: demo.stack.bookUrl }]);

/** The window of a new visit, for somebody whom the clinic does not know yet. */
const newVisit = async (
  { page }: BookPage,
  familyName: string,
): Promise<{ dialog: Locator; save: () => Promise<void> }> => {
  const dialog = page.getByRole('dialog', { name: 'Ny bokning' });
  await dialog.getByRole('button', { name: 'Ny patient' }).click();
  await dialog.getByLabel('Förnamn').fill('Prov');
  await dialog.getByLabel('Efternamn').fill(familyName);
  await dialog.getByLabel('Antal minuter').fill('30');
  const save = () => dialog.getByRole('button', { name: 'Boka', exact: true }).click();
  return { dialog, save };
};

describe('an override', () => {
  it(
    'is asked for in words, recorded, and stands in the tray until the site has answered',
    async () => {
      const where = { chair: 'Stol 2', practitioner: 'Maria', from: '08:00', to: '10:00' };
      const published = await publish(demo, where);
      const book = await anna();
      const { page } = book;
      await book.open(dayOf(published));
      await without(demo.stack, 'online-client', async () => {
        await page.getByText(/E-tidbok utan kontakt sedan/).waitFor({ timeout: OUTAGE_MS });
        await book.rightDrag(dayOf(published), '08:00', '08:30');
        await book.choose('Lägg till bokning', /^Undersökning/);
        const { dialog, save } = await newVisit(book, 'Fjärrtid');
        await dialog.getByText(/tiden kan vara såld\. Bokas den ändå/).waitFor();
        await save();
        const alert = dialog.getByRole('alert').filter({ hasText: 'Bokningssidan svarar inte' });
        await alert.waitFor();
        await handbookPicture(page, 'synken-boka-anda');
        await alert.getByRole('button', { name: 'Boka ändå' }).click();
        await dialog.waitFor({ state: 'hidden' });
        await book.booking(/Fjärrtid.*bokad trots varning/).waitFor();
        await page.getByRole('button', { name: 'Väntar på sidans svar: 1' }).click();
        const waiting = tray(page).getByRole('region', { name: WAITS });
        await waiting.getByText('Prov Fjärrtid').waitFor();
        await waiting.getByText('Inget behöver göras nu.').waitFor();
        expect(await waiting.getByRole('button', { name: 'Allt får stå kvar' }).count()).toBe(0);
        await expectSound(page);
      });
      const waiting = tray(page).getByRole('region', { name: WAITS });
      await waiting.waitFor({ state: 'hidden', timeout: OUTAGE_MS });
    },
    LONG_MS,
  );

  it(
    'that met a sale becomes a double booking in the open tray, and is solved by keys alone',
    async () => {
      const book = await anna();
      const { page } = book;
      await page.getByRole('button', { name: /Sök patient eller tid/ }).waitFor();
      const published = await doubleBooked(demo, { chair: 'Stol 3', practitioner: 'Maria' });
      const button = page.getByRole('button', { name: /^Behöver en människa: \d/ });
      await button.waitFor({ timeout: OUTAGE_MS });
      await button.focus();
      await page.keyboard.press('Enter');
      const name = 'Dubbelbokning: tiden hann säljas på nätet';
      const card = tray(page).getByRole('region', { name }).last();
      await card.getByText('Personalen bokade över tid', { exact: false }).waitFor();
      await expectSound(page);
      await handbookPicture(page, 'synken-fall-i-tidboken');
      const move = card.getByRole('button', { name: /^Flytta till/ }).first();
      await tabTo(page, move);
      await page.keyboard.press('Enter');
      await tray(page).getByRole('status').getByText('Fallet är löst.').waitFor();
      await page.keyboard.press('Escape');
      await tray(page).waitFor({ state: 'hidden' });
      const { date, chairId } = published;
      const visits = await demo.book.bookings(date, date, chairId);
      const starts = visits.filter(({ status }) => status !== 'cancelled').map((v) => v.start);
      expect(starts).toHaveLength(2);
      expect(new Set(starts).size).toBe(2);
    },
    LONG_MS,
  );

  it(
    'that met a sale is read on a phone and in English, and one visit is cancelled with a reason',
    async () => {
      const published = await doubleBooked(demo, { chair: 'Stol 3', practitioner: 'Maria' });
      const book = await anna(PHONE);
      const { page } = book;
      await book.open(dayOf(published));
      await page.getByRole('button', { name: /^Behöver en människa: \d/ }).click();
      await tray(page).getByRole('region').first().waitFor();
      await expectSound(page);
      await handbookPicture(page, 'synken-fall-i-tidboken-telefon');
      await page.keyboard.press('Escape');
      await inEnglish(page);
      await page.reload();
      await page.getByRole('button', { name: /^Needs a person: \d/ }).click();
      const english = page.getByRole('dialog', { name: 'Needs a person' });
      const card = english.getByRole('region').last();
      await card.getByText('Double booking: the time was sold online').waitFor();
      await expectSound(page);
      const staffs = card.getByRole('listitem').filter({ hasText: 'booked here' });
      await staffs.getByRole('button', { name: /^Cancel:/ }).click();
      await staffs.getByLabel('The clinic cancels').check();
      await staffs.getByRole('button', { name: 'Cancel the time' }).click();
      await english.getByRole('status').getByText('The case is solved.').waitFor();
      const { date, chairId } = published;
      const visits = await demo.book.bookings(date, date, chairId);
      const live = visits.filter(({ status }) => status !== 'cancelled');
      expect(live.map(({ source }) => source)).toEqual(['online']);
    },
    LONG_MS,
  );
});

interface Focusable {
  matches(selectors: string): boolean;
}

/** Presses Tab until what is wanted has the focus. */
const tabTo = async (page: Page, wanted: Locator): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element: Focusable) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not get there');
};

describe('the three kinds of time', () => {
  it('are told in the window of a new visit, as its time changes', async () => {
    const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
    const published = await publish(demo, where);
    const near = { chair: 'Malmö stol 2', practitioner: 'Amir' };
    const hour = await nearHour(demo, near);
    const nearBy = await publish(demo, { clinic: 'Malmö', ...near, ...hour });
    const book = await anna();
    await book.open(dayOf(published));
    await book.rightDrag(dayOf(published), '08:00', '08:30');
    await book.choose('Lägg till bokning', /^Undersökning/);
    const dialog = book.page.getByRole('dialog', { name: 'Ny bokning' });
    await dialog.getByText('Tid som e-tidboken får sälja: den tillfrågas först.').waitFor();
    await expectSound(book.page);
    await handbookPicture(book.page, 'synken-tre-sorters-tid');
    await dialog.getByLabel('Tid', { exact: true }).fill('13:00');
    await dialog.getByLabel('Antal minuter').focus();
    await dialog.getByText('Klinikens egen tid: bokas direkt.').waitFor();
    await book.page.keyboard.press('Escape');
    await book.open(dayOf(nearBy));
    await book.rightDrag(dayOf(nearBy), hour.from, hour.to);
    await book.choose('Lägg till bokning', /^Undersökning/);
    await dialog.getByText('Nära tid: kliniken bestämmer själv.', { exact: false }).waitFor();
  });

  it('are told while a visit is carried, by keys and by mouse, before it is let go', async () => {
    const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
    const published = await publish(demo, where);
    const { chairId, practitionerId, templateId, date } = published;
    const booked = await demo.book.book({
      ...{ resourceId: chairId, practitionerId, templateId, minutes: 30, override: true },
      ...{ start: at(date, '10:00'), patient: newPatient() },
    });
    expect(booked.status, JSON.stringify(booked.body)).toBe(201);
    const book = await anna();
    const { page } = book;
    await book.open(dayOf(published));
    const visit = page.locator(`[data-booking="${booked.body.id}"]`);
    await visit.focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText('egen tid', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await visit.focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('e-tidboken tillfrågas', { exact: true }).waitFor();
    await page.getByText(/e-tidboken tillfrågas\. Enter lägger den här/).waitFor();
    await handbookPicture(page, 'synken-flytta-fjarr');
    await page.keyboard.press('Escape');
    const box = await visit.boundingBox();
    if (box === null) throw new Error('the visit is not shown');
    const grasp = { x: box.x + box.width / 2, y: box.y + 6 };
    await page.mouse.move(grasp.x, grasp.y);
    await page.mouse.down();
    // Up by its own height: half an hour earlier, whatever the time unit of who works here.
    await page.mouse.move(grasp.x, grasp.y - box.height, { steps: 6 });
    await page.getByText('e-tidboken tillfrågas', { exact: true }).waitFor();
    await page.mouse.up();
    await book.booking(/09:30–10:00/).waitFor();
    const left = (await timesOf(demo, published)).map(({ start }) => start.slice(11, 16));
    expect(left).toContain('08:00');
    expect(left).not.toContain('09:30');
  });
});

describe('the day sheet in the book', () => {
  it('holds online bookings until somebody has opened them or ticked them off', async () => {
    const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
    const published = await publish(demo, where);
    const [first, second] = await timesOf(demo, published);
    const { templateId, clinicId, chairId: resourceId } = published;
    const sell = async (start = ''): Promise<string> => {
      // A name that no other file's patient has: theirs may stand on the sheet too.
      const letters = randomUUID().replaceAll(/[^a-f]/g, '');
      const patient = { ...newPatient(), familyName: `Blad${letters}` };
      const sale = { templateId, start, resourceId, patient };
      expect((await demo.site.book(clinicId, sale)).status).toBe(201);
      return `${patient.givenName} ${patient.familyName}`;
    };
    const [opens, ticks] = [await sell(first?.start), await sell(second?.start)];
    const book = await anna();
    const { page } = book;
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await page.goto(`${demo.stack.bookUrl}/dagblad`);
    await row(opens).waitFor();
    await row(ticks).waitFor();
    await expectSound(page);
    await handbookPicture(page, 'synken-dagblad-i-tidboken');
    await book.open(dayOf(published));
    await book.booking(new RegExp(opens)).click();
    await page.getByRole('dialog').waitFor();
    await waitUntil(async () => !(await unseen()).includes(opens), {
      what: 'the visit to be seen',
    });
    await page.goto(`${demo.stack.bookUrl}/dagblad`);
    await row(ticks).waitFor();
    expect(await row(opens).count()).toBe(0);
    await page.setViewportSize(PHONE);
    await expectSound(page);
    await page.getByRole('button', { name: 'Allt på bladet är sett' }).click();
    await page.getByText('Alla e-bokningar är sedda.').waitFor();
  });

  const unseen = async (): Promise<string[]> => {
    const { body } = await demo.book.get<{ unseen: { patient: { name: string } }[] }>('/day-sheet');
    return body.unseen.map(({ patient }) => patient.name);
  };
});
