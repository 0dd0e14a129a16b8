import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemoOn, publish, timesOf, type Demo } from '../api/demo.ts';
import { ask } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { ADMIN, ClientPage } from '../browser/client-page.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { freePorts } from '../stack/free-ports.ts';
import { startNextClient } from '../stack/next-version.ts';
import { createToken, operateIn } from '../stack/operator.ts';
import { without } from '../stack/outage.ts';
import {
  environmentOf,
  newDataFolder,
  removeData,
  stackAt,
  startStack,
  stopStack,
  type Stack,
} from '../stack/stack.ts';
import { waitUntil } from '../stack/wait-until.ts';

/** A stack of its own: it leaves the site and comes back. */
const LONG_MS = 240_000;
const STEP_MS = 60_000;

let stack: Stack;
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  const [book = 0, site = 0, client = 0] = await freePorts(3);
  stack = stackAt(await newDataFolder(), { book, site, client });
  await startStack(stack);
  demo = await openDemoOn(stack, await createToken(stack, 'admin'));
  browser = await openBrowser();
}, LONG_MS);

afterAll(async () => {
  await browser?.close();
  await stopStack(stack);
  await removeData(stack);
}, LONG_MS);

interface Status {
  readonly paired: boolean;
  readonly connected: boolean;
  readonly waitingOut: number;
  readonly waitingIn: number;
  readonly version: string;
}

const status = async (): Promise<Status | null> => {
  const answer = await ask<Status>(`${stack.clientUrl}/api/v1/status`).catch(() => null);
  return answer?.status === 200 ? answer.body : null;
};

const inStep = (version?: string): Promise<void> =>
  waitUntil(
    async () => {
      const now = await status();
      const isRight = version === undefined || now?.version === version;
      return isRight && now?.connected === true && now.waitingOut === 0 && now.waitingIn === 0;
    },
    { what: 'book and site to be in step', withinMs: STEP_MS },
  );

describe('an update of the Online Client (E6)', () => {
  it(
    'loses nothing: what waits in either direction when the old version is killed, the new one brings over',
    async () => {
      const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
      const published = await publish(demo, where);
      const { clinicId, chairId, practitionerId, templateId, date } = published;
      const times = await timesOf(demo, published);
      const sold: string[] = [];
      await without(stack, 'online-client', async () => {
        for (const { start, resourceId } of times.slice(0, 2)) {
          const sale = { templateId, start, resourceId, patient: newPatient() };
          const answer = await demo.site.book(clinicId, sale);
          expect(answer.status, JSON.stringify(answer.body)).toBe(201);
          sold.push(answer.body.bookingId);
        }
        const later = { start: at(date, '13:00'), end: at(date, '15:00') };
        await demo.book.insertShift({ resourceId: chairId, practitionerId, ...later });
        const kind = demo.kindId('E-tid US/Röntgen');
        await demo.book.placePreblock({ preblockKindId: kind, resourceId: chairId, ...later });

        const next = await startNextClient(stack);
        try {
          await inStep(next.version);
          const shown = await ClientPage.open(browser, stack.clientUrl, { javaScript: false });
          await shown.goTo('/');
          await shown.page.getByText(next.version, { exact: true }).waitFor();
          await handbookPicture(shown.page, 'synken-ny-version');
          const visits = await demo.book.bookings(date, date, chairId);
          expect(visits.map(({ id }) => id).sort()).toEqual(sold.sort());
          const offered = (await timesOf(demo, published)).map(({ start }) => start);
          expect(offered.some((start) => start.includes('T13:00'))).toBe(true);
        } finally {
          await next.stop();
        }
      });
      await inStep();
      const again = await demo.book.bookings(date, date, chairId);
      expect(again.map(({ id }) => id).sort()).toEqual(sold.sort());
    },
    LONG_MS,
  );
});

describe('pairing by the Online Client’s page (E1)', () => {
  const pairing = async (): Promise<ClientPage> => {
    const shown = await ClientPage.open(browser, stack.clientUrl, { javaScript: false });
    await shown.signIn(ADMIN);
    await shown.goTo('/pairing');
    return shown;
  };
  const inBook = async (): Promise<string[]> => {
    const { date, chairId } = await published();
    return (await demo.book.bookings(date, date, chairId)).map(({ id }) => id);
  };
  let known: Awaited<ReturnType<typeof publish>> | undefined;
  let sold = '';
  const published = async () => {
    const where = { chair: 'Stol 2', practitioner: 'Maria', from: '08:00', to: '10:00' };
    known ??= await publish(demo, where);
    return known;
  };

  it(
    'is left only with a tick: the site then shows no times, and the book keeps its visits',
    async () => {
      const offered = await published();
      const [first] = await timesOf(demo, offered);
      const { templateId, clinicId, chairId: resourceId } = offered;
      const sale = { templateId, start: first?.start ?? '', resourceId, patient: newPatient() };
      const answer = await demo.site.book(clinicId, sale);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      sold = answer.body.bookingId;
      await waitUntil(async () => (await inBook()).includes(sold), {
        what: 'the visit in the book',
      });
      const { page } = await pairing();
      await page.getByText('finns på den här datorn och lämnar den aldrig').waitFor();
      await page.getByRole('button', { name: 'Koppla från' }).click();
      await page.getByRole('alert').getByText('Kryssa i rutan').waitFor();
      await page.getByLabel('Ja, ta bort klinikens tider från nätet').check();
      await page.getByRole('button', { name: 'Koppla från' }).click();
      await page
        .getByRole('status')
        .getByText('Tiderna tas nu tillbaka', { exact: false })
        .waitFor();
      await waitUntil(async () => (await status())?.paired === false, {
        what: 'the practice to have left',
        withinMs: STEP_MS,
      });
      await page.reload();
      await page.getByText('Praktiken är inte parkopplad.', { exact: false }).waitFor();
      await handbookPicture(page, 'synken-franskild');
      expect(await timesOf(demo, offered).catch(() => [])).toEqual([]);
      expect(await inBook()).toContain(sold);
    },
    LONG_MS,
  );

  it(
    'refuses a code that is none and keeps what was typed, then pairs by a right one',
    async () => {
      const { page } = await pairing();
      await page.getByLabel('Bokningssidans adress').fill(stack.siteUrl);
      await page.getByLabel('Engångskod').fill('ABCD-EFGH-JKLM');
      await page.getByRole('button', { name: 'Parkoppla', exact: true }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByLabel('Bokningssidans adress').inputValue()).toBe(stack.siteUrl);
      await handbookPicture(page, 'synken-fel-kod');
      const { code } = await operateIn<{ code: string }>(environmentOf(stack), [
        ...['pairing-code', 'create', '--practice', 'Tandläkargruppen'],
      ]);
      await page.getByLabel('Engångskod').fill(code);
      await page.getByRole('button', { name: 'Parkoppla', exact: true }).click();
      await page.getByRole('status').getByText('Praktiken är parkopplad.').waitFor();
      await inStep();
      const offered = await published();
      await waitUntil(async () => (await timesOf(demo, offered)).length > 0, {
        what: 'the times to stand on the site again',
        withinMs: STEP_MS,
      });
      expect(await inBook()).toContain(sold);
      await page.getByLabel('Engångskod').fill(code);
      await page.getByRole('button', { name: 'Parkoppla', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
    LONG_MS,
  );
});
