import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type Demo } from '../api/demo.ts';
import { clearWeeks, farMonday } from '../api/far-weeks.ts';
import { expecting } from '../api/http.ts';
import { at, dateAfter } from '../api/local-time.ts';
import type { BookPage } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { tabTo } from '../browser/keys.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
let page: Page;
let book: BookPage;

const toast = (words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Meddelanden' }).getByText(words).last();

interface ShiftShown {
  readonly id: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly fromMinute: number;
  readonly toMinute: number;
}

const shiftsOf = async (practitioner: string, from: string, days: number) => {
  const id = demo.practitionerId(practitioner);
  const range = `from=${from}&to=${dateAfter(from, days)}`;
  const shifts = await demo.book.items<ShiftShown>(`/shifts?${range}`);
  return shifts.filter(({ practitionerId }) => practitionerId === id);
};

const openSchedule = async (practitioner: string, chair: string, date: string): Promise<void> => {
  const search = new URLSearchParams({
    clinic: demo.clinicId('Lund'),
    practitioner: demo.practitionerId(practitioner),
    resource: demo.chairId(chair),
    date,
  });
  await page.goto(`${demo.stack.bookUrl}/arbetsschema?${search.toString()}`);
  await page.getByRole('heading', { name: /^Arbetsschema för/ }).waitFor();
  await page.locator('[data-date]').first().waitFor();
};

interface PlannedShift {
  readonly date: string;
  readonly hours: readonly [from: string, to: string];
  readonly who: string;
  readonly chair: string;
}

const planShift = ({ date, hours: [from, to], who, chair }: PlannedShift) =>
  demo.book.insertShift({
    resourceId: demo.chairId(chair),
    practitionerId: demo.practitionerId(who),
    start: at(date, from),
    end: at(date, to),
  });

beforeAll(async () => {
  demo = await openDemo();
  await clearWeeks(demo, 0, 16);
  browser = await openBrowser();
  book = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
  ({ page } = book);
});

afterAll(async () => {
  await browser?.close();
});

describe('the work schedule', () => {
  const monday = farMonday(0);

  it('opens from the book by the button Arbetsschema at the bottom left', async () => {
    const chairId = demo.chairId('Stol 1');
    await book.open({ clinicId: demo.clinicId('Lund'), chairId, date: monday });
    const button = page.getByRole('link', { name: 'Arbetsschema' });
    const box = await button.boundingBox();
    expect(box?.x).toBeLessThan(300);
    expect(box?.y).toBeGreaterThan(600);
    await button.click();
    await page.getByRole('heading', { name: /^Arbetsschema för/ }).waitFor();
  });

  it('a left drag makes a shift, several a day; a right click removes one, with an undo', async () => {
    await openSchedule('Olle', 'Stol 1', monday);
    await drag(monday, ['08:00', '12:00']);
    await toast(/Pass inlagt/).waitFor();
    await drag(monday, ['13:00', '17:00']);
    const shifts = page.locator(`[data-date="${monday}"]`).getByRole('button', { name: /^Pass/ });
    await expect.poll(() => shifts.count()).toBe(2);
    await shifts.last().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Ta bort' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ta bort pass' });
    await dialog.getByText(/Publicerar 0 tider, drar tillbaka 0, berör 0 bokningar/).waitFor();
    await dialog.getByRole('button', { name: 'Spara ändringen' }).click();
    await expect.poll(() => shifts.count()).toBe(1);
    await page.getByRole('button', { name: 'Ångra' }).last().click();
    await expect.poll(() => shifts.count()).toBe(2);
    await handbookPicture(page, 'arbetsschema');
    await expectNoBarrier(page);
  });

  it('a shift that is being drawn is let go by Escape', async () => {
    const sunday = dateAfter(monday, 6);
    await openSchedule('Olle', 'Stol 1', monday);
    await drag(sunday, ['08:00', '12:00'], async () => {
      await page.keyboard.press('Escape');
    });
    await drag(sunday, ['13:00', '15:00']);
    await toast(/Pass inlagt.* 13:00/).waitFor();
    expect(await shiftsOf('Olle', sunday, 0)).toHaveLength(1);
  });

  it('a double click adds one shift', async () => {
    const sunday = dateAfter(monday, 6);
    const adder = page.getByRole('complementary', { name: 'Lägg till pass' });
    await adder.getByLabel('Datum').fill(sunday);
    await adder.getByLabel('Från').fill('15:30');
    await adder.getByLabel('Till', { exact: true }).fill('16:30');
    let asked = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/shifts')) asked += 1;
    });
    await adder.getByRole('button', { name: 'Lägg till' }).dblclick();
    await toast(/Pass inlagt.* 15:30/).waitFor();
    expect(asked).toBe(1);
    expect(await shiftsOf('Olle', sunday, 0)).toHaveLength(2);
  });

  it('is made, changed and removed by keyboard alone', async () => {
    await openSchedule('Olle', 'Stol 1', monday);
    const tuesday = dateAfter(monday, 1);
    const form = page.getByRole('complementary', { name: 'Lägg till pass' });
    await form.getByLabel('Datum').fill(tuesday);
    await form.getByLabel('Från').fill('07:30');
    await form.getByLabel('Till', { exact: true }).fill('11:00');
    await form.getByRole('button', { name: 'Lägg till' }).focus();
    await page.keyboard.press('Enter');
    const shift = page.getByRole('button', { name: /^Pass .*07:30–11:00/ });
    await shift.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Ändra' }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Ändra pass' });
    await dialog.getByLabel('Till', { exact: true }).fill('12:00');
    await page.keyboard.press('Enter');
    const confirm = dialog.getByRole('button', { name: 'Spara ändringen' });
    await confirm.waitFor();
    await tabTo(page, confirm);
    await page.keyboard.press('Enter');
    const longer = page.getByRole('button', { name: /^Pass .*07:30–12:00/ });
    await longer.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Ta bort' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const save = page.getByRole('button', { name: 'Spara ändringen' });
    await expect.poll(() => save.isEnabled()).toBe(true);
    await save.focus();
    await page.keyboard.press('Enter');
    await longer.waitFor({ state: 'detached' });
  });

  it('refuses a shift that overlaps another of the practitioner’s, in any clinic', async () => {
    await openSchedule('Olle', 'Stol 2', monday);
    const form = page.getByRole('complementary', { name: 'Lägg till pass' });
    await form.getByLabel('Datum').fill(monday);
    await form.getByLabel('Från').fill('11:00');
    await form.getByLabel('Till', { exact: true }).fill('12:30');
    await form.getByRole('button', { name: 'Lägg till' }).click();
    await toast(/pass/i).waitFor();
    expect(await shiftsOf('Olle', monday, 0)).toHaveLength(2);
  });

  async function drag(
    date: string,
    [from, to]: readonly [from: string, to: string],
    meanwhile = (): Promise<void> => Promise.resolve(),
  ): Promise<void> {
    const column = page.locator(`[data-date="${date}"]`);
    const box = await column.boundingBox();
    const edges = [
      await column.getAttribute('data-from-minute'),
      await column.getAttribute('data-to-minute'),
    ];
    const [first = 0, last = 0] = edges.map(Number);
    if (box === null) throw new Error('the day is not shown');
    const yOf = (time: string, inset: number): number => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return box.y + ((hour * 60 + minute + inset - first) / (last - first)) * box.height;
    };
    const x = box.x + box.width / 2;
    await page.mouse.move(x, yOf(from, 2));
    await page.mouse.down();
    await page.mouse.move(x, yOf(to, -12), { steps: 4 });
    await meanwhile();
    await page.mouse.move(x, yOf(to, -2), { steps: 2 });
    await page.mouse.up();
  }
});

describe('Repetera arbetsvecka', () => {
  const monday = farMonday(4);
  const wednesday = dateAfter(monday, 2);
  const nextWednesday = dateAfter(wednesday, 7);

  beforeAll(async () => {
    await planShift({ date: wednesday, hours: ['08:00', '10:00'], who: 'Amir', chair: 'Stol 3' });
    await planShift({
      date: nextWednesday,
      hours: ['13:00', '16:00'],
      who: 'Amir',
      chair: 'Stol 3',
    });
    for (const [date, from, to] of [
      [nextWednesday, '08:00', '10:00'],
      [nextWednesday, '13:00', '14:00'],
    ] as const) {
      await demo.book.placePreblock({
        preblockKindId: demo.kindId('E-tid US/Röntgen'),
        resourceId: demo.chairId('Stol 3'),
        start: at(date, from),
        end: at(date, to),
      });
    }
    expecting(
      201,
      await demo.book.book({
        resourceId: demo.chairId('Stol 3'),
        practitionerId: demo.practitionerId('Amir'),
        start: at(nextWednesday, '15:00'),
        templateId: demo.templateId('Undersökning'),
        patient: { givenName: 'Prov', familyName: 'Plansson' },
      }),
    );
  });

  it('shows first what it publishes, withdraws and touches, with the list behind', async () => {
    await openSchedule('Amir', 'Stol 3', monday);
    await page.getByRole('button', { name: 'Repetera arbetsvecka' }).click();
    const dialog = page.getByRole('dialog', { name: /^Repetera vecka/ });
    await dialog.getByLabel('Antal veckor', { exact: true }).fill('3');
    await dialog.getByRole('button', { name: 'Visa vad som händer' }).click();
    const figures = dialog.getByRole('status').filter({ hasText: 'Publicerar' });
    await figures.getByText(/^Publicerar \d+ tider, drar tillbaka \d+, berör 1 bokning$/).waitFor();
    await figures.getByText(/Prov Plansson/).waitFor();
    const text = (await figures.textContent()) ?? '';
    const [, published = '0', withdrawn = '0'] =
      /Publicerar (\d+) tider, drar tillbaka (\d+)/.exec(text) ?? [];
    expect(Number(published)).toBeGreaterThan(0);
    expect(Number(withdrawn)).toBeGreaterThan(0);
    await figures.getByText(`${published} tider publiceras`).click();
    await figures.getByText(/08:00/).first().waitFor();
    await handbookPicture(page, 'repetera-arbetsvecka');
    await expectNoBarrier(page);
    expect(await shiftsOf('Amir', dateAfter(monday, 7), 20)).toHaveLength(1);
  });

  it('fits a phone’s width', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const dialog = page.getByRole('dialog', { name: /^Repetera vecka/ });
    const box = await dialog.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(360);
    await dialog.getByRole('button', { name: 'Repetera', exact: true }).scrollIntoViewIfNeeded();
    await handbookPicture(page, 'repetera-arbetsvecka-telefon');
    await expectNoBarrier(page);
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  it('is refused and shown anew when the plan changed meanwhile', async () => {
    await planShift({
      date: dateAfter(nextWednesday, 7),
      hours: ['08:00', '09:00'],
      who: 'Amir',
      chair: 'Stol 3',
    });
    const dialog = page.getByRole('dialog', { name: /^Repetera vecka/ });
    await dialog.getByRole('button', { name: 'Repetera', exact: true }).click();
    await dialog.getByText(/Någon annan ändrade planen under tiden/).waitFor();
    expect(await shiftsOf('Amir', dateAfter(monday, 7), 20)).toHaveLength(2);
  });

  it('is saved when confirmed, and undone', async () => {
    const dialog = page.getByRole('dialog', { name: /^Repetera vecka/ });
    await dialog.getByRole('button', { name: 'Repetera', exact: true }).click();
    await toast('3 pass är inlagda.').waitFor();
    expect(await shiftsOf('Amir', dateAfter(monday, 7), 20)).toHaveLength(3);
    await page.getByRole('button', { name: 'Ångra' }).last().click();
    await toast('Ångrat.').waitFor();
    const back = await shiftsOf('Amir', dateAfter(monday, 7), 20);
    expect(back.map(({ fromMinute }) => fromMinute).sort()).toEqual([480, 780]);
  });

  it('repeats every second week until a date', async () => {
    await page.getByRole('button', { name: 'Repetera arbetsvecka' }).click();
    const dialog = page.getByRole('dialog', { name: /^Repetera vecka/ });
    await dialog.getByLabel('Varannan vecka').check();
    await dialog.getByLabel('Ett visst datum').check();
    await dialog.getByLabel('Till och med').fill(dateAfter(monday, 34));
    await dialog.getByRole('button', { name: 'Visa vad som händer' }).click();
    await dialog.getByRole('button', { name: 'Repetera', exact: true }).click();
    await toast('2 pass är inlagda.').waitFor();
    const starts = (await shiftsOf('Amir', dateAfter(monday, 7), 34)).map(({ start }) =>
      start.slice(0, 10),
    );
    expect(starts).toContain(dateAfter(wednesday, 14));
    expect(starts).toContain(dateAfter(wednesday, 28));
  });
});

describe('a practitioner’s absence', () => {
  const monday = farMonday(12);

  it('asks about each booking: keep, move to the nearest equal time, cancel with a message', async () => {
    await planShift({ date: monday, hours: ['08:00', '12:00'], who: 'Maria', chair: 'Stol 2' });
    await planShift({
      date: dateAfter(monday, 1),
      hours: ['08:00', '12:00'],
      who: 'Maria',
      chair: 'Stol 2',
    });
    for (const [time, familyName] of [
      ['08:00', 'Kvarlund'],
      ['09:00', 'Flyttberg'],
      ['10:00', 'Avboksson'],
    ] as const) {
      expecting(
        201,
        await demo.book.book({
          resourceId: demo.chairId('Stol 2'),
          practitionerId: demo.practitionerId('Maria'),
          start: at(monday, time),
          templateId: demo.templateId('Undersökning'),
          patient: { givenName: 'Prov', familyName },
        }),
      );
    }
    await openSchedule('Maria', 'Stol 2', monday);
    await page.getByRole('button', { name: 'Frånvaro', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /^Frånvaro för Maria/ });
    await dialog.getByLabel('Orsak').selectOption('Sjukdom');
    await dialog.getByRole('button', { name: 'Visa vad som händer' }).click();
    await dialog.getByText('3 bokningar ligger i frånvaron').waitFor();
    const choice = (name: string) => dialog.getByLabel(`Vad ska hända med Prov ${name}?`);
    await choice('Flyttberg').selectOption('move');
    await choice('Avboksson').selectOption('cancel');
    await dialog.getByLabel('Meddelande till dem som avbokas').fill('Vi ringer om en ny tid.');
    await handbookPicture(page, 'franvaro');
    await expectNoBarrier(page);
    await dialog.getByRole('button', { name: 'Registrera frånvaron' }).click();
    await toast(/2 bokningar är flyttade eller avbokade/).waitFor();
    const range = `from=${monday}&to=${dateAfter(monday, 1)}`;
    const all = await demo.book.items<{
      state: string;
      start: string;
      practitionerId: string;
      cancelReason: string | null;
      patient: { familyName: string };
    }>(`/bookings?${range}`);
    const of = (name: string) => all.filter(({ patient }) => patient.familyName === name);
    expect(of('Kvarlund').filter(({ state }) => state === 'confirmed')).toHaveLength(1);
    const [moved] = of('Flyttberg').filter(({ state }) => state === 'confirmed');
    expect(moved?.start.slice(0, 10)).toBe(dateAfter(monday, 1));
    expect(of('Avboksson').map(({ state }) => state)).not.toContain('confirmed');
    expect(of('Avboksson').map(({ cancelReason }) => cancelReason)).toContain(
      'practitioner-absent',
    );
  });

  it('is shown in the schedule and in the book, and removed again', async () => {
    const absence = page.getByRole('button', { name: /^Frånvaro: / });
    await absence.waitFor();
    const chairId = demo.chairId('Stol 2');
    await book.open({ clinicId: demo.clinicId('Lund'), chairId, date: monday });
    await page.getByRole('note', { name: /^Frånvaro: Sjukdom/ }).waitFor();
    await handbookPicture(page, 'franvaro-i-tidboken');
    await expectNoBarrier(page);
    await openSchedule('Maria', 'Stol 2', monday);
    await absence.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Ta bort frånvaron' }).click();
    await page.getByRole('button', { name: 'Spara ändringen' }).click();
    await absence.waitFor({ state: 'detached' });
  });
});
