import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PatientDetails } from '../api/site-api.ts';

/** The screens that people have. */
const SIZES = {
  phone: { width: 360, height: 640 },
  desk: { width: 1366, height: 768 },
  'zoom 400 %': { width: 320, height: 256 },
} as const;

export const LANGUAGES = {
  sv: { locale: 'sv-SE', book: 'Boka tiden', done: 'Din tid är bokad' },
  en: { locale: 'en-GB', book: 'Book the time', done: 'Your visit is booked' },
} as const;

export interface Reader {
  readonly language: keyof typeof LANGUAGES;
  readonly size: keyof typeof SIZES;
  readonly script: boolean;
  readonly dark?: boolean;
}

/** Those who read without scripts. */
const scriptless = new WeakMap<BrowserContext, Reader>();

/** A patient of their own, as they read. */
export async function reader(browser: Browser, who: Reader): Promise<BrowserContext> {
  const { language, size, script, dark = false } = who;
  const context = await browser.newContext({
    locale: LANGUAGES[language].locale,
    timezoneId: 'Europe/Stockholm',
    viewport: SIZES[size],
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  if (!script) scriptless.set(context, who);
  return context;
}

/** Nothing wrong that axe can see, nothing wider than the screen. */
export async function expectSound(page: Page): Promise<void> {
  const audited = await withScript(page);
  const { violations } = await new AxeBuilder({ page: audited }).analyze();
  if (audited !== page) await audited.context().close();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  const tooWide = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(tooWide).toBeLessThanOrEqual(0);
}

/**
 * axe is itself a script: a page for a reader without is shown, as it stands, in a window with
 * scripts, but without the site's own.
 */
async function withScript(page: Page): Promise<Page> {
  const who = scriptless.get(page.context());
  if (who === undefined) return page;
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page stands in no browser');
  const shown = await reader(browser, { ...who, script: true });
  const copy = await shown.newPage();
  const body = (await page.content()).replace(/<script[^>]*><\/script>/gu, '');
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html', body }));
  await copy.goto(page.url());
  return copy;
}

/** The fields of the fourth step that every patient fills in, in their order. */
export const DETAIL_FIELDS = [
  'givenName',
  'familyName',
  'personalIdentityNumber',
  'email',
  'mobile',
] as const;

/** Fills in the fourth step, on the page or in a frame of it. */
export async function typeDetails(
  page: { readonly locator: (selector: string) => Locator },
  patient: PatientDetails,
): Promise<void> {
  for (const field of DETAIL_FIELDS) await page.locator(`#${field}`).fill(patient[field]);
}
