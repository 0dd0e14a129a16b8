import { isLocalDate, isoWeek } from '@tidbok/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Named } from '../api/book-api.ts';
import { openDemo, type Demo } from '../api/demo.ts';
import { dateAfter, today } from '../api/local-time.ts';
import { expecting } from '../api/http.ts';
import { openBrowser } from '../browser/chromium.ts';
import { expectSound, reader } from '../browser/site-reader.ts';
import { waitUntil } from '../stack/wait-until.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

interface List extends Named {
  readonly ids: readonly string[];
}

const at = (path: string, chosen: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams({ clinic: demo.clinicId('Lundatandläkarna'), ...chosen });
  return `${demo.stack.siteUrl}${path}?${query.toString()}`;
};

/** The treatments that the second step shows, in its order. */
const shownTreatments = async (page: Page, practitioner: string): Promise<string[]> => {
  await page.goto(at('/behandling', { practitioner }));
  return page.locator('main li strong').allInnerTexts();
};

/** `December vecka 51`, whatever the months are called that the week lies in. */
const weekOf = (date: string): RegExp => {
  if (!isLocalDate(date)) throw new Error(date);
  return new RegExp(`^\\p{Lu}[\\p{L}\\d– ]+ vecka ${String(isoWeek(date).week)}$`, 'u');
};

/** Names that stand in the same order in both. */
const inOrderOf = (names: readonly string[], order: readonly string[]): string[] =>
  order.filter((name) => names.includes(name));

const readers = (['phone', 'desk'] as const).flatMap((size) =>
  [true, false].map((script) => ({ language: 'sv' as const, size, script })),
);

describe.each(readers)('what there is to choose, $size, script $script', (who) => {
  const newPage = async (): Promise<Page> => (await reader(browser, who)).newPage();

  it('each clinic with its own people, and anyone of them', async () => {
    const page = await newPage();
    await page.goto(demo.stack.siteUrl);
    for (const { id, name, practitioners } of await demo.site.clinics()) {
      const clinic = page.locator('section', { has: page.locator(`#clinic-${id}`) });
      await clinic.getByRole('heading', { name }).waitFor();
      const cards = await clinic.locator('li strong').allInnerTexts();
      expect(cards).toEqual(['Vem som helst', ...practitioners.map((each) => each.name)]);
    }
    await page.context().close();
  });

  it('the treatments of the list in force, in its order; with anyone those of all', async () => {
    const page = await newPage();
    const lists = await demo.book.items<List>('/lists');
    const templates = await demo.book.items<Named>('/booking-templates');
    const namesOf = (list: string): string[] =>
      (lists.find(({ name }) => name === list)?.ids ?? []).map(
        (id) => templates.find((template) => template.id === id)?.name ?? '',
      );
    const ofOlle = await shownTreatments(page, demo.practitionerId('Olle'));
    const ofMaria = await shownTreatments(page, demo.practitionerId('Maria'));
    const ofAnyone = await shownTreatments(page, 'any');
    expect(ofOlle.length).toBeGreaterThan(0);
    expect(ofOlle).toEqual(inOrderOf(ofOlle, namesOf('E-tidbok Olle Ohlsson')));
    expect(ofMaria).toEqual(inOrderOf(ofMaria, namesOf('E-tidbok Lund')));
    expect(ofOlle).not.toEqual(ofMaria);
    expect([...ofOlle, ...ofMaria].filter((name) => !ofAnyone.includes(name))).toEqual([]);
    await page.context().close();
  });

  it('a time with anyone is with somebody whose own list has the treatment', async () => {
    const page = await newPage();
    const [clinic] = (await demo.site.clinics()).filter(({ name }) => name.includes('Lund'));
    if (clinic === undefined) throw new Error('the clinic is not on the site');
    for (const template of await demo.site.templates(clinic.id)) {
      const day = dateAfter(today(), 35);
      await page.goto(at('/tid', { practitioner: 'any', template: template.id, date: day }));
      const values = await page
        .locator('form.week button[name="time"]')
        .evaluateAll((buttons: { getAttribute(name: string): string | null }[]) =>
          buttons.map((button) => button.getAttribute('value') ?? ''),
        );
      const people = new Set(values.map((value) => value.split(' ')[2] ?? ''));
      for (const practitionerId of people) {
        const url = `${demo.stack.siteUrl}/api/v1/clinics/${clinic.id}/templates`;
        const answer = await fetch(`${url}?practitionerId=${practitionerId}`);
        const { items } = (await answer.json()) as { items: Named[] };
        expect(items.map(({ id }) => id)).toContain(template.id);
      }
    }
    await page.context().close();
  });

  it('a week of times by its month and number, by date, back and forth', async () => {
    const page = await newPage();
    const chosen = {
      practitioner: demo.practitionerId('Olle'),
      template: demo.templateId('Undersökning'),
    };
    const day = dateAfter(today(), 35);
    await page.goto(at('/tid', { ...chosen, date: day }));
    await page.getByRole('heading', { name: weekOf(day) }).waitFor();
    await page.getByRole('link', { name: 'Föregående vecka' }).click();
    await page.getByRole('heading', { name: weekOf(dateAfter(day, -7)) }).waitFor();
    await page.locator('summary', { hasText: 'Gå till datum' }).click();
    await page.getByLabel('Datum').fill(dateAfter(day, 21));
    await page.getByRole('button', { name: 'Visa veckan' }).click();
    await page.getByRole('heading', { name: weekOf(dateAfter(day, 21)) }).waitFor();
    await page.getByRole('link', { name: 'Nästa vecka' }).click();
    await page.getByRole('heading', { name: weekOf(dateAfter(day, 28)) }).waitFor();

    await page.goto(at('/tid', { ...chosen, date: '2020-02-03' }));
    await page.getByText('Det datumet har redan varit.').waitFor();
    await page.goto(at('/tid', { ...chosen, date: dateAfter(today(), 200) }));
    await page.getByRole('heading', { name: /Det finns inga lediga tider/ }).waitFor();
    await page.getByText(/Första lediga tid är \p{L}+dag \d+ \p{L}+ kl\. \d\d\.\d\d/u).waitFor();
    await page.locator('form.first button[name="time"]').waitFor();
    await expectSound(page);
    await page.context().close();
  });
});

interface Clinic extends Named {
  readonly organisationId: string;
  readonly companyId: string;
}

/** One clinic more, like the demo's first; gives its id. */
const openClinic = async (town: string): Promise<string> => {
  const [like] = await demo.book.items<Clinic>('/clinics');
  if (like === undefined) throw new Error('the demo has no clinic');
  const { organisationId, companyId } = like;
  const address = { street: 'Provgatan 1', postalCode: '123 45', town };
  const card = { organisationId, companyId, name: `Provkliniken i ${town}`, address };
  const rest = { phone: '010-00 00 00', openingText: '', takesPartOnline: true };
  return expecting(201, await demo.book.send<Named>('POST', '/clinics', { ...card, ...rest })).id;
};

const areOnSite = async (clinics: readonly string[]): Promise<boolean> => {
  const ids = (await demo.site.clinics()).map(({ id }) => id);
  return clinics.every((id) => ids.includes(id));
};

describe('many clinics', () => {
  it.each([true, false])('are found by name, town and person, script %s', async (script) => {
    const made: string[] = [];
    try {
      for (const town of ['Ystad', 'Kalmar', 'Visby']) made.push(await openClinic(town));
      await waitUntil(() => areOnSite(made), { what: 'the clinics to stand on the site' });
      const context = await reader(browser, { language: 'sv', size: 'phone', script });
      const page = await context.newPage();
      await page.goto(demo.stack.siteUrl);
      const find = async (words: string): Promise<string[]> => {
        await page.getByLabel('Sök klinik, ort eller behandlare').fill(words);
        await page.getByRole('button', { name: 'Sök', exact: true }).click();
        await page
          .getByRole('status')
          .getByText(/klinik/)
          .first()
          .waitFor();
        return page.locator('main section h2').allInnerTexts();
      };
      expect(await find('ystad')).toEqual(['Provkliniken i Ystad']);
      expect(await find('haddad')).toEqual(['Lundatandläkarna']);
      expect((await find('provkliniken')).length).toBe(3);
      await expectSound(page);
      expect(await find('finns ingenstans')).toEqual([]);
      await page.getByRole('link', { name: 'Visa alla kliniker' }).click();
      expect(await page.locator('main section h2').count()).toBe(5);
      await context.close();
    } finally {
      for (const id of made) await demo.book.send('DELETE', `/clinics/${id}`);
    }
  });
});
