import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient } from '../api/demo.ts';
import { weigh } from '../api/wire-size.ts';
import { openBrowser } from '../browser/chromium.ts';
import { siteSteps, type SiteSteps } from '../browser/site-steps.ts';
import { reader } from '../browser/site-reader.ts';
import { sharedStack } from '../stack/environment.ts';

const KILOBYTE = 1000;
/** For one step, compressed as it travels. */
const MOST_SCRIPT = 35 * KILOBYTE;
const MOST_PAGE = 20 * KILOBYTE;

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
    const fields = [
      'givenName',
      'familyName',
      'personalIdentityNumber',
      'email',
      'mobile',
    ] as const;
    for (const field of fields) await page.locator(`#${field}`).fill(patient[field]);
    await page.getByRole('button', { name: 'Granska bokningen' }).click();
    await page.getByRole('heading', { name: 'Stämmer allt?' }).waitFor();
    expect(await scriptOfStep()).toBeLessThan(MOST_SCRIPT);
    const origins = new Set(loaded.map((each) => new URL(each.url()).origin));
    expect([...origins]).toEqual([new URL(sharedStack().siteUrl).origin]);
    await context.close();
  });
});
