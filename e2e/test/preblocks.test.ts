import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { clearWeeks, farMonday } from '../api/far-weeks.ts';
import { expecting } from '../api/http.ts';
import { at, dateAfter } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
let page: Page;
let book: BookPage;

const signIn = async (as: string): Promise<void> => {
  book = await seated(browser, { bookUrl: demo.stack.bookUrl, as });
  ({ page } = book);
};

beforeAll(async () => {
  demo = await openDemo();
  await clearWeeks(demo, 16, 12);
  browser = await openBrowser();
  await signIn('anna');
});

afterAll(async () => {
  await browser?.close();
});

const toast = (words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Meddelanden' }).getByText(words).last();

interface KindHere {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** Of that name: an earlier run on the same stack may have left it. */
const newKind = async (kind: KindHere): Promise<string> => {
  const known = await demo.book.items<{ id: string; name: string }>('/preblock-kinds');
  const same = known.find(({ name }) => name === kind.name);
  if (same !== undefined) return same.id;
  const plain = {
    text: '',
    code: '',
    colour: '#5c6670',
    validFor: 'resources',
    practitionerId: null,
    minimumAmount: null,
    categories: null,
    expiresDaysBefore: null,
    bypass: true,
  };
  const saved = await demo.book.send<{ id: string }>('POST', '/preblock-kinds', {
    ...plain,
    ...kind,
  });
  return expecting(201, saved).id;
};

type Hours = readonly [from: string, to: string];

const place = (preblockKindId: string, day: ChairDay, [from, to]: Hours) =>
  demo.book.placePreblock({
    preblockKindId,
    resourceId: day.chairId,
    start: at(day.date, from),
    end: at(day.date, to),
  });

const chairDay = (chair: string, date: string): ChairDay => ({
  clinicId: demo.clinicId('Lund'),
  chairId: demo.chairId(chair),
  date,
});

const shift = (day: ChairDay, who: string, [from, to]: Hours) =>
  demo.book.insertShift({
    resourceId: day.chairId,
    practitionerId: demo.practitionerId(who),
    start: at(day.date, from),
    end: at(day.date, to),
  });

const preblocksOf = (chairId: string, from: string, to = from) =>
  demo.book.items<{ id: string; name: string; date: string; fromMinute: number; toMinute: number }>(
    `/preblocks?from=${from}&to=${to}&resourceId=${chairId}`,
  );

const menuOf = async (preblock: Locator): Promise<void> => {
  await preblock.locator('[data-preblock-name]').focus();
  await page.keyboard.press('Shift+F10');
};

describe('booking over a preblock (B2)', () => {
  const date = farMonday(16);
  const surgery = (): Promise<string> => categoryOf('Kirurgi');
  const cases = [
    { type: 'standard', name: 'Standard', says: null },
    { type: 'recall', name: 'Revision', says: /tar bara emot revisioner/ },
    { type: 'patient-free', name: 'Patientfri', says: /är patientfri tid/ },
    { type: 'amount', name: 'Belopp', says: /kräver ett högre belopp/ },
    { type: 'treatment', name: 'Behandling', says: /tar inte emot den behandlingskategorin/ },
    { type: 'internet', name: 'Internet', says: /tar inte emot den behandlingskategorin/ },
  ].flatMap((each) => [
    { ...each, bypass: true, answer: each.says === null ? 'books' : 'warns and lets through' },
    { ...each, bypass: false, answer: each.says === null ? 'books' : 'refuses' },
  ]);
  let day: ChairDay;

  async function categoryOf(name: string): Promise<string> {
    const all = await demo.book.items<{ id: string; name: string }>('/treatment-categories');
    return all.find((each) => each.name === name)?.id ?? '';
  }

  beforeAll(async () => {
    day = chairDay('Stol 1', date);
    await shift(day, 'Maria', ['08:00', '20:00']);
    const categories = { mode: 'allow', ids: [await surgery()] };
    for (const [index, { type, name, bypass }] of cases.entries()) {
      const kind = {
        name: `Prov ${name} ${bypass ? 'Ja' : 'Nej'}`,
        type,
        bypass,
        minimumAmount: type === 'amount' ? 50_000 : null,
        categories: type === 'treatment' || type === 'internet' ? categories : null,
      };
      const hour = String(8 + index).padStart(2, '0');
      await place(await newKind(kind), day, [`${hour}:00`, `${hour}:45`]);
    }
  });

  it.each(cases)('of type $name, bypass $bypass: $answer', async (tested) => {
    const { name, bypass, says } = tested;
    const hour = String(8 + cases.indexOf(tested)).padStart(2, '0');
    const kindName = `Prov ${name} ${bypass ? 'Ja' : 'Nej'}`;
    await book.open(day);
    await book.rightDrag(day, `${hour}:00`, `${hour}:30`);
    await book.choose('Lägg till bokning', /^Undersökning/);
    const dialog = page.getByRole('dialog', { name: 'Ny bokning' });
    await dialog.getByLabel('Sök patient').fill('An');
    await dialog.getByRole('listbox').getByRole('option').first().click();
    await dialog.getByLabel('Antal minuter').fill('30');
    await dialog.getByRole('button', { name: 'Boka', exact: true }).click();
    const anyway = dialog.getByRole('button', { name: 'Boka ändå' });
    if (says === null) {
      await book.booking(new RegExp(`${hour}:00–${hour}:30`)).waitFor();
      return;
    }
    const alert = dialog.getByRole('alert').filter({ hasText: kindName });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(says);
    expect(await anyway.count()).toBe(bypass ? 1 : 0);
    if (!bypass) return;
    if (name === 'Patientfri') await handbookPicture(page, 'kringga-ja');
    await anyway.click();
    await book.booking(new RegExp(`${hour}:00–${hour}:30`)).click();
    const details = page.getByRole('dialog');
    await details.getByText('Bokad trots', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('a placed preblock', () => {
  const date = farMonday(19);
  let day: ChairDay;

  beforeAll(async () => {
    day = chairDay('Stol 2', date);
    await shift(day, 'Olle', ['08:00', '16:00']);
    await place(demo.kindId('E-tid US/Röntgen'), day, ['08:00', '10:00']);
  });

  it('is repeated weekly until a date, after showing what that publishes (U2)', async () => {
    await book.open(day);
    await menuOf(page.locator('[data-preblock]').first());
    await page.getByRole('menuitem', { name: 'Repetera' }).click();
    const dialog = page.getByRole('dialog', { name: /^Repetera/ });
    await dialog.getByLabel('Varje vecka').check();
    await dialog.getByLabel('Till och med').fill(dateAfter(date, 28));
    await dialog.getByRole('button', { name: 'Visa vad som händer' }).click();
    await dialog.getByText(/^Publicerar 0 tider/).waitFor();
    await dialog
      .getByText(/utanför arbetsschemat/)
      .first()
      .waitFor();
    await handbookPicture(page, 'repetera-preblock');
    await expectNoBarrier(page);
    await dialog.getByRole('button', { name: 'Repetera', exact: true }).click();
    await toast('4 preblock är inlagda.').waitFor();
    expect(await preblocksOf(day.chairId, date, dateAfter(date, 28))).toHaveLength(5);
  });

  it('loses its repetition: one, this and following, all; each with an undo', async () => {
    const scopes = [
      ['Bara det här', 4],
      ['Hela repeteringen', 0],
      ['Det här och alla följande', 0],
    ] as const;
    for (const [scope, left] of scopes) {
      await book.open(day);
      await menuOf(page.locator('[data-preblock]').first());
      await page.getByRole('menuitem', { name: 'Ta bort repetering' }).click();
      const dialog = page.getByRole('dialog', { name: /^Ta bort repeteringen/ });
      await dialog.getByLabel(scope).check();
      await dialog.getByText(/drar tillbaka \d+/).waitFor();
      await dialog.getByRole('button', { name: 'Ta bort' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await preblocksOf(day.chairId, date, dateAfter(date, 28))).toHaveLength(left);
      await page.getByRole('button', { name: 'Ångra' }).last().click();
      await toast('Ångrat.').waitFor();
    }
    expect(await preblocksOf(day.chairId, date, dateAfter(date, 28))).toHaveLength(5);
  });

  it('is moved, resized and made another kind by a form, with an undo', async () => {
    await book.open(day);
    await menuOf(page.locator('[data-preblock]').first());
    await page.getByRole('menuitem', { name: 'Ändra' }).click();
    const dialog = page.getByRole('dialog', { name: /^Ändra/ });
    await dialog.getByLabel('Preblock').selectOption('Akut tid');
    await dialog.getByLabel('Från').fill('10:00');
    await dialog.getByLabel('Till', { exact: true }).fill('11:30');
    await handbookPicture(page, 'andra-preblock');
    await dialog.getByRole('button', { name: 'Spara' }).click();
    await dialog.waitFor({ state: 'detached' });
    const changed = { name: 'Akut tid', fromMinute: 600, toMinute: 690 };
    expect(await preblocksOf(day.chairId, date)).toMatchObject([changed]);
    await page.getByRole('button', { name: 'Ångra' }).last().click();
    await toast('Ångrat.').waitFor();
    const back = { name: 'E-tid US/Röntgen', fromMinute: 480, toMinute: 600 };
    expect(await preblocksOf(day.chairId, date)).toMatchObject([back]);
  });

  it('outside the schedule stands with a warning (S1)', async () => {
    await book.open(day);
    await book.rightDrag(day, '16:05', '16:50');
    await book.choose('Lägg till preblock', 'Akut tid');
    await toast(/utanför arbetsschemat/).waitFor();
  });

  it('of a kind with a code is placed only with its code; a personal kind only in its own book', async () => {
    await book.open(day);
    await book.rightDrag(day, '11:00', '12:00');
    await book.choose('Lägg till preblock', 'Olles handledning');
    const dialog = page.getByRole('dialog', { name: /kräver en kod/ });
    await dialog.getByLabel('Kod').fill('9999');
    await dialog.getByRole('button', { name: 'Lägg till' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Kod').fill('1234');
    await dialog.getByRole('button', { name: 'Lägg till' }).click();
    await dialog.waitFor({ state: 'detached' });
    const marias = chairDay('Stol 3', date);
    await shift(marias, 'Maria', ['08:00', '12:00']);
    const elsewhere = await demo.book.send('POST', '/preblocks', {
      preblockKindId: demo.kindId('Olles handledning'),
      resourceId: marias.chairId,
      start: at(date, '08:00'),
      end: at(date, '09:00'),
      code: '1234',
    });
    expect(elsewhere.body).toMatchObject({ code: 'kind-is-personal' });
  });

  it('that nobody can book online in says so as it is placed, and how to mend it (T2)', async () => {
    const kindId = await newKind({
      name: 'E-tid utan mall',
      type: 'internet',
      categories: {
        mode: 'allow',
        ids: [await implants()],
      },
    });
    await addToLists(kindId);
    await book.open(day);
    await book.rightDrag(day, '13:00', '14:00');
    await book.choose('Lägg till preblock', 'E-tid utan mall');
    const dialog = page.getByRole('dialog', { name: 'Syns inte på bokningssidan' });
    await dialog.getByText(/har en behandlingskategori som preblocket tillåter/).waitFor();
    await handbookPicture(page, 'syns-inte-pa-bokningssidan');
    await expectNoBarrier(page);
    await dialog.getByRole('link', { name: 'Ändra vad preblocket tillåter' }).click();
    await page
      .getByRole('heading', { name: /Preblock/ })
      .first()
      .waitFor();
  });

  /** The lists of preblocks in force hold the kind from now on (L3). */
  async function addToLists(kindId: string): Promise<void> {
    const lists = await demo.book.items<{ id: string; kind: string; ids: readonly string[] }>(
      '/lists',
    );
    for (const { id, ...list } of lists.filter(({ kind }) => kind === 'preblocks')) {
      const wider = { ...list, ids: [...new Set([...list.ids, kindId])] };
      expecting(200, await demo.book.send('PUT', `/lists/${id}`, wider));
    }
  }

  async function implants(): Promise<string> {
    const all = await demo.book.items<{ id: string; name: string }>('/treatment-categories');
    return all.find((each) => each.name === 'Implantat')?.id ?? '';
  }
});

describe('preblock kinds in the settings', () => {
  it('are made, copied, refused without a category, and not deleted while in use', async () => {
    const known = await demo.book.items<{ id: string; name: string }>('/preblock-kinds');
    for (const { id } of known.filter(({ name }) => name.startsWith('E-tid prov'))) {
      await demo.book.send('DELETE', `/preblock-kinds/${id}`);
    }
    await signIn('admin');
    await page.goto(`${demo.stack.bookUrl}/installningar/preblock`);
    await page.getByRole('button', { name: 'Ny', exact: true }).click();
    await page.getByLabel('Namn').fill('E-tid prov');
    expect(await page.getByLabel('Resurser', { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel('Ja', { exact: true }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Spara', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Profylax').check();
    await page.getByRole('button', { name: 'Spara', exact: true }).click();
    await toast('Sparat.').waitFor();
    await handbookPicture(page, 'preblock-installningar');
    await expectNoBarrier(page);
    await page.getByRole('button', { name: 'Kopiera' }).click();
    await page.getByRole('button', { name: 'Spara och stäng' }).click();
    const kinds = page.getByRole('region', { name: /Preblock/ }).getByRole('listitem');
    await kinds.filter({ hasText: 'E-tid prov' }).nth(1).waitFor();
    await kinds.filter({ hasText: 'E-tid US/Röntgen' }).getByRole('button').click();
    await page.getByRole('button', { name: 'Ta bort' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ta bort' }).click();
    const refused = page.getByRole('alert');
    await refused
      .getByText(/används/i)
      .first()
      .waitFor();
    expect(await refused.getByRole('listitem').count()).toBeGreaterThan(0);
  });
});
