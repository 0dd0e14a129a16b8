import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { visitor } from './chromium.ts';
import type { Login } from './book-page.ts';

export const ADMIN: Login = { signInName: 'admin', password: 'nyckel till huset 2026' };
export const RECEPTION: Login = { signInName: 'anna', password: 'vinter i lund 2026' };

/** The Online Client's own pages as somebody at the clinic's computer uses them. */
export class ClientPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.context = page.context();
    this.#url = url;
  }

  static async open(
    browser: Browser,
    clientUrl: string,
    who: { readonly width?: number; readonly height?: number; readonly javaScript?: boolean } = {},
  ): Promise<ClientPage> {
    const context = await visitor(browser, { javaScript: true, ...who });
    return new ClientPage(await context.newPage(), clientUrl);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  async signIn({ signInName, password }: Login): Promise<void> {
    await this.goTo('/sign-in');
    await this.page.getByLabel('Användarnamn').fill(signInName);
    await this.page.getByLabel('Lösenord').fill(password);
    await this.page.locator('main').getByRole('button', { name: 'Logga in' }).click();
    await this.page.getByRole('button', { name: 'Logga ut' }).waitFor();
  }

  /** No barrier that a machine can find, and nothing that runs out of the window sideways. */
  async expectSound(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const overflow = await this.page
      .locator('html')
      .evaluate((root: { scrollWidth: number; clientWidth: number }) =>
        Math.max(0, root.scrollWidth - root.clientWidth),
      );
    expect(overflow).toBe(0);
  }
}
