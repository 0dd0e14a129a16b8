import { writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { Random } from '@tidbok/sim/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient } from '../api/demo.ts';
import { dateAfter, onTheClock, today } from '../api/local-time.ts';
import { SiteApi, type SiteTime } from '../api/site-api.ts';
import { BookPage } from '../browser/book-page.ts';
import { openBrowser, visitor } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader, typeDetails } from '../browser/site-reader.ts';
import { FaultProxy } from '../chaos/fault-proxy.ts';
import { freePorts } from '../stack/free-ports.ts';
import { without } from '../stack/outage.ts';
import {
  newDataFolder,
  readRunNote,
  removeData,
  stackAt,
  startStack,
  stopStack,
  type Stack,
} from '../stack/stack.ts';
import { waitUntil } from '../stack/wait-until.ts';

const HOUR_MS = 3_600_000;
const ALARM_MS = 360_000;
const LONG_MS = 240_000;
const ANNA = { signInName: 'anna', password: 'vinter i lund 2026' };

let stack: Stack;
let browser: Browser;
let site: SiteApi;
/** What counts as now, moved by hand. */
let now = Date.now();
const farDate = dateAfter(today(), 35);

const setNow = async (at: number): Promise<void> => {
  now = at;
  await writeFile(stack.nowFile ?? '', new Date(at).toISOString());
};

beforeAll(async () => {
  const [book = 0, sitePort = 0, client = 0] = await freePorts(3);
  const folder = await newDataFolder();
  const ports = { book, site: sitePort, client };
  stack = { ...stackAt(folder, ports), nowFile: `${folder}/now` };
  await setNow(now);
  await startStack(stack);
  browser = await openBrowser();
  site = new SiteApi(stack.siteUrl);
}, LONG_MS);

afterAll(async () => {
  await browser?.close();
  await stopStack(stack);
  await removeData(stack);
}, LONG_MS);

/** The times of Olle's, some weeks ahead, as a patient on a phone sees them. */
const toTimes = async (): Promise<Page> => {
  const context = await reader(browser, { language: 'sv', size: 'phone', script: true });
  const page = await context.newPage();
  await page.goto(stack.siteUrl);
  await page.getByRole('link', { name: 'Olle Ohlsson' }).click();
  await page
    .getByRole('link', { name: /^Undersökning 30/ })
    .first()
    .click();
  await page.waitForURL(/\/tid\?/);
  const url = new URL(page.url());
  url.searchParams.set('date', farDate);
  await page.goto(url.href);
  return page;
};

/** The book as the receptionist has it open all day. */
const toBook = async (): Promise<BookPage> => {
  const context = await visitor(browser, { javaScript: true });
  const book = new BookPage(await context.newPage(), stack.bookUrl);
  await book.signIn(ANNA);
  return book;
};

const clinicAndTemplate = async () => {
  const clinics = await site.clinics();
  const clinic = clinics.find(({ practitioners }) =>
    practitioners.some(({ name }) => name.includes('Olle')),
  );
  const olle = clinic?.practitioners.find(({ name }) => name.includes('Olle'));
  const templates = await site.templates(clinic?.id ?? '');
  const template = templates.find(({ name }) => name === 'Undersökning');
  return {
    clinicId: clinic?.id ?? '',
    practitionerId: olle?.id ?? '',
    templateId: template?.id ?? '',
  };
};

const weekOfTimes = async () => {
  const who = await clinicAndTemplate();
  const answer = await site.askTimes({ ...who, from: farDate, to: dateAfter(farDate, 6) });
  expect(answer.status).toBe(200);
  return { ...who, body: answer.body };
};

const sell = async (time: SiteTime | undefined) => {
  const { clinicId, templateId } = await clinicAndTemplate();
  const { start = '', resourceId = '' } = time ?? {};
  return site.book(clinicId, { templateId, start, resourceId, patient: newPatient() });
};

const inDatabase = async <Row extends object>(
  side: 'book' | 'site',
  text: string,
  values: unknown[] = [],
): Promise<Row[]> => {
  const { bookDatabaseUrl, siteDatabaseUrl } = await readRunNote(stack);
  const client = new Client({
    connectionString: side === 'book' ? bookDatabaseUrl : siteDatabaseUrl,
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
};

const soldAtSite = async (): Promise<number> =>
  (await inDatabase('site', `select from booking where patient_key is not null`)).length;

const expectInBook = (bookingId: string): Promise<void> =>
  waitUntil(
    async () =>
      (await inDatabase('book', 'select from booking where id = $1', [bookingId])).length === 1,
    { what: 'the visit to be in the book', withinMs: 60_000 },
  );

/** Six minutes, then an hour: the book says calmly since when, what works, and what to print. */
const alarmIsRaised = async ({ page }: BookPage, heard: string): Promise<void> => {
  const alarm = page.getByRole('status', { name: 'Kontakten med e-tidboken' });
  const since = `sedan .* kl\\. ${heard.replace(':', '.')}\\.`;
  await setNow(now + ALARM_MS);
  await alarm.getByText(new RegExp(since)).waitFor({ timeout: 60_000 });
  await alarm.getByText('Tidboken fungerar som vanligt.', { exact: false }).waitFor();
  expect(await alarm.getByRole('link').count()).toBe(0);
  await setNow(now + HOUR_MS - ALARM_MS);
  const sheet = alarm.getByRole('link', { name: 'Öppna dagbladet' });
  await sheet.waitFor({ timeout: 60_000 });
  await expectSound(page);
  await handbookPicture(page, 'synken-larm');
  await sheet.click();
  await page.getByRole('heading', { name: 'Tid som kan ha sålts på nätet sedan dess' }).waitFor();
  await expectSound(page);
  await handbookPicture(page, 'synken-dagblad-utan-kontakt');
  await page.setViewportSize({ width: 360, height: 640 });
  await expectSound(page);
  await handbookPicture(page, 'synken-larm-telefon');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByRole('link', { name: 'Till tidboken' }).click();
  await page.locator('[data-booking]').first().waitFor();
};

describe('the clinic’s computer is off for an hour', () => {
  it(
    'patients see how old the times are and book as usual; staff see since when there is no contact',
    async () => {
      const book = await toBook();
      await book.page.getByText(/E-tidbok ansluten/).waitFor();
      const fresh = await toTimes();
      await fresh.getByText(/^Tiderna hämtades .*\.$/).waitFor();
      const heard = onTheClock(now).time;
      const sold = await without(stack, 'online-client', async () => {
        await alarmIsRaised(book, heard);
        const page = await toTimes();
        const notice = page.getByRole('status').filter({ hasText: 'har inte hörts av' });
        await notice.waitFor();
        expect(await notice.textContent()).toContain(`kl. ${heard.replace(':', '.')}`);
        await expectSound(page);
        await handbookPicture(page, 'synken-kliniken-tyst');
        await book.page
          .getByText(`E-tidbok utan kontakt sedan ${heard}`)
          .waitFor({ timeout: 60_000 });
        await handbookPicture(book.page, 'synken-utan-kontakt');
        const { body } = await weekOfTimes();
        expect(body).toMatchObject({ age: 'clinic-silent' });
        const answer = await sell(body.items[0]);
        expect(answer.body.status, JSON.stringify(answer.body)).toBe('confirmed');
        return answer.body;
      });
      await expectInBook(sold.bookingId);
      await book.page.getByText(/E-tidbok ansluten/).waitFor({ timeout: 60_000 });
    },
    LONG_MS,
  );
});

describe('the site’s database is off for an hour', () => {
  it(
    'patients may look at the times, are told the truth when they book, and book once in the end',
    async () => {
      const page = await toTimes();
      const before = await soldAtSite();
      await page.locator('button[name="time"]').nth(1).click();
      await page.waitForURL(/\/uppgifter\?/);
      const patient = newPatient();
      await typeDetails(page, patient);
      await page.locator('main form#carried button').last().click();
      await page.waitForURL(/\/bekrafta\?/);
      await without(stack, 'site-database', async () => {
        await setNow(now + HOUR_MS);
        const looking = await toTimes();
        await looking.getByText(/tillfälligt avbrott/).waitFor();
        await looking.locator('button[name="time"]').first().waitFor();
        await expectSound(looking);
        await handbookPicture(looking, 'synken-sajtens-databas');
        await page.getByRole('button', { name: 'Boka tiden' }).click();
        await page.getByRole('heading', { name: 'Bokningen är inte klar än' }).waitFor();
        expect(await page.textContent('main')).toContain(patient.familyName);
        await expectSound(page);
        await handbookPicture(page, 'synken-inte-klar');
        const book = await toBook();
        await book.page.locator('[data-booking]').first().waitFor();
      });
      await page.getByRole('button', { name: 'Boka tiden' }).click();
      await page.waitForURL(/\/klart\//, { timeout: 30_000 });
      const bookingId = /\/klart\/([^?]+)/.exec(page.url())?.[1] ?? '';
      expect(await soldAtSite()).toBe(before + 1);
      await expectInBook(bookingId);
    },
    LONG_MS,
  );
});

describe('the line between clinic and site breaks every second', () => {
  it(
    'patients book without noticing, staff see only whether there is contact, nothing is lost',
    async () => {
      const [port = 0] = await freePorts(1);
      const line = new FaultProxy([Number(new URL(stack.siteUrl).port)], new Random(1));
      await line.listen(port);
      try {
        await inDatabase('book', 'update practice_sync set site_url = $1', [
          `http://127.0.0.1:${String(port)}`,
        ]);
        const book = await toBook();
        let isDown = false;
        const flapping = setInterval(() => {
          isDown = !isDown;
          line.set({ refuses: isDown });
          if (isDown) line.tear();
        }, 1_000);
        const sold: string[] = [];
        const seen: (string | null)[] = [];
        for (let round = 0; round < 4; round += 1) {
          const page = await toTimes();
          expect(await page.title()).not.toMatch(/fel|avbrott/i);
          const { body } = await weekOfTimes();
          const answer = await sell(body.items.at(-1));
          expect(answer.status, JSON.stringify(answer.body)).toBe(201);
          sold.push(answer.body.bookingId);
          seen.push(await book.page.getByText(/^E-tidbok (ansluten|utan)/).textContent());
          await page.context().close();
        }
        clearInterval(flapping);
        line.set({});
        for (const text of seen) expect(text).toMatch(/ansluten|utan kontakt sedan \d\d:\d\d/);
        for (const id of sold) await expectInBook(id);
        await book.page.getByText(/E-tidbok ansluten/).waitFor({ timeout: 60_000 });
      } finally {
        await line.close();
      }
    },
    LONG_MS,
  );
});
