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

/** Nothing that axe finds wrong. */
export const expectNoBarrier = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
};
