import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemoOn, publish, timesOf, type Demo } from '../api/demo.ts';
import { ask } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { ClientPage } from '../browser/client-page.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { freePorts } from '../stack/free-ports.ts';
import { startNextClient } from '../stack/next-version.ts';
import { createToken } from '../stack/operator.ts';
import { without } from '../stack/outage.ts';
import {
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
