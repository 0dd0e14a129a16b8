import type { Browser, Locator, Page } from 'playwright-core';
import { seated } from './staff.ts';

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
    const { bookUrl, as, width } = who;
    const size = width === undefined ? {} : { width, height: 640 };
    const { page } = await seated(browser, { bookUrl, as, ...size });
    return new SettingsPage(page, bookUrl);
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
