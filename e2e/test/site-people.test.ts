import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, type Demo } from '../api/demo.ts';
import { openBrowser } from '../browser/chromium.ts';
import { hasFocus, tabTo } from '../browser/keys.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import {
  DETAIL_FIELDS,
  expectSound,
  reader,
  typeDetails,
  type Reader,
} from '../browser/site-reader.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** Many steps, each looked at closely. */
const SLOWLY = { timeout: 120_000 };

/** From the first step to the receipt with Tab, Enter and letters: no mouse, no focus by force. */
const bookByKeyboard = async (page: Page): Promise<void> => {
  const press = async (name: RegExp, to: RegExp): Promise<void> => {
    await tabTo(page, page.getByRole('link', { name }).or(page.getByRole('button', { name })));
    await page.keyboard.press('Enter');
    await page.waitForURL(to);
  };
  await page.goto(demo.stack.siteUrl);
  await page.keyboard.press('Tab');
  expect(await hasFocus(page.locator('.skip'))).toBe(true);
  await page.keyboard.press('Enter');
  await press(/^Maria Lindqvist/, /\/behandling\?/);
  await press(/^Undersökning 30/, /\/tid\?/);
  await press(/^Nästa vecka$/, /week=/);
  await press(/^Nästa vecka$/, /week=/);
  await tabTo(page, page.locator('form.week button[name="time"]').first());
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/uppgifter\?/);
  const patient = newPatient();
  for (const field of DETAIL_FIELDS) {
    await tabTo(page, page.locator(`#${field}`));
    await page.keyboard.type(patient[field]);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/bekrafta\?/);
  await press(/^Boka tiden$/, /\/klart\//);
  await page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
};

describe.each([true, false])('whoever uses no mouse, script %s', (script) => {
  it('books from the first step to the receipt by keyboard alone', SLOWLY, async () => {
    const context = await reader(browser, { language: 'sv', size: 'desk', script });
    await bookByKeyboard(await context.newPage());
    await context.close();
  });

  it('books by keyboard alone with the page at 400 %', SLOWLY, async () => {
    const context = await reader(browser, { language: 'sv', size: 'zoom 400 %', script });
    await bookByKeyboard(await context.newPage());
    await context.close();
  });
});

/** By mouse or finger, with something to do at each step. */
const bookAndLook = async (page: Page, look: (step: string) => Promise<void>): Promise<void> => {
  await page.goto(demo.stack.siteUrl);
  await look('clinic');
  await page.getByRole('link', { name: 'Sara Nyström' }).click();
  await look('treatment');
  await page.locator('main li a').first().click();
  await page.waitForURL(/\/tid\?/);
  await page.getByRole('link', { name: 'Nästa vecka' }).click();
  await page.waitForURL(/week=/);
  await look('time');
  await page.locator('button[name="time"]').first().click();
  await page.waitForURL(/\/uppgifter\?/);
  await look('details');
  await page.locator('form#carried .look-primary').click();
  await page.getByRole('alert').waitFor();
  await look('errors');
  const patient = newPatient();
  await typeDetails(page, patient);
  await page.locator('form#carried .look-primary').click();
  await page.waitForURL(/\/bekrafta\?/);
  await look('confirm');
};

describe('whoever needs the page otherwise', () => {
  it.each([true, false])(
    'at 400 %: nothing is cut off or runs out, script %s',
    SLOWLY,
    async (script) => {
      const context = await reader(browser, { language: 'sv', size: 'zoom 400 %', script });
      const page = await context.newPage();
      await bookAndLook(page, async (step) => {
        await expectSound(page);
        if (script && step === 'time') await handbookPicture(page, 'sajten-400-tid');
      });
      await context.close();
    },
  );

  it(
    'in colours of their own: what is wrong, and what is to press, still shows',
    SLOWLY,
    async () => {
      const who: Reader = { language: 'sv', size: 'phone', script: true };
      const context = await reader(browser, who);
      const page = await context.newPage();
      await page.emulateMedia({ forcedColors: 'active' });
      await bookAndLook(page, async (step) => {
        await expectSound(page);
        const edgeless = await page.evaluate<string[]>(`
        [...document.querySelectorAll('main .look-primary, main .look-card, main .time')]
          .filter((element) => parseFloat(getComputedStyle(element).borderTopWidth) < 1)
          .map((element) => element.outerHTML.slice(0, 80))`);
        expect(edgeless).toEqual([]);
        // Where a surface is filled, its words keep the colour that is read on it.
        const plated = await page.evaluate<string[]>(`
        [...document.querySelectorAll('.look-primary, .chosen, .mark, .skip')]
          .filter((element) => getComputedStyle(element).forcedColorAdjust !== 'none')
          .map((element) => element.outerHTML.slice(0, 80))`);
        expect(plated).toEqual([]);
        if (step === 'time') await handbookPicture(page, 'sajten-egna-farger');
        if (step === 'errors') {
          expect(await page.locator('.field .error').count()).toBe(DETAIL_FIELDS.length);
        }
      });
      await context.close();
    },
  );

  it('without motion: nothing moves', async () => {
    const context = await reader(browser, { language: 'sv', size: 'phone', script: true });
    const page = await context.newPage();
    await bookAndLook(page, async () => {
      const moving = await page.evaluate<string[]>(`
        [...document.querySelectorAll('*')]
          .filter((element) => {
            const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
            const moves = transitionDuration.split(', ').some((time) => parseFloat(time) > 0.001);
            return moves || animationName !== 'none' || scrollBehavior === 'smooth';
          })
          .map((element) => element.outerHTML.slice(0, 80))`);
      expect(moving).toEqual([]);
    });
    await context.close();
  });

  it('with large fingers: everything to press is large enough', async () => {
    const context = await reader(browser, { language: 'sv', size: 'phone', script: true });
    const page = await context.newPage();
    await bookAndLook(page, async () => {
      // Links in running text may be smaller (WCAG 2.2, 2.5.8).
      const small = await page.evaluate<string[]>(`
        [...document.querySelectorAll('main button, summary, main label, main input, .ways .go')]
          .filter((element) => {
            if (element.matches('[type=radio], [type=checkbox], label:not(:has(input))')) return false;
            const { width, height } = element.getBoundingClientRect();
            return width > 1 && (width < 44 || height < 44);
          })
          .map((element) => element.outerHTML.slice(0, 80))`);
      expect(small).toEqual([]);
    });
    await context.close();
  });
});
