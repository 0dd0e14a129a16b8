import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, ownDay, type Demo } from '../api/demo.ts';
import { at } from '../api/local-time.ts';
import type { BookPage, ChairDay } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
let anna: BookPage;
let lena: BookPage;
let day: ChairDay;

const signedIn = (name: string, size = {}): Promise<BookPage> =>
  seated(browser, { bookUrl: demo.stack.bookUrl, as: name, ...size });

/** A visit of its own, made past the pages: they learn of it like of anybody's. */
const visit = async (time: string, minutes = 30): Promise<string> => {
  const patients = await demo.book.items<{ id: string }>('/patients?query=Prov');
  const [patient] = patients;
  if (patient === undefined) throw new Error('the demo has no patient');
  const made = await demo.book.book({
    resourceId: day.chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(day.date, time),
    minutes,
    templateId: demo.templateId('Undersökning'),
    patientId: patient.id,
  });
  const id = made.body.id;
  await anna.page.locator(`[data-booking="${id}"]`).waitFor();
  return id;
};

/** Where a booking is grasped, and where it is let go; minutes past a time are minutes in. */
interface Path {
  readonly from: string;
  readonly to: string;
  readonly insets?: readonly [number, number];
}

const drag = async (book: BookPage, { from, to, insets = [5, 5] }: Path): Promise<void> => {
  await book.drag(await book.pointAt(day, from, insets[0]), await book.pointAt(day, to, insets[1]));
};

const cursorOf = (book: BookPage) => book.page.getByRole('button', { name: /arbetsschemat$/ });
const toast = (book: BookPage, text: string | RegExp) =>
  book.page.getByRole('region', { name: 'Meddelanden' }).getByText(text).last();

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  const [clinicId, chairId] = [demo.clinicId('Lund'), demo.chairId('Stol 1')];
  day = { clinicId, chairId, date: await ownDay(demo, { chair: 'Stol 1', practitioner: 'Olle' }) };
  await demo.book.insertShift({
    resourceId: chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(day.date, '08:00'),
    end: at(day.date, '16:00'),
  });
  [anna, lena] = await Promise.all([signedIn('anna'), signedIn('vikarie')]);
  await Promise.all([anna.open(day), lena.open(day)]);
});

afterAll(async () => {
  await browser?.close();
});

describe('the mouse', () => {
  it('moves a booking by dragging it, and undoes it', async () => {
    await visit('08:00');
    await drag(anna, { from: '08:00', to: '09:00' });
    await anna.booking(/09:00–09:30/).waitFor();
    await anna.page.getByRole('button', { name: 'Ångra' }).last().click();
    await anna.booking(/08:00–08:30/).waitFor();
  });

  it('changes the length of a booking by dragging its lower edge, and undoes it', async () => {
    await drag(anna, { from: '08:30', to: '09:00', insets: [-0.8, 0] });
    await anna.booking(/08:00–09:00/).waitFor();
    await toast(anna, 'Längden är nu 60 minuter').waitFor();
    await anna.page.getByRole('button', { name: 'Ångra' }).last().click();
    await anna.booking(/08:00–08:30/).waitFor();
  });

  it('is told in words why a booking may not be moved there, and passes what may be passed', async () => {
    await visit('15:00');
    await drag(anna, { from: '08:00', to: '15:00' });
    await toast(anna, /upptagen|krockar|redan/).waitFor();
    await drag(anna, { from: '08:00', to: '07:40' });
    const dialog = anna.page.getByRole('dialog');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Flytta ändå' }).click();
    await anna.booking(/07:(40|45)–.*bokad trots varning/).waitFor();
  });

  it('marks an interval with the right button and finds bookings and preblocks in its menu', async () => {
    await anna.rightDrag(day, '11:00', '12:00');
    await anna.page.getByRole('menuitem', { name: 'Lägg till bokning' }).waitFor();
    await expectNoBarrier(anna.page);
    await handbookPicture(anna.page, 'grid-menu');
    await anna.choose('Lägg till preblock', 'E-tid US/Röntgen');
    await anna.page.locator('[data-preblock]').waitFor();
  });

  it('offers to repeat and remove a preblock by CTRL and the right button', async () => {
    const preblock = anna.page.locator('[data-preblock]').first();
    await preblock.click({ button: 'right', modifiers: ['Control'], position: { x: 12, y: 8 } });
    for (const name of [/^Ta bort$/, 'Ta bort repetering', 'Repetera'] as const) {
      await anna.page.getByRole('menuitem', { name }).first().waitFor();
    }
    await handbookPicture(anna.page, 'grid-preblock-menu');
    await anna.page.keyboard.press('Escape');
  });
});

describe('the keyboard alone', () => {
  it('moves from cell to cell, marks with shift, and opens the menu with Shift+F10', async () => {
    await cursorOf(anna).focus();
    await anna.page.keyboard.press('ArrowDown');
    await anna.page.keyboard.press('PageDown');
    await anna.page.keyboard.press('Shift+ArrowDown');
    await anna.page.keyboard.press('Shift+F10');
    await anna.page.getByRole('menuitem', { name: 'Lägg till preblock' }).waitFor();
    await anna.page.keyboard.press('Escape');
  });

  it('carries a booking with Alt and arrows, changes its length, and opens it with Enter', async () => {
    await cursorOf(anna).focus();
    await anna.page.keyboard.press('PageUp');
    await anna.page.keyboard.press('PageUp');
    await anna.page.keyboard.press('PageUp');
    await anna.page.keyboard.press('PageDown');
    const id = await visit('09:30');
    await anna.page.locator(`[data-booking="${id}"]`).focus();
    await anna.page.keyboard.press('Alt+ArrowDown');
    await anna.page.keyboard.press('Alt+ArrowDown');
    await anna.page.keyboard.press('Alt+Shift+ArrowDown');
    await anna.page.keyboard.press('Enter');
    await toast(anna, /^Flyttad till/).waitFor();
    await anna.page.locator(`[data-booking="${id}"]`).waitFor({ state: 'detached' });
    await anna.page.keyboard.press('Enter');
    await anna.page.getByRole('dialog', { name: /^Bokning:/ }).waitFor();
    await anna.page.keyboard.press('Escape');
  });

  it('makes the book larger and smaller', async () => {
    await cursorOf(anna).focus();
    await anna.page.keyboard.press('+');
    await anna.page.getByRole('button', { name: /^125 %/ }).waitFor();
    await anna.page.keyboard.press('0');
    await anna.page.getByRole('button', { name: /^100 %/ }).waitFor();
  });
});

describe('two receptionists on the same day', () => {
  it('see each other’s changes without reload, and neither overwrites the other unseen', async () => {
    const id = await visit('13:00');
    const mine = anna.page.locator(`[data-booking="${id}"]`);
    await lena.page.locator(`[data-booking="${id}"]`).waitFor();
    await mine.click();
    const dialog = anna.page.getByRole('dialog');
    await dialog.getByLabel('Tidbokstext').fill('Annas text');
    await lena.page.locator(`[data-booking="${id}"]`).click({ button: 'right' });
    await lena.choose('Anländ');
    await dialog
      .getByRole('alert')
      .getByText(/Lena V\. ändrade bokningen.*Anländ/)
      .waitFor();
    await expectNoBarrier(anna.page);
    await handbookPicture(anna.page, 'grid-changed-meanwhile');
    await dialog.getByRole('button', { name: 'Behåll mina ändringar och spara' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await lena.page.locator(`[data-booking="${id}"]`, { hasText: 'Annas text' }).waitFor();
    expect(await mine.getAttribute('aria-label')).toContain('anländ');
  });

  it('the server refuses a change of a version that nobody sees any more', async () => {
    const id = await visit('14:00');
    const { version } = (await demo.book.get<{ version: number }>(`/bookings/${id}`)).body;
    const change = (bookText: string) =>
      demo.book.send('PATCH', `/bookings/${id}`, { version, bookText });
    expect((await change('först')).status).toBe(200);
    const late = await change('sen');
    expect(late.status).toBe(409);
    expect(late.body.code).toBe('changed-meanwhile');
    const unseen = await demo.book.send('PATCH', `/bookings/${id}`, { bookText: 'osett' });
    expect(unseen.body).toMatchObject({ code: 'invalid' });
  });
});

describe('the booking dialog', () => {
  it('finds the next free time by template, practitioner, part of day and weekday', async () => {
    await anna.rightDrag(day, '08:30', '09:00');
    await anna.choose('Lägg till bokning', /^Undersökning/);
    const dialog = anna.page.getByRole('dialog', { name: 'Ny bokning' });
    for (const label of ['Datum', 'Tid', 'Antal minuter', 'Tidbokstext']) {
      await dialog.getByLabel(label, { exact: true }).waitFor();
    }
    for (const name of ['Resurs', 'Behandlare', 'Kallelsekort', 'Flytta nästa rev']) {
      await dialog.getByRole('combobox', { name, exact: true }).waitFor();
    }
    for (const words of ['Veckodag', 'Företag', 'Bokningskategori'] as const) {
      await dialog.getByText(words, { exact: true }).waitFor();
    }
    await dialog.getByLabel('Hos vem').selectOption('Vem som helst');
    await dialog.getByLabel('Del av dagen').selectOption('Eftermiddag');
    await dialog.getByRole('button', { name: 'Sök nästa lediga tid' }).click();
    await dialog.getByText(/^Ledigt .* 1[2-7]:/).waitFor();
    expect(await dialog.getByLabel('Tid', { exact: true }).inputValue()).toMatch(/^1[2-7]:/);
    await expectNoBarrier(anna.page);
    await handbookPicture(anna.page, 'grid-new-booking');
    await anna.page.keyboard.press('Escape');
  });

  it('shows who did what to a booking and when, and cancels it with a reason', async () => {
    const id = await visit('10:45', 15);
    await anna.page.locator(`[data-booking="${id}"]`).click({ button: 'right' });
    await anna.choose('Uteblev');
    await toast(anna, /uteblev\.$/).waitFor();
    await anna.page.getByRole('button', { name: 'Ångra' }).last().click();
    await toast(anna, 'Ångrat.').waitFor();
    await anna.page.locator(`[data-booking="${id}"]`).click();
    const dialog = anna.page.getByRole('dialog');
    await dialog.getByText('Historik').click();
    await dialog.getByText(/Anna R\. Uteblev/).waitFor();
    await dialog.getByText(/Anna R\. Åter bokad/).waitFor();
    await handbookPicture(anna.page, 'grid-history');
    await dialog.getByRole('button', { name: 'Avboka' }).click();
    await dialog.getByLabel('Patienten lämnade återbud').check();
    await dialog.getByRole('button', { name: 'Avboka tiden' }).click();
    await anna.page.locator(`[data-booking="${id}"]`).waitFor({ state: 'detached' });
  });
});

describe('views of the book', () => {
  const view = async (book: BookPage, name: string): Promise<void> => {
    const search = new URLSearchParams({ clinic: day.clinicId, date: day.date, view: name });
    await book.page.goto(`${demo.stack.bookUrl}/?${search.toString()}`);
    await book.page.locator('[data-resource]').first().waitFor();
    await book.page.locator('html[data-live="open"]').waitFor();
  };

  it('has nothing that axe finds wrong: day, weeks, two weeks, the day list, a phone', async () => {
    for (const name of ['day', 'workWeek', 'week', 'twoWeeks']) {
      await view(lena, name);
      await expectNoBarrier(lena.page);
    }
    await handbookPicture(lena.page, 'grid-two-weeks');
    const phone = await signedIn('anna', { width: 360, height: 640 });
    await view(phone, 'day');
    await expectNoBarrier(phone.page);
    await phone.page.context().close();
  });

  it('keeps a phone’s height for the day: the rest of the tools is asked for', async () => {
    const { page } = await signedIn('anna', { width: 360, height: 640, touch: true });
    const tools = page.locator('.toolbar');
    const more = page.getByRole('button', { name: 'Mer', exact: true });
    await page.locator('html[data-live="open"]').waitFor();
    const folded = await tools.boundingBox();
    expect(folded?.height).toBeLessThan(70);
    expect(await tools.getByRole('link', { name: 'Arbetsvecka' }).isVisible()).toBe(false);
    await page.locator('[data-resource]').first().waitFor();
    await handbookPicture(page, 'grid-phone');
    await more.click();
    await tools.getByRole('button', { name: /^Alla resurser/ }).click();
    await page.getByRole('checkbox', { name: 'Stol 2' }).waitFor();
    await expectNoBarrier(page);
    await handbookPicture(page, 'grid-phone-more');
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Stol 2' }).waitFor({ state: 'detached' });
    expect(await more.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    expect(await more.getAttribute('aria-expanded')).toBe('false');
    expect(await more.and(page.locator(':focus')).count()).toBe(1);
    await page.context().close();
  });

  it('tells things apart by their edges where the reader’s own colours rule', async () => {
    await visit('12:00');
    const { page } = anna;
    await page.locator('[data-preblock]').first().waitFor();
    await page.emulateMedia({ forcedColors: 'active' });
    const shown = (selector: string, what: string, part = ''): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}'), '${part}').${what}`);
    expect(await shown('[data-booking]', 'borderTop')).toMatch(/^1px solid/);
    expect(await shown('[data-preblock]', 'borderTop')).toMatch(/^1px solid/);
    expect(await shown('[data-preblock]', 'borderLeftWidth')).toBe('4px');
    // What is painted by gradients alone is gone unless it is kept.
    expect(await shown('[data-resource]', 'backgroundImage', '::before')).not.toBe('none');
    expect(await shown('.unscheduled', 'backgroundImage')).not.toBe('none');
    const view = '.toolbar nav a';
    const chosen = await shown(`${view}[aria-current]`, 'backgroundColor');
    expect(chosen).not.toBe(await shown(`${view}:not([aria-current])`, 'backgroundColor'));
    await expectNoBarrier(page);
    await page.goto(`${demo.stack.bookUrl}/`);
    await page.locator('[data-resource]').first().waitFor();
    await handbookPicture(page, 'grid-forced-colors');
    await page.emulateMedia({ forcedColors: 'none' });
  });

  it('prints a day list of one resource or all', async () => {
    await view(lena, 'day');
    await lena.page.getByRole('link', { name: 'Skriv ut' }).click();
    await lena.page.getByRole('heading', { name: /^Dagslista/ }).waitFor();
    await lena.page.getByLabel('Resurs').selectOption('Stol 1');
    await lena.page.getByRole('table').first().waitFor();
    expect(await lena.page.getByRole('table').count()).toBe(1);
    await expectNoBarrier(lena.page);
    await handbookPicture(lena.page, 'grid-day-list');
  });

  it('shows the ISO week, goes to a date, and names a red day', async () => {
    await view(lena, 'day');
    await lena.page.getByRole('button', { name: 'Gå till datum' }).click();
    const month = lena.page.getByRole('dialog', { name: 'Gå till datum' });
    const field = month.getByLabel('Datum');
    await field.fill('2026-12-25');
    await field.press('Enter');
    const heading = lena.page.getByRole('heading', { level: 1 });
    await expect
      .poll(() => heading.textContent())
      .toMatch(/25 december 2026\s+vecka 52\s+juldagen/);
    expect(await month.count()).toBe(0);
    await lena.page.getByRole('button', { name: 'Gå till datum' }).click();
    await month.getByRole('button', { name: /26 december 2026, annandag jul$/ }).click();
    await expect.poll(() => heading.textContent()).toMatch(/annandag jul/);
  });

  it('remembers which resources stand side by side', async () => {
    await view(lena, 'day');
    await lena.page.getByRole('button', { name: /^Alla resurser/ }).click();
    await lena.page.getByRole('checkbox', { name: 'Stol 2' }).uncheck();
    await lena.page.getByRole('button', { name: /^Resurser: 4 av 5/ }).waitFor();
    await view(lena, 'day');
    await lena.page.getByRole('button', { name: /^Resurser: 4 av 5/ }).waitFor();
  });

  it('tells scheduled from unscheduled time, and offered from sold', async () => {
    await anna.open(day);
    await anna.page
      .getByRole('note', { name: /^Ledig på nätet/ })
      .first()
      .waitFor();
    const column = anna.column(day);
    expect(await column.locator('.unscheduled').count()).toBeGreaterThan(0);
    await cursorOf(anna).focus();
    await anna.page.keyboard.press('ArrowDown');
    expect(await cursorOf(anna).getAttribute('aria-label')).toContain('inom arbetsschemat');
    await view(anna, 'day');
    await anna.page.locator('[data-booking]').first().waitFor();
    await handbookPicture(anna.page, 'grid-day');
  });
});
