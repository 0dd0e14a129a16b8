import { DEMO_USERS } from '@tidbok/cli/demo';
import type { Browser, Locator, Page } from 'playwright-core';
import { BookPage } from './book-page.ts';
import { visitor } from './chromium.ts';

/** The settings as staff use them: by role and label. */
export class SettingsPage {
  readonly page: Page;
  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  static async open(
    browser: Browser,
    who: { readonly bookUrl: string; readonly as: string; readonly width?: number },
  ): Promise<SettingsPage> {
    const login = DEMO_USERS.find(({ signInName }) => signInName === who.as);
    if (login === undefined) throw new Error(`the demo has no user ${who.as}`);
    const size = who.width === undefined ? {} : { width: who.width, height: 640 };
    const context = await visitor(browser, { javaScript: true, ...size });
    const page = await context.newPage();
    await new BookPage(page, who.bookUrl).signIn(login);
    return new SettingsPage(page, who.bookUrl);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.#url}/installningar/${path}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
    await this.page
      .locator('.all li')
      .first()
      .or(this.page.getByLabel('Vems behörigheter'))
      .waitFor();
  }

  /** A line of the list on the left. */
  line(name: string | RegExp): Locator {
    const list = this.page.getByRole('region').getByRole('listitem');
    return list.getByRole('button', { name }).first();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async save(): Promise<void> {
    await this.press('Spara');
    await this.page.getByText('Sparat').first().waitFor();
    await this.page.getByText('Ändringarna är inte sparade.').waitFor({ state: 'detached' });
  }
}
