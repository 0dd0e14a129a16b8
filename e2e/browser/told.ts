import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * What a screen reader is told of the page, line by line: roles, names and states out of the
 * browser's accessibility tree. Addresses are left out.
 */
export const toldBy = async (page: Page): Promise<readonly string[]> =>
  (await page.locator('body').ariaSnapshot())
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) => !line.startsWith('/url:'));

/** Each of these is told, in this order; other things may be told in between. */
export const expectTold = async (
  page: Page,
  wanted: readonly (string | RegExp)[],
): Promise<void> => {
  const lines = await toldBy(page);
  const fits = (line: string, what: string | RegExp): boolean =>
    typeof what === 'string' ? line === what : what.test(line);
  let from = 0;
  for (const what of wanted) {
    const at = lines.findIndex((line, index) => index >= from && fits(line, what));
    expect(at, `${String(what)} is told, in its place, in\n${lines.join('\n')}`).not.toBe(-1);
    from = at + 1;
  }
};
