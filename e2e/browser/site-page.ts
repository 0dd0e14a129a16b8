import type { Locator, Page } from 'playwright-core';
import type { PatientDetails } from '../api/site-api.ts';

export interface Wish {
  readonly clinicId: string;
  readonly practitioner: string;
  readonly template: string;
  readonly date: string;
}

const LABELS: readonly (readonly [label: string, field: keyof PatientDetails])[] = [
  ['Förnamn', 'givenName'],
  ['Efternamn', 'familyName'],
  ['Personnummer', 'personalIdentityNumber'],
  ['E-postadress', 'email'],
  ['Mobiltelefonnummer', 'mobile'],
];

/** The booking site as a patient uses it, with or without JavaScript. */
export class SitePage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, siteUrl: string) {
    this.page = page;
    this.#url = siteUrl;
  }

  /** Once something is typed, the ways between the steps are buttons; before that, links. */
  way(name: string | RegExp): Locator {
    return this.page
      .getByRole('link', { name })
      .or(this.page.getByRole('button', { name }))
      .first();
  }

  /** The first two steps, and the week of the wished day. */
  async openTimes({ clinicId, practitioner, template, date }: Wish): Promise<void> {
    await this.page.goto(this.#url);
    const clinic = this.page.locator('section', { has: this.page.locator(`#clinic-${clinicId}`) });
    await clinic.getByRole('link', { name: practitioner }).click();
    await this.way(new RegExp(`^${template}`)).click();
    await this.page.waitForURL(/\/tid\?/);
    const url = new URL(this.page.url());
    url.searchParams.set('date', date);
    await this.page.goto(url.href);
  }

  /** Every start that this page offers on a day, `HH:MM`. */
  async startsOn(date: string): Promise<string[]> {
    const values = await this.page
      .locator('button[name="time"]')
      .evaluateAll((buttons: { getAttribute(name: string): string | null }[]) =>
        buttons.map((button) => button.getAttribute('value') ?? ''),
      );
    return values
      .map((value) => value.split(' ')[0] ?? '')
      .map((start) => new Date(start).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }))
      .filter((start) => start.startsWith(date))
      .map((start) => start.slice(11, 16))
      .sort();
  }

  async pick(date: string, time: string): Promise<void> {
    const buttons = this.page.locator('button[name="time"]');
    for (const button of await buttons.all()) {
      const [start = ''] = ((await button.getAttribute('value')) ?? '').split(' ');
      const local = new Date(start).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' });
      if (local.startsWith(`${date} ${time}`)) {
        await button.click();
        await this.page.waitForURL(/\/uppgifter\?/);
        return;
      }
    }
    throw new Error(`the page does not offer ${date} ${time}`);
  }

  async giveDetails(patient: PatientDetails): Promise<void> {
    for (const [label, field] of LABELS) {
      await this.page.getByLabel(label, { exact: false }).first().fill(patient[field]);
    }
    await this.page.getByRole('button', { name: 'Granska bokningen' }).click();
    await this.page.getByRole('heading', { name: 'Stämmer allt?' }).waitFor();
  }

  /** Confirms, and waits for the receipt. */
  async confirm(): Promise<void> {
    await this.page.getByRole('button', { name: 'Boka tiden' }).click();
    await this.page.getByRole('heading', { name: 'Din tid är bokad' }).waitFor();
  }
}
