import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish } from '../api/demo.ts';
import { dateAfter, emptyDay } from '../api/local-time.ts';
import { weigh } from '../api/wire-size.ts';
import { openBrowser } from '../browser/chromium.ts';
import { siteSteps, type SiteSteps } from '../browser/site-steps.ts';
import { reader, typeDetails } from '../browser/site-reader.ts';
import { sharedStack } from '../stack/environment.ts';

const KILOBYTE = 1000;
/** For one step, compressed as it travels. */
const MOST_SCRIPT = 35 * KILOBYTE;
const MOST_PAGE = 20 * KILOBYTE;

/** Later than the days that other tests take for themselves. */
const LATE = 65;
const PEOPLE = [
  ['Olle', 'Stol 1'],
  ['Maria', 'Stol 2'],
  ['Amir', 'Stol 3'],
] as const;
/** Half an hour from eight to five, every half hour, five days: 90 at the least. */
const LEAST_TIMES = 90;

const mondayAfter = (date: string): string => {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return dateAfter(date, (8 - weekday) % 7 || 7);
};

let steps: SiteSteps;
let browser: Browser;

beforeAll(async () => {
  [steps, browser] = await Promise.all([siteSteps(sharedStack().siteUrl), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
});

describe('the weight of the site', () => {
  it.each(['clinic', 'treatment', 'time', 'details'] as const)(
    'a page travels compressed and is small: %s',
    async (step) => {
      const { status, bytes, headers } = await weigh(steps[step]);
      expect(status).toBe(200);
      expect(headers['content-encoding']).toMatch(/^(gzip|br)$/);
      expect(bytes).toBeLessThan(MOST_PAGE);
    },
  );

  it('a full week of three people, eight to five, is small too', async () => {
    const demo = await openDemo();
    const monday = mondayAfter(emptyDay(LATE));
    for (const date of [0, 1, 2, 3, 4].map((days) => dateAfter(monday, days))) {
      for (const [practitioner, chair] of PEOPLE) {
        await publish(demo, { chair, practitioner, date, from: '08:00', to: '17:00' });
      }
    }
    const chosen = {
      clinic: demo.clinicId('Lund'),
      practitioner: 'any',
      template: demo.templateId('Undersökning'),
      date: monday,
    };
    const url = `${sharedStack().siteUrl}/tid?${new URLSearchParams(chosen).toString()}`;
    const page = await (await fetch(url)).text();
    expect(page.match(/name="time"/g)?.length).toBeGreaterThanOrEqual(LEAST_TIMES);
    expect((await weigh(url)).bytes).toBeLessThan(MOST_PAGE);
  }, 120_000);

  it('no step loads much script, nor anything from elsewhere', async () => {
    const context = await reader(browser, { language: 'sv', size: 'phone', script: true });
    const page = await context.newPage();
    const loaded: Response[] = [];
    page.on('response', (response) => loaded.push(response));
    const scriptOfStep = async (): Promise<number> => {
      await page.waitForLoadState('networkidle');
      const scripts = loaded.filter((each) => each.request().resourceType() === 'script');
      expect(scripts.length).toBeGreaterThan(0);
      const sizes = await Promise.all(scripts.map(async (each) => (await weigh(each.url())).bytes));
      return sizes.reduce((all, bytes) => all + bytes, 0);
    };
    for (const step of ['clinic', 'treatment', 'time', 'details'] as const) {
      loaded.length = 0;
      await page.goto(steps[step]);
      expect(await scriptOfStep()).toBeLessThan(MOST_SCRIPT);
    }
    loaded.length = 0;
    const patient = newPatient();
    await typeDetails(page, patient);
    await page.getByRole('button', { name: 'Granska bokningen' }).click();
    await page.getByRole('heading', { name: 'Stämmer allt?' }).waitFor();
    expect(await scriptOfStep()).toBeLessThan(MOST_SCRIPT);
    const origins = new Set(loaded.map((each) => new URL(each.url()).origin));
    expect([...origins]).toEqual([new URL(sharedStack().siteUrl).origin]);
    await context.close();
  });
});
