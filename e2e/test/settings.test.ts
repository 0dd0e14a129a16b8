import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, ownDay, type Demo } from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { at } from '../api/local-time.ts';
import { BookPage } from '../browser/book-page.ts';
import { openBrowser, visitor } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { SettingsPage } from '../browser/settings-page.ts';
import { expectSound } from '../browser/site-reader.ts';

let demo: Demo;
let browser: Browser;
let admin: SettingsPage;
const unique = String(Date.now() % 1_000_000);

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  admin = await SettingsPage.open(browser, { bookUrl: demo.stack.bookUrl, as: 'admin' });
});
afterAll(async () => {
  await browser?.close();
});

describe('a booking template (T1-T5)', () => {
  const name = `Krona ${unique}`;

  it('is made, with its pattern painted by keyboard alone, and saved', async () => {
    const { page } = admin;
    await admin.go('mallar');
    await admin.press('Ny');
    await page.getByLabel('Namn').fill(name);
    await page.getByLabel('Antal minuter').fill('60');
    await page.getByLabel('Bokningskategori').selectOption({ label: 'Protetik' });
    await page.getByLabel('Använd resursbokning för mallen').check();
    await page.getByRole('radio', { name: /Tandsköterska/ }).check();
    const units = page.getByRole('toolbar', { name: 'Besökets tidsenheter' });
    await units.getByRole('button').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.getByLabel('Mönstret som text').inputValue()).toBe('ss////');
    expect(await units.getByRole('button').nth(1).getAttribute('aria-label')).toBe(
      '10–20 minuter: Tandsköterska',
    );
    await admin.save();
    await expectSound(page);
    await handbookPicture(page, 'bokningsmall');
  });

  it('is painted with the mouse: dragging over the units', async () => {
    const { page } = admin;
    await page.getByRole('radio', { name: /Röntgen/ }).check();
    const units = page.getByRole('toolbar', { name: 'Besökets tidsenheter' }).getByRole('button');
    await units.nth(2).hover();
    await page.mouse.down();
    await units.nth(3).hover();
    await units.nth(4).hover();
    await page.mouse.up();
    expect(await page.getByLabel('Mönstret som text').inputValue()).toBe('ssrrr/');
    await handbookPicture(page.getByRole('group', { name: 'Resursbokning' }), 'resursbokning');
    await admin.save();
  });

  it('tells at once when no Internet preblock allows its category (T2)', async () => {
    const { page } = admin;
    const status = page.getByRole('status', { name: 'Visas mallen på nätet?' });
    await page.getByLabel('Använd i E-tidbok').check();
    await expect.poll(() => status.textContent()).toContain('Visas inte på nätet');
    await handbookPicture(page, 'mall-visas-inte');
    await page.getByLabel('Bokningskategori').selectOption({ label: 'US/Röntgen' });
    await expect.poll(() => status.textContent()).toContain('Kan visas på nätet');
  });

  it('is refused for the site without a category (T1)', async () => {
    const { page } = admin;
    await page.getByLabel('Bokningskategori').selectOption({ label: 'Ingen' });
    await admin.press('Spara');
    const alert = page.getByRole('alert').filter({ hasText: 'bokningskategori' });
    await alert.first().waitFor();
    await page.getByLabel('Använd i E-tidbok').uncheck();
  });

  it('gets its book text by a click on a standard text (T3)', async () => {
    const { page } = admin;
    const texts = page.getByRole('group', { name: 'Infoga' }).or(page.locator('.texts'));
    await texts.getByRole('button').first().click();
    expect(await page.getByLabel('Tidbokstext', { exact: true }).inputValue()).not.toBe('');
    await admin.save();
  });

  it('is copied, and the copy erased (T5)', async () => {
    const { page } = admin;
    await admin.press('Kopiera');
    await admin.save();
    await admin.press('Ta bort');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ta bort' }).click();
    await expect.poll(() => admin.line(`${name} (kopia)`).count()).toBe(0);
  });

  it('with unsaved changes is not left without a question', async () => {
    const { page } = admin;
    await admin.line(name).click();
    await page.getByLabel('Namn').fill(`${name} ändrad`);
    await page.getByRole('link', { name: 'Bokningsmallslistor' }).click();
    const asks = page.getByRole('alertdialog');
    await asks.getByRole('button', { name: 'Fortsätt redigera' }).click();
    expect(await page.getByLabel('Namn').inputValue()).toBe(`${name} ändrad`);
    await page.getByRole('link', { name: 'Bokningsmallslistor' }).click();
    await asks.getByRole('button', { name: 'Kasta ändringarna' }).click();
    await page.getByRole('heading', { name: 'Bokningsmallslistor' }).waitFor();
  });

  it('with unsaved changes that are given up is copied as it was saved', async () => {
    const { page } = admin;
    await admin.go('mallar');
    await admin.line(name).click();
    await page.getByLabel('Namn').fill(`${name} ändrad`);
    await admin.press('Kopiera');
    await admin.press('Kasta ändringarna');
    await expect.poll(() => page.getByLabel('Namn').inputValue()).toBe(`${name} (kopia)`);
    expect(await page.getByLabel('Namn').and(page.locator(':focus')).count()).toBe(1);
    await admin.press('Spara och stäng');
    const copy = admin.line(`${name} (kopia)`);
    await expect.poll(() => copy.and(page.locator(':focus')).count()).toBe(1);
    await copy.click();
    await admin.press('Ta bort');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ta bort' }).click();
    await expect.poll(() => copy.count()).toBe(0);
    const beginner = page.getByRole('button', { name: 'Ny', exact: true });
    await expect.poll(() => beginner.and(page.locator(':focus')).count()).toBe(1);
    await admin.line(name).click();
    await admin.press('Stäng');
    await expect.poll(() => admin.line(name).and(page.locator(':focus')).count()).toBe(1);
  });

  it('that somebody else changed meanwhile is not overwritten', async () => {
    const { page } = admin;
    await admin.go('mallar');
    await admin.line(name).click();
    const other = await SettingsPage.open(browser, { bookUrl: demo.stack.bookUrl, as: 'admin' });
    await other.go('mallar');
    await other.line(name).click();
    await other.page.getByLabel('Förväntat belopp').fill('4000');
    await other.save();
    await page.getByLabel('Förväntat belopp').fill('5000');
    await admin.press('Spara');
    await page.getByRole('alert').filter({ hasText: 'Någon annan ändrade' }).waitFor();
    await admin.press('Läs in på nytt');
    await expect.poll(() => page.getByLabel('Förväntat belopp').inputValue()).toBe('4000');
    await other.page.context().close();
  });
});

describe('a list (L1, L2)', () => {
  const inside = () => admin.page.getByRole('listbox', { name: 'Finns i listan' });
  const outside = () => admin.page.getByRole('listbox', { name: 'Finns inte i listan' });
  const order = () => inside().getByRole('option').allTextContents();
  const named = async () => (await order()).map((text) => text.trim());

  it('is filled and sorted by keyboard alone', async () => {
    const { page } = admin;
    await admin.go('mallistor');
    await admin.press('Ny');
    await page.getByLabel('Namn').fill(`Lista ${unique}`);
    await page.getByLabel('Ägare').selectOption({ label: 'Alla' });
    await outside().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    const first = await named();
    expect(first).toHaveLength(3);
    await inside().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+ArrowDown');
    expect(await named()).toEqual([first[1], first[0], first[2]]);
  });

  it('is sorted by buttons and by drag, and emptied and filled by double arrows', async () => {
    const { page } = admin;
    const before = await named();
    await inside().getByRole('option').nth(2).click();
    await admin.press('Flytta upp');
    expect(await named()).toEqual([before[0], before[2], before[1]]);
    const options = inside().getByRole('option');
    await options.nth(2).dragTo(options.nth(0));
    expect(await named()).toEqual([before[1], before[0], before[2]]);
    await handbookPicture(page, 'bokningsmallslista');
    await admin.press('Ta bort alla');
    expect(await named()).toEqual([]);
    await admin.press('Lägg till alla');
    expect((await named()).length).toBeGreaterThan(3);
    await outside().waitFor();
    await admin.save();
    await expectSound(page);
  });
});

describe('cards (L4, L5)', () => {
  it('show which list is in force, and that it comes from the company', async () => {
    const { page } = admin;
    await admin.go('registerkort');
    await admin.line(/Maria Lindqvist/).click();
    const choice = page.getByLabel('E-tidbok boknmallslista');
    await expect.poll(() => choice.inputValue()).toBe('inherit');
    await page
      .getByText(/hämtas från Företag/)
      .first()
      .waitFor();
    await expectSound(page);
    await handbookPicture(page, 'registerkort');
  });

  it('of a company have their three tabs, by keyboard, and keep every field', async () => {
    const { page } = admin;
    await admin.go('foretag');
    await admin.line(/Lundatandläkarna/).click();
    await page.getByLabel('Kortnamn').fill('LUND');
    await page.getByLabel('Ansvarig behandlare').selectOption({ label: 'Olle Ohlsson' });
    await page.getByLabel('Förnamn').fill('Ada');
    await handbookPicture(page, 'foretag');
    await page.getByRole('tab', { name: 'Detaljer' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByLabel('Använd organisationens ekonomiska inställningar').uncheck();
    await page.getByLabel('Bankgiro').fill('123-4567');
    await page.keyboard.press('Tab');
    await page.getByRole('tab', { name: 'Övrigt' }).click();
    await page.getByLabel('Preblocklista').waitFor();
    await admin.save();
    await page.reload();
    await admin.line(/Lundatandläkarna/).click();
    expect(await page.getByLabel('Förnamn').inputValue()).toBe('Ada');
    await page.getByRole('tab', { name: 'Ekonomi' }).click();
    expect(await page.getByLabel('Bankgiro').inputValue()).toBe('123-4567');
  });

  it('in use are put out of use instead of erased', async () => {
    const { page } = admin;
    await admin.go('resurser');
    await admin.line(/Stol 1/).click();
    await admin.press('Ta bort');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ta bort' }).click();
    await page.getByText('Används här:').waitFor();
    await page.getByRole('button', { name: 'Sätt ur bruk i stället' }).waitFor();
    await handbookPicture(page, 'anvands-har');
  });
});

describe('every page of the settings', () => {
  const size = { as: 'admin', width: 360 };
  let phone: SettingsPage;
  beforeAll(async () => {
    phone = await SettingsPage.open(browser, { ...size, bookUrl: demo.stack.bookUrl });
  });
  afterAll(() => phone.page.context().close());

  it.each([
    ...['mallar', 'mallistor', 'texter', 'tecken', 'organisation', 'foretag'],
    ...['registerkort', 'kliniker', 'resurser', 'delade-resurser', 'anvandare'],
  ])('is sound on a desk and on a phone: %s', async (path) => {
    for (const shown of [admin, phone]) {
      await shown.go(path);
      await shown.page.locator('.all li button').first().click();
      await shown.page.locator('.one form').waitFor();
      await expectSound(shown.page);
    }
    if (path === 'tecken') await handbookPicture(admin.page, 'tecken');
    if (path === 'organisation') await handbookPicture(phone.page, 'installningar-telefon');
  });
});

describe('permissions (A1, A2)', () => {
  it('are given and taken by role, area by area', async () => {
    const { page } = admin;
    await admin.go('behorigheter');
    await page.getByLabel('Vems behörigheter').selectOption({ label: 'Rollen Läsare' });
    const patients = page.getByLabel('Ändra patienter');
    await patients.selectOption({ label: 'Ja' });
    await page.getByText('Sparat').first().waitFor();
    await patients.selectOption({ label: 'Från början: nej' });
    await expectSound(page);
    await handbookPicture(page, 'behorigheter');
  });

  it('a user is made, and gets a new password that is shown once', async () => {
    const { page } = admin;
    await admin.go('anvandare');
    await admin.press('Ny');
    await page.getByLabel('Namn', { exact: true }).fill('Ny Person');
    await page.getByLabel('Användarnamn').fill(`ny${unique}`);
    await page.getByLabel('Lösenord').fill('ett gott lösenord');
    await admin.save();
    await admin.press('Skapa nytt lösenord');
    await page.getByText(/^Nytt lösenord: .{16}\./).waitFor();
    await handbookPicture(page, 'anvandare');
  });

  it('everybody changes their own password, knowing the old one, and signs in anew', async () => {
    const [signInName, old, next] = [`byter${unique}`, 'det gamla 2026', 'det nya 2026'];
    const user = { signInName, password: old, name: 'Bea B.', roles: ['reader'] };
    expecting(201, await demo.book.send('POST', '/users', user));
    const context = await visitor(browser, { javaScript: true });
    const book = new BookPage(await context.newPage(), demo.stack.bookUrl);
    const { page } = book;
    await book.signIn({ signInName, password: old });
    await page.goto(`${demo.stack.bookUrl}/mitt-losenord`);
    const change = async (current: string): Promise<void> => {
      await page.getByLabel('Nuvarande lösenord').fill(current);
      await page.getByLabel('Nytt lösenord', { exact: true }).fill(next);
      await page.getByLabel('Nytt lösenord en gång till').fill(next);
      await page.getByRole('button', { name: 'Byt lösenord' }).click();
    };
    await change('fel lösenord');
    await page.getByRole('alert').getByText('Det nuvarande lösenordet stämmer inte.').waitFor();
    await handbookPicture(page, 'mitt-losenord');
    await change(old);
    await page.waitForURL(/\/login/);
    await book.signIn({ signInName, password: next });
    await context.close();
  });

  it('who may not change settings reads them, and sees no users', async () => {
    const anna = await SettingsPage.open(browser, { bookUrl: demo.stack.bookUrl, as: 'anna' });
    await anna.go('mallar');
    const { page } = anna;
    expect(await page.getByRole('button', { name: 'Ny', exact: true }).count()).toBe(0);
    await page.getByRole('note').waitFor();
    await page.locator('.all li button').first().click();
    expect(await page.getByLabel('Namn').isDisabled()).toBe(true);
    expect(await page.getByRole('link', { name: 'Användare' }).count()).toBe(0);
    await page.context().close();
  });

  it('without Preblock för internet its lines are grey in the menu, and say why', async () => {
    const [clinicId, chairId] = [demo.clinicId('Lund'), demo.chairId('Stol 1')];
    const date = await ownDay(demo, { chair: 'Stol 1', practitioner: 'Olle' });
    const stretch = { start: at(date, '08:00'), end: at(date, '16:00') };
    const place = { resourceId: chairId, practitionerId: demo.practitionerId('Olle') };
    await demo.book.insertShift({ ...place, ...stretch });
    const temp = await SettingsPage.open(browser, { bookUrl: demo.stack.bookUrl, as: 'vikarie' });
    const book = new BookPage(temp.page, demo.stack.bookUrl);
    const day = { clinicId, chairId, date };
    await book.open(day);
    await book.rightDrag(day, '09:00', '10:00');
    await book.choose('Lägg till preblock');
    const line = temp.page.getByRole('menuitem', { name: /E-tid US\/Röntgen/ });
    await line.waitFor();
    expect(await line.getAttribute('aria-disabled')).toBe('true');
    expect(await line.textContent()).toContain('behörigheten Preblock för internet saknas');
    await handbookPicture(temp.page, 'preblock-internet-gratt');
    await temp.page.context().close();
  });
});
