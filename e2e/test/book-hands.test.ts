import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, ownDay, type Demo } from '../api/demo.ts';
import { at, dateAfter, today } from '../api/local-time.ts';
import { expecting } from '../api/http.ts';
import { BookPage, type ChairDay } from '../browser/book-page.ts';
import { openBrowser, visitor } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

/** Many keys, or a page of its own. */
const patience = { timeout: 120_000 };

let demo: Demo;
let browser: Browser;
let anna: BookPage;
let day: ChairDay;
/** Another chair that the same practitioner works in, later on the same day. */
let beside: ChairDay;

const toast = (book: BookPage, words: string | RegExp): Locator =>
  book.page.getByRole('region', { name: 'Meddelanden' }).getByText(words).last();

/** A visit made past the pages. */
const visit = async (place: ChairDay, time: string, minutes = 30): Promise<Locator> => {
  const [patient] = await demo.book.items<{ id: string }>('/patients?query=Prov');
  const made = await demo.book.book({
    resourceId: place.chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(place.date, time),
    minutes,
    templateId: demo.templateId('Undersökning'),
    patientId: patient?.id ?? '',
  });
  const shown = anna.page.locator(`[data-booking="${expecting(201, made).id}"]`);
  await shown.waitFor();
  return shown;
};

const shift = (place: ChairDay, [from, to]: readonly [string, string]) =>
  demo.book.insertShift({
    resourceId: place.chairId,
    practitionerId: demo.practitionerId('Olle'),
    start: at(place.date, from),
    end: at(place.date, to),
  });

/** Both chairs side by side, or both days of one. */
const openSeveral = async (search: Record<string, string>, last: ChairDay): Promise<void> => {
  const asked = new URLSearchParams({ clinic: day.clinicId, date: day.date, ...search });
  await anna.page.goto(`${demo.stack.bookUrl}/?${asked.toString()}`);
  await anna.column(last).waitFor();
  await anna.page.locator('html[data-live="open"]').waitFor();
};

/** A preblock that ceases so many days before; an earlier run may have left its kind. */
const placeCeasing = async (
  name: string,
  expiresDaysBefore: number,
  [from, to]: readonly [string, string],
): Promise<void> => {
  const known = await demo.book.items<{ id: string; name: string }>('/preblock-kinds');
  const same = known.find((each) => each.name === name);
  const kind = {
    ...{ name, expiresDaysBefore, colour: '#5c6670', type: 'standard' },
    ...{ validFor: 'resources', bypass: true },
  };
  const saved =
    same === undefined
      ? expecting(201, await demo.book.send<{ id: string }>('POST', '/preblock-kinds', kind))
      : expecting(
          200,
          await demo.book.send<{ id: string }>('PUT', `/preblock-kinds/${same.id}`, kind),
        );
  await demo.book.placePreblock({
    ...{ preblockKindId: saved.id, resourceId: day.chairId },
    ...{ start: at(day.date, from), end: at(day.date, to) },
  });
};

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  const [clinicId, chairId] = [demo.clinicId('Lund'), demo.chairId('Stol 1')];
  const date = await ownDay(demo, { chair: 'Stol 1', practitioner: 'Olle', alsoFree: 'Stol 2' });
  day = { clinicId, chairId, date };
  beside = { clinicId, chairId: demo.chairId('Stol 2'), date };
  await shift(day, ['08:00', '12:00']);
  await shift(beside, ['12:00', '16:00']);
  anna = await seated(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
});

afterAll(async () => {
  await browser?.close();
});

describe('a booking', () => {
  it('is dragged to another chair', async () => {
    await openSeveral({ view: 'day', resources: `${day.chairId},${beside.chairId}` }, beside);
    await visit(day, '11:00');
    const to = await anna.pointAt(beside, '12:30', 5);
    await anna.drag(await anna.pointAt(day, '11:00', 5), to);
    await anna
      .column(beside)
      .getByRole('button', { name: /12:30–13:00/ })
      .waitFor();
    expect(
      await anna
        .column(day)
        .getByRole('button', { name: /11:00–11:30/ })
        .count(),
    ).toBe(0);
  });

  it('is dragged to another day', async () => {
    const next = { ...day, date: dateAfter(day.date, isFriday(day.date) ? -1 : 1) };
    await shift(next, ['08:00', '12:00']).catch(() => undefined);
    await openSeveral({ view: 'week', resources: day.chairId }, next);
    await visit(day, '09:00');
    await anna.drag(await anna.pointAt(day, '09:00', 5), await anna.pointAt(next, '09:00', 5));
    await anna
      .column(next)
      .getByRole('button', { name: /09:00–09:30/ })
      .waitFor();
    await toast(anna, /^Flyttad till/).waitFor();
    await anna.page.getByRole('button', { name: 'Ångra' }).last().click();
    await anna
      .column(day)
      .getByRole('button', { name: /09:00–09:30/ })
      .waitFor();
  });

  it('is moved and made longer without dragging: by the form in its menu', async () => {
    await anna.open(day);
    const shown = await visit(day, '10:00');
    await shown.click({ button: 'right' });
    await anna.choose('Flytta eller ändra längd');
    const dialog = anna.page.getByRole('dialog');
    await dialog.getByLabel('Tid', { exact: true }).fill('10:15');
    await dialog.getByLabel('Antal minuter').fill('40');
    await expectNoBarrier(anna.page);
    await handbookPicture(anna.page, 'flytta-utan-att-dra');
    await dialog.getByRole('button', { name: /^Flytta/ }).click();
    await anna.booking(/10:15–10:55/).waitFor();
  });

  it('gets its book text by a click on a standard text (T3)', async () => {
    await anna.open(day);
    const shown = await visit(day, '08:00');
    await shown.click();
    const dialog = anna.page.getByRole('dialog');
    const texts = dialog.getByRole('group', { name: 'Infoga' });
    const text = texts.getByRole('button', { name: 'Värk', exact: true });
    await text.click();
    expect(await dialog.getByLabel('Tidbokstext').inputValue()).toContain(
      await text.getAttribute('title'),
    );
    await handbookPicture(anna.page, 'tidbokstext-klick');
    await dialog.getByRole('button', { name: 'Spara' }).click();
    await dialog.waitFor({ state: 'detached' });
    await anna.booking(new RegExp(`08:00–08:30.*Värk`)).waitFor();
  });
});

describe('a preblock', () => {
  const name = (): Locator => anna.column(day).locator('[data-preblock-name]').first();

  it('is dragged by its name, and drawn out by its lower edge, each with an undo', async () => {
    const kind = demo.kindId('Akut tid');
    await demo.book.placePreblock({
      ...{ preblockKindId: kind, resourceId: day.chairId },
      ...{ start: at(day.date, '13:00'), end: at(day.date, '14:00') },
    });
    await anna.open(day);
    const grasped = await name().boundingBox();
    if (grasped === null) throw new Error('the preblock is not shown');
    const from = { x: grasped.x + 6, y: grasped.y + 6 };
    const [was, to] = [await anna.pointAt(day, '13:00'), await anna.pointAt(day, '14:00')];
    await anna.drag(from, { x: from.x, y: from.y + to.y - was.y });
    await anna.page.getByRole('button', { name: /Akut tid 14:00–15:00/ }).waitFor();
    await anna.page.getByRole('button', { name: 'Ångra' }).last().click();
    await anna.page.getByRole('button', { name: /Akut tid 13:00–14:00/ }).waitFor();
    const end = await anna.pointAt(day, '14:00', 0);
    const later = await anna.pointAt(day, '14:30', 0);
    await anna.drag({ ...end, y: end.y - 2 }, later);
    await anna.page.getByRole('button', { name: /Akut tid 13:00–14:30/ }).waitFor();
  });

  it('of Internet time stays where it was for whoever may not publish (A2)', async () => {
    await demo.book.placePreblock({
      ...{ preblockKindId: demo.kindId('E-tid US/Röntgen'), resourceId: beside.chairId },
      ...{ start: at(day.date, '14:00'), end: at(day.date, '15:00') },
    });
    const { bookUrl } = demo.stack;
    const temp = await seated(browser, { bookUrl, as: 'vikarie' });
    await temp.open(beside);
    const shown = temp.page.locator('[data-preblock-name]').first();
    await shown.waitFor();
    const box = await shown.boundingBox();
    if (box === null) throw new Error('the preblock is not shown');
    await temp.drag({ x: box.x + 4, y: box.y + 5 }, { x: box.x + 4, y: box.y + 90 });
    await toast(temp, /behörighet/i).waitFor();
    await temp.page.getByRole('button', { name: /E-tid US\/Röntgen 14:00–15:00/ }).waitFor();
    await temp.page.context().close();
  });

  it('that ceases so many days before its day has ceased since midnight, or not yet (B4)', async () => {
    const ahead = Math.round(
      (Date.parse(`${day.date}T12:00:00Z`) - Date.parse(`${today()}T12:00:00Z`)) / 86_400_000,
    );
    const [ceased, ceasing] = ['Har upphört', 'Upphör i morgon'];
    await placeCeasing(ceased, ahead, ['14:30', '15:15']);
    await placeCeasing(ceasing, ahead - 1, ['15:15', '16:00']);
    await anna.open(day);
    const told = async (name: string): Promise<string> =>
      (await anna.page.getByRole('button', { name }).getAttribute('title')) ?? '';
    expect(await told(ceased)).toMatch(/, upphört$/);
    expect(await told(ceasing)).not.toMatch(/, upphört$/);
    await handbookPicture(anna.page, 'preblock-upphort');
  });
});

describe('the size of the book', () => {
  it('is changed by Ctrl and the wheel', async () => {
    await anna.open(day);
    const box = await anna.column(day).boundingBox();
    if (box === null) throw new Error('the column is not shown');
    await anna.page.mouse.move(box.x + 40, box.y + 80);
    await anna.page.keyboard.down('Control');
    await anna.page.mouse.wheel(0, -120);
    await anna.page.keyboard.up('Control');
    await anna.page.getByRole('button', { name: /^125 %/ }).waitFor();
    await anna.page.getByRole('button', { name: /^125 %/ }).click();
    await anna.page.getByRole('button', { name: /^100 %/ }).waitFor();
  });
});

describe('a finger', () => {
  it('that rests on the book opens the menu, on a booking its own', patience, async () => {
    const { bookUrl } = demo.stack;
    const phone = { width: 360, height: 640, touch: true };
    const thumb = await seated(browser, { bookUrl, as: 'anna', ...phone });
    await thumb.open(day);
    const session = await thumb.page.context().newCDPSession(thumb.page);
    const rest = async (x: number, y: number, until: Locator): Promise<void> => {
      const touchPoints = [{ x, y }];
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await until.waitFor();
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    const { x, y } = await thumb.pointAt(day, '11:30', 5);
    await rest(x, y, thumb.page.locator('.cursor.marking'));
    await thumb.page.getByRole('menuitem', { name: 'Lägg till bokning' }).waitFor();
    await expectNoBarrier(thumb.page);
    await handbookPicture(thumb.page, 'lang-tryckning');
    await thumb.page.context().close();
  });
});

describe('whoever is kept to one clinic', () => {
  it('is told that another’s book is not theirs, and by the server too', async () => {
    const signInName = `malmo${Date.now().toString(36)}`;
    const password = 'bara i malmo 2026';
    const made = await demo.book.send('POST', '/users', {
      ...{ signInName, password, name: 'Moa M.', roles: ['reception'] },
      clinicIds: [demo.clinicId('Malmö')],
    });
    expecting(201, made);
    const context = await visitor(browser, { javaScript: true });
    const moa = new BookPage(await context.newPage(), demo.stack.bookUrl);
    await moa.signIn({ signInName, password });
    const search = new URLSearchParams({ clinic: day.clinicId, date: day.date, view: 'day' });
    await moa.page.goto(`${demo.stack.bookUrl}/?${search.toString()}`);
    await moa.page
      .getByText(/behörighet/i)
      .first()
      .waitFor();
    expect(await moa.page.locator('[data-booking]').count()).toBe(0);
    const url = `${demo.stack.bookUrl}/api/v1/book?clinicId=${day.clinicId}&from=${day.date}&to=${day.date}`;
    const answer = await context.request.get(url);
    expect(answer.status()).toBe(403);
    await handbookPicture(moa.page, 'annan-klinik');
    await context.close();
  });
});

describe('the keyboard alone', () => {
  it(
    'books a visit from the menu on a marked time to the booking in the grid',
    patience,
    async () => {
      await anna.open(day);
      const { keyboard } = anna.page;
      const cursor = anna.page.getByRole('button', { name: /arbetsschemat$/ });
      await cursor.focus();
      await keyboard.press('Home');
      for (let hours = 0; hours < 6; hours += 1) {
        if (/ 11:00/.test((await cursor.getAttribute('aria-label')) ?? '')) break;
        await keyboard.press('PageDown');
      }
      expect(await cursor.getAttribute('aria-label')).toMatch(/ 11:00.*ledig/);
      await keyboard.press('Shift+F10');
      const menu = anna.page.getByRole('menuitem', { name: 'Lägg till bokning' });
      await menu.waitFor();
      await keyboard.press('ArrowRight');
      await anna.page
        .getByRole('menuitem', { name: /^Undersökning/ })
        .first()
        .waitFor();
      await keyboard.press('Enter');
      const dialog = anna.page.getByRole('dialog', { name: 'Ny bokning' });
      await dialog.getByLabel('Sök patient').focus();
      await keyboard.type('An');
      const found = dialog.getByRole('listbox').getByRole('option').first();
      await found.waitFor();
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await found.waitFor({ state: 'detached' });
      const submit = dialog.getByRole('button', { name: 'Boka', exact: true });
      for (let step = 0; step < 60; step += 1) {
        if ((await submit.and(anna.page.locator(':focus')).count()) > 0) break;
        await keyboard.press('Tab');
      }
      await keyboard.press('Enter');
      await toast(anna, /^Bokad:/).waitFor();
      await anna
        .booking(/11:00–/)
        .first()
        .waitFor();
    },
  );
});

const isFriday = (date: string): boolean => new Date(`${date}T12:00:00Z`).getUTCDay() === 5;
