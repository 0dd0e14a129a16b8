import { join } from 'node:path';
import { spareIdentityNumbers } from '@tidbok/cli/demo';
import { instant, type BookingId, type ClinicId, type PracticeId } from '@tidbok/core';
import { zoneOf } from '@tidbok/service/clinic';
import { changeLinkPath, readSiteSecrets } from '@tidbok/service/site';
import { dateWords } from '@tidbok/text';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StaffBooking } from '../api/book-api.ts';
import { newPatient, openDemo, ownDay, publish, timesOf, type Demo } from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader, type Reader } from '../browser/site-reader.ts';
import { without } from '../stack/outage.ts';

interface PracticeCard {
  readonly id: PracticeId;
  readonly zoneId: string;
  readonly limits: object;
  readonly patients: object;
}

let demo: Demo;
let browser: Browser;
let usual: PracticeCard;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  usual = expecting(200, await demo.book.get<PracticeCard>('/practice'));
});

afterEach(() => settings({}));

afterAll(async () => {
  await browser?.close();
});

/** The practice's settings as they were, but for these. */
async function settings(change: { readonly limits?: object; readonly patients?: object }) {
  const limits = { ...usual.limits, ...change.limits };
  const patients = { ...usual.patients, ...change.patients };
  expecting(200, await demo.book.send('PUT', '/practice', { ...usual, limits, patients }));
}

/** What book and site have to tell each other first. */
const PATIENCE = { timeout: 10_000 };

const readers: readonly Reader[] = [
  { language: 'sv', size: 'phone', script: true },
  { language: 'sv', size: 'desk', script: false },
];
const [PHONE, DESK] = readers as readonly [Reader, Reader];

async function logIn(page: Page): Promise<void> {
  await page.goto(`${demo.stack.siteUrl}/mina-tider`);
  await page.getByRole('link', { name: 'Logga in med e-legitimation' }).click();
  await page.getByRole('button', { name: 'Logga in som Prov Nykund' }).click();
  await page.getByRole('heading', { name: 'Mina tider' }).waitFor();
}

/** `tisdag 2 mars kl. 09.00`: what a visit is called. */
const named = (start: string): string =>
  dateWords('sv', zoneOf(usual.zoneId).id).moment(instant(Date.parse(start)));

/** Reception books for Prov Nykund, on a day of its own with nothing on the internet. */
async function clinicBooks(): Promise<StaffBooking> {
  const chair = { chair: 'Stol 1', practitioner: 'Maria' };
  const date = await ownDay(demo, chair);
  const place = {
    resourceId: demo.chairId(chair.chair),
    practitionerId: demo.practitionerId(chair.practitioner),
  };
  const [start, end] = [at(date, '09:00'), at(date, '12:00')];
  await demo.book.insertShift({ ...place, start, end });
  const number = spareIdentityNumbers()[0] ?? '';
  const booked = await demo.book.book({
    ...place,
    start: at(date, '10:00'),
    templateId: demo.templateId('Undersökning'),
    patient: {
      givenName: 'Prov',
      familyName: 'Nykund',
      personalIdentityNumber: number,
      email: 'prov@example.se',
      mobile: '0701740605',
    },
  });
  return expecting(201, booked);
}

describe.each(readers)('what the clinic has booked, $size, script $script', (who) => {
  it('is seen, given up, and then ended in the book', { timeout: 120_000 }, async () => {
    const visit = await clinicBooks();
    const context = await reader(browser, who);
    const page = await context.newPage();
    await logIn(page);
    const shown = page.getByRole('article', { name: named(visit.start) });
    await shown.getByText('Bokad av kliniken').waitFor();
    await expectSound(page);
    await handbookPicture(page, `sajten-klinikens-tid-${who.size}`);

    await shown.getByRole('link', { name: 'Avboka' }).click();
    await page.getByRole('button', { name: 'Avboka tiden' }).click();
    await page.getByRole('heading', { name: 'Tiden är avbokad' }).waitFor();

    const stateOf = async () => {
      const date = visit.start.slice(0, 10);
      const all = await demo.book.bookings(date, date);
      return all.find(({ id }) => id === visit.id)?.status;
    };
    await expect.poll(stateOf, PATIENCE).toBe('cancelled');
    await context.close();
  });
});

describe('while the clinic is out of reach', () => {
  it('the page shows what was booked online and says so', { timeout: 120_000 }, async () => {
    const context = await reader(browser, PHONE);
    const page = await context.newPage();
    await logIn(page);
    await without(demo.stack, 'online-client', async () => {
      await page.reload();
      await page.getByText('Just nu syns bara tider som är bokade på nätet').waitFor();
      await expectSound(page);
    });
    await context.close();
  });
});

describe('the clinic’s limit', () => {
  it(
    'is told by the clock before one books, and holds afterwards',
    { timeout: 120_000 },
    async () => {
      await settings({ limits: { changeDeadline: { type: 'weekday-before', at: 720 } } });
      const published = await publish(demo, {
        ...{ chair: 'Stol 1', practitioner: 'Maria', from: '09:00', to: '10:00' },
      });
      const [first] = await timesOf(demo, published);
      if (first === undefined) throw new Error('nothing is offered');
      const context = await reader(browser, DESK);
      const page = await context.newPage();
      await logIn(page);
      const query = new URLSearchParams({
        clinic: published.clinicId,
        practitioner: published.practitionerId,
        template: published.templateId,
        start: `${new Date(first.start).toISOString().slice(0, 16)}Z`,
        resource: published.chairId,
        with: published.practitionerId,
      });
      const told = page.getByText(/Du kan .* till och med .* kl\. 12\.00\./);
      await expect
        .poll(async () => {
          await page.goto(`${demo.stack.siteUrl}/uppgifter?${query.toString()}`);
          return told.count();
        }, PATIENCE)
        .toBe(1);
      await page.getByLabel('E-postadress').fill('prov@example.se');
      await page.getByLabel('Mobiltelefonnummer').fill('070-174 06 05');
      await page.getByRole('button', { name: 'Granska bokningen' }).click();
      await told.waitFor();
      await expectSound(page);
      await page.getByRole('button', { name: 'Boka tiden' }).click();
      await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();

      // The clinic makes its limit longer than the visit is away: now it is too late.
      await settings({ limits: { changeDeadline: { type: 'hours', hours: 8_000 } } });
      const mine = page.getByRole('article', { name: named(first.start) });
      await expect
        .poll(async () => {
          await page.goto(`${demo.stack.siteUrl}/mina-tider`);
          return mine.getByText('Ändras av kliniken').count();
        }, PATIENCE)
        .toBe(1);
      expect(await mine.getByRole('link', { name: 'Avboka' }).count()).toBe(0);
      await context.close();
    },
  );
});

describe.each(readers)('without e-ID, $size, script $script', (who) => {
  it('a link opens one visit, once, with the date of birth', { timeout: 120_000 }, async () => {
    await settings({ patients: { changeByLink: true } });
    const published = await publish(demo, {
      ...{ chair: 'Stol 2', practitioner: 'Maria', from: '09:00', to: '10:00' },
    });
    const [first] = await timesOf(demo, published);
    if (first === undefined) throw new Error('nothing is offered');
    const patient = newPatient();
    const booked = await demo.site.book(published.clinicId, {
      ...{ templateId: published.templateId, start: first.start, resourceId: published.chairId },
      patient,
    });
    const { bookingId } = expecting(201, booked);
    const secrets = await readSiteSecrets(join(demo.stack.dataFolder, 'secrets'));
    const path = changeLinkPath(secrets, {
      practiceId: usual.id,
      clinicId: published.clinicId as ClinicId,
      bookingId: bookingId as BookingId,
    });

    const context = await reader(browser, who);
    const page = await context.newPage();
    await page.goto(`${demo.stack.siteUrl}${path}`);
    await expectSound(page);
    const birth = page.getByLabel('Födelsedatum');
    await birth.fill('1900-01-01');
    await page.getByRole('button', { name: 'Visa tiden' }).click();
    await page.getByRole('alert').getByText('hör inte ihop').waitFor();
    await expectSound(page);
    await birth.fill(patient.personalIdentityNumber.slice(0, 8));
    await page.getByRole('button', { name: 'Visa tiden' }).click();
    await page.getByRole('article', { name: named(first.start) }).waitFor();
    await expectSound(page);
    await handbookPicture(page, `sajten-min-tid-${who.size}`);

    await page.getByRole('link', { name: 'Omboka' }).click();
    const nearest = page.locator('section', { hasText: 'Närmast din nuvarande tid' });
    await nearest.getByRole('button').first().click();
    await page.getByText('Du ombokar.').waitFor();
    await page.getByLabel('Förnamn').fill(patient.givenName);
    await page.getByLabel('Efternamn').fill(patient.familyName);
    await page.getByLabel('Personnummer').fill(patient.personalIdentityNumber);
    await page.getByLabel('E-postadress').fill('prov@example.se');
    await page.getByLabel('Mobiltelefonnummer').fill('070-174 06 05');
    await page.getByRole('button', { name: 'Granska bokningen' }).click();
    await page.getByRole('button', { name: 'Boka tiden' }).click();
    await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();

    await page.goto(`${demo.stack.siteUrl}${path}`);
    await page.getByLabel('Födelsedatum').fill(patient.personalIdentityNumber.slice(0, 8));
    await page.getByRole('button', { name: 'Visa tiden' }).click();
    await page.getByRole('alert').getByText('hör inte ihop').waitFor();
    await context.close();
  });
});

describe('for a child', () => {
  it(
    'the guardian’s name is asked for, and stands with the visit',
    { timeout: 60_000 },
    async () => {
      const published = await publish(demo, {
        ...{ chair: 'Stol 2', practitioner: 'Maria', from: '09:00', to: '10:00' },
      });
      const child = spareIdentityNumbers().find((number) => number.startsWith('202'));
      if (child === undefined) throw new Error('no child among the spare numbers');
      const context = await reader(browser, PHONE);
      const page = await context.newPage();
      const [first] = await timesOf(demo, published);
      if (first === undefined) throw new Error('nothing is offered');
      const query = new URLSearchParams({
        clinic: published.clinicId,
        practitioner: published.practitionerId,
        template: published.templateId,
        start: `${new Date(first.start).toISOString().slice(0, 16)}Z`,
        resource: published.chairId,
        with: published.practitionerId,
      });
      await page.goto(`${demo.stack.siteUrl}/uppgifter?${query.toString()}`);
      expect(await page.getByLabel('Vårdnadshavarens namn').count()).toBe(0);
      await page.getByLabel('Förnamn').fill('Lill');
      await page.getByLabel('Efternamn').fill('Webb');
      await page.getByLabel('Personnummer').fill(`${child.slice(0, 8)}-${child.slice(8)}`);
      await page.getByLabel('E-postadress').fill('prov@example.se');
      await page.getByLabel('Mobiltelefonnummer').fill('070-174 06 05');
      await page.getByRole('button', { name: 'Granska bokningen' }).click();
      await page.getByRole('alert').getByText('Barnet är under 13 år', { exact: false }).waitFor();
      await expectSound(page);
      await handbookPicture(page, 'sajten-vardnadshavare-phone');
      await page.getByLabel('Vårdnadshavarens namn').fill('Åsa Webb');
      await page.getByRole('button', { name: 'Granska bokningen' }).click();
      await page.getByText('Åsa Webb').waitFor();
      await page.getByRole('button', { name: 'Boka tiden' }).click();
      await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
      const bookText = async () => {
        const all = await demo.book.bookings(published.date, published.date);
        return all.map((each) => ('bookText' in each ? each.bookText : ''));
      };
      await expect
        .poll(async () => (await bookText()).join(' '), PATIENCE)
        .toContain('Vårdnadshavare: Åsa Webb.');
      await context.close();
    },
  );
});
