import { AxeBuilder } from '@axe-core/playwright';
import { DEMO_USERS } from '@tidbok/cli/demo';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { BookPage } from './book-page.ts';
import { visitor, type Visitor } from './chromium.ts';

/** A login of the demo. */
const loginOf = (name: string) => {
  const user = DEMO_USERS.find(({ signInName }) => signInName === name);
  if (user === undefined) throw new Error(`the demo has no user ${name}`);
  return user;
};

interface Sitting extends Partial<Visitor> {
  readonly bookUrl: string;
  /** The sign-in name of a demo login. */
  readonly as: string;
}

/** Somebody of the staff at a computer of their own, signed in. */
export const seated = async (
  browser: Browser,
  { bookUrl, as, ...seen }: Sitting,
): Promise<BookPage> => {
  const context = await visitor(browser, { javaScript: true, ...seen });
  const book = new BookPage(await context.newPage(), bookUrl);
  await book.signIn(loginOf(as));
  return book;
};

const violationsIn = async (page: Page, rules?: readonly string[]): Promise<unknown[]> => {
  // Of what is sound axe need not write down every element: on a full day that is most of its work.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
};

/** Nothing that axe finds wrong. */
export const expectNoBarrier = async (page: Page): Promise<void> => {
  expect(await violationsIn(page)).toEqual([]);
};

/** What the colours of the night can make wrong that was right by day. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Nothing that axe finds wrong by day, nor in the colours of the night. */
export const expectNoBarrierDayAndNight = async (page: Page): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoBarrier(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsIn(page, RULES_OF_COLOUR)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
};
