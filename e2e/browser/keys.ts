import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More stops than any page has. */
const MOST_STOPS = 160;

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));

/** Goes on by Tab until this has the focus, and sees that every stop on the way can be seen. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if ((await target.count()) > 0 && (await hasFocus(target.first()))) return;
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate<string | null>(`(() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      const seen = at === document.body || (shown && box.width > 0 && box.height > 0);
      return seen ? null : at.outerHTML.slice(0, 120);
    })()`);
    expect(hidden, 'what has the focus is seen to have it').toBeNull();
  }
  throw new Error(`Tab never comes to ${target.toString()}`);
};

/** Goes down an open menu by arrows to each name in turn, into its submenu, and takes the last. */
export const takeFromMenu = async (
  page: Page,
  ...names: readonly (string | RegExp)[]
): Promise<void> => {
  for (const [depth, name] of names.entries()) {
    const item = page.getByRole('menuitem', { name }).first();
    await item.waitFor();
    // An open menu takes the focus itself; a key pressed before that is lost.
    await page.locator('[role=menuitem]:focus').first().waitFor();
    for (let stops = 0; stops < MOST_STOPS && !(await hasFocus(item)); stops += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press(depth === names.length - 1 ? 'Enter' : 'ArrowRight');
  }
};
