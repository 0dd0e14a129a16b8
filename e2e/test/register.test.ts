import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDemo, ownDay, type Demo } from '../api/demo.ts';
import { at } from '../api/local-time.ts';
import { BookPage } from '../browser/book-page.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';

let demo: Demo;
let browser: Browser;
const contexts: BrowserContext[] = [];

const phone = { width: 360, height: 640 };

async function signedIn(as: string, size = {}): Promise<Page> {
  const { page } = await seated(browser, { bookUrl: demo.stack.bookUrl, as, ...size });
  contexts.push(page.context());
  return page;
}

const go = (page: Page, path: string) => page.goto(`${demo.stack.bookUrl}${path}`);

interface Painted {
  readonly ownerDocument: {
    readonly defaultView: {
      getComputedStyle(element: Painted): { readonly backgroundColor: string };
    };
  };
}

const backgroundOf = (element: Painted): string =>
  element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor;

/** A name that no other patient of the run has. */
const unique = `Utby${Date.now().toString(36)}`;

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser?.close();
});

it('a new patient gets a card, a reserve number and a recall, and is found by name', async () => {
  const page = await signedIn('anna');
  await go(page, '/patienter');
  await page.getByRole('link', { name: 'Ny patient' }).click();
  await page.getByLabel('Förnamn').fill('Prov');
  await page.getByLabel('Efternamn').fill(unique);
  await page.getByLabel('Födelsedatum').fill('1985-03-09');
  await page.getByLabel('Ge ett reservnummer').check();
  await page.getByLabel('Mobiltelefonnummer').fill('070-1740605');
  await page.getByLabel('Nästa revision').fill('2026-12-10');
  await page.getByRole('button', { name: 'Spara' }).click();
  await page.getByRole('heading', { name: `Prov ${unique}` }).waitFor();
  expect(await page.getByLabel('Person- eller samordningsnummer').inputValue()).toMatch(
    /^19850309-[A-Z]/,
  );
  await expectNoBarrier(page);
  await handbookPicture(page, 'patient-card');

  await page.getByLabel('Person- eller samordningsnummer').fill('19000101-0000');
  await page.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('Sista siffran stämmer inte med de andra.').waitFor();

  await go(page, '/patienter');
  await page.getByLabel('Sök patient').fill(unique);
  await page.getByRole('link', { name: `Prov ${unique}` }).waitFor();
  await expectNoBarrier(page);
  await handbookPicture(page, 'patient-register');
});

it('a changed card is not left without a question, nor saved over another’s change', async () => {
  const page = await signedIn('anna');

  await go(page, '/patienter/ny');
  await page.getByLabel('Förnamn').fill('Prov');
  await page.getByLabel('Efternamn').fill(`${unique}kvar`);
  await page.getByLabel('Mobiltelefonnummer').fill('070-1740605');
  await page.getByRole('button', { name: 'Spara' }).click();
  await page.getByRole('heading', { name: `Prov ${unique}kvar` }).waitFor();
  const { pathname } = new URL(page.url());
  await go(page, '/patienter');
  await page.getByLabel('Sök patient').fill(`${unique}kvar`);
  await page.getByRole('link', { name: `Prov ${unique}kvar` }).click();
  const town = page.getByLabel('Ort');
  const months = page.getByLabel('Intervall, månader');
  await months.fill('7');
  await months.fill('');
  expect(await months.inputValue()).toBe('');
  await town.fill('Lund');
  const asks = page.getByRole('alertdialog', { name: 'Ändringarna är inte sparade.' });
  for (const leave of [
    () => page.getByRole('link', { name: 'Patienter', exact: true }).click(),
    () => page.goBack(),
    () => page.getByRole('button', { name: 'Ny bokning' }).click(),
  ]) {
    await leave();
    await asks.waitFor();
    await expectNoBarrier(page);
    await asks.getByRole('button', { name: 'Fortsätt redigera' }).click();
    await asks.waitFor({ state: 'detached' });
    expect(await town.inputValue()).toBe('Lund');
  }
  await page.goBack();
  await asks.getByRole('button', { name: 'Kasta ändringarna' }).click();
  await page.getByRole('heading', { name: 'Patienter' }).waitFor();

  const other = await signedIn('anna');
  for (const each of [page, other]) {
    await go(each, pathname);
    await each.getByRole('heading', { name: `Prov ${unique}kvar` }).waitFor();
  }
  await other.getByLabel('Ort').fill('Malmö');
  await other.getByRole('button', { name: 'Spara' }).click();
  await other.getByText('Patienten är sparad.').first().waitFor();
  await town.fill('Lund');
  await page.getByRole('button', { name: 'Spara' }).click();
  await page.getByRole('button', { name: 'Läs in på nytt' }).click();
  await expect.poll(() => town.inputValue()).toBe('Malmö');
  await page.getByRole('link', { name: 'Patienter', exact: true }).click();
  await page.getByRole('heading', { name: 'Patienter' }).waitFor();
});

it('a protected person is named on their card alone, and opened by who may', async () => {
  const admin = await signedIn('admin');
  await go(admin, '/patienter/ny');
  await admin.getByLabel('Förnamn').fill('Prov');
  await admin.getByLabel('Efternamn').fill(`${unique}dold`);
  await admin.getByLabel('Skyddade personuppgifter').selectOption('confidential');
  expect(await admin.getByLabel('E-postadress').count()).toBe(0);
  await admin.getByRole('button', { name: 'Spara' }).click();
  await admin.getByRole('heading', { name: `Prov ${unique}dold` }).waitFor();
  await expectNoBarrier(admin);
  await handbookPicture(admin, 'patient-protected');
  const { pathname } = new URL(admin.url());

  const anna = await signedIn('anna');
  await go(anna, pathname);
  await anna.getByRole('alert').getByText('Du får inte öppna kortet').waitFor();
  await go(anna, '/patienter');
  await anna.getByLabel('Sök patient').fill(`${unique}dold`);
  await anna.getByText('Ingen patient passar sökningen.').waitFor();
});

it('what is typed on a new card while its page still loads is kept', async () => {
  const page = await signedIn('anna');
  let letScriptsCome = (): void => undefined;
  const scriptsMayCome = new Promise<void>((resolve) => (letScriptsCome = resolve));
  await page.route('**/_app/**/*.js', async (route) => {
    await scriptsMayCome;
    await route.continue();
  });
  await page.goto(`${demo.stack.bookUrl}/patienter/ny`, { waitUntil: 'commit' });
  await page.getByLabel('Förnamn').fill('Prov');
  letScriptsCome();
  const isAlive = async (): Promise<boolean> => {
    await page.getByLabel('Skyddade personuppgifter').selectOption('none');
    await page.getByLabel('Skyddade personuppgifter').selectOption('confidential');
    return (await page.getByLabel('E-postadress').count()) === 0;
  };
  await expect.poll(isAlive, { timeout: 20_000 }).toBe(true);
  expect(await page.getByLabel('Förnamn').inputValue()).toBe('Prov');
});

it('the recall list is filtered, booked from, and printed as cards without treatment', async () => {
  const page = await signedIn('anna');
  await go(page, '/revision');
  const rows = page.getByRole('row');
  await page.getByText('försenad').first().waitFor();
  await expectNoBarrier(page);
  await handbookPicture(page, 'recall-list');

  await page.getByLabel('Välj alla').check();
  await page.getByRole('button', { name: 'Kallelsekort' }).click();
  await page.getByRole('heading', { name: 'Dags för ett besök hos oss' }).first().waitFor();
  expect(await page.getByText('Revisionsundersökning').count()).toBe(0);
  await expectNoBarrier(page);
  await handbookPicture(page, 'summons-cards');
  const heading = page.getByRole('heading', { name: 'Kallelsekort' });
  expect(await heading.and(page.locator(':focus')).count()).toBe(1);
  await page.goBack();
  const toCards = page.getByRole('button', { name: 'Kallelsekort' });
  await expect.poll(() => toCards.and(page.locator(':focus')).count()).toBe(1);
  expect(await page.getByLabel('Välj alla').isChecked()).toBe(true);
  await toCards.click();
  await heading.waitFor();
  await page.getByRole('button', { name: 'Markera som kallade' }).click();
  await rows.filter({ hasText: 'kort, Anna' }).first().waitFor();

  let marked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/recalls/called')) marked += 1;
  });
  await page
    .getByRole('checkbox', { name: /^Välj / })
    .nth(1)
    .check();
  const phoned = page.getByRole('button', { name: 'Kallad per telefon' });
  await phoned.dblclick();
  await page.getByText('0 valda').waitFor();
  expect(marked).toBe(1);
  expect(await phoned.and(page.locator(':focus')).count()).toBe(1);

  await page
    .getByRole('button', { name: /^Boka / })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Boka tiden' });
  const colour = () => confirm.evaluate(backgroundOf);
  const ofDisabled = await colour();
  const earliest = await dialog.getByLabel('Tidigast').inputValue();
  await dialog.getByLabel('Tidigast').fill('');
  await dialog.getByRole('button', { name: 'Sök nästa lediga tid' }).click();
  await dialog.getByText('Skriv hela datumet: år, månad och dag.').waitFor();
  await expectNoBarrier(page);
  await dialog.getByLabel('Tidigast').fill(earliest);
  await dialog.getByRole('button', { name: 'Sök nästa lediga tid' }).click();
  await dialog.getByText('Ledig tid').waitFor();
  await expectNoBarrier(page);
  expect(await colour()).not.toBe(ofDisabled);
  await handbookPicture(page, 'recall-book');
  const before = await rows.count();
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => rows.count()).toBe(before - 1);
});

it('a file is tried row by row before it moves in, and once more changes nothing', async () => {
  const page = await signedIn('admin');
  const text = [
    'Patientnr;Förnamn;Efternamn;E-post;Ort',
    `${unique}1;Prov;${unique}ett;;Lund`,
    `${unique}2;Prov;;;Lund`,
    `${unique}3;Prov;${unique}tre;fel;Lund`,
  ].join('\n');
  const buffer = Buffer.from(text, 'latin1');
  const file = { name: 'patienter.csv', mimeType: 'text/csv', buffer };
  for (const outcome of ['läggs till (1)', 'oförändrad (1)']) {
    await go(page, '/flytta-in');
    await page.getByLabel('Fil (CSV eller iCalendar)').setInputFiles(file);
    await page.getByRole('button', { name: 'Läs filen' }).click();
    await page.getByRole('combobox', { name: 'Efternamn' }).waitFor();
    await expectNoBarrier(page);
    if (outcome.startsWith('läggs')) await handbookPicture(page, 'move-in-columns');
    await page.getByRole('button', { name: 'Provkör' }).click();
    await page.getByText('E-post: Ser inte rätt ut.').waitFor();
    await page.getByText('Efternamn: Måste fyllas i.').waitFor();
    await page.getByRole('option', { name: outcome }).waitFor({ state: 'attached' });
    await expectNoBarrier(page);
    if (outcome.startsWith('läggs')) await handbookPicture(page, 'move-in-dry-run');
    await page.getByRole('button', { name: 'Flytta in', exact: true }).click();
    await page.getByRole('status').getByText('Klart').waitFor();
  }
  await go(page, '/flytta-in');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Patienter som CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^patients-.*\.csv$/);
});

it('a file that cannot be read is not kept, and one that was begun can be removed', async () => {
  const page = await signedIn('admin');
  const send = async (name: string, text: string): Promise<void> => {
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
    await page.getByLabel('Fil (CSV eller iCalendar)').setInputFiles(file);
    await page.getByRole('button', { name: 'Läs filen' }).click();
  };
  const begun = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const [good, bad] = [`bra-${unique}.csv`, `tom-${unique}.csv`];
  await go(page, '/flytta-in');
  const list = page.getByRole('region', { name: 'Påbörjade filer' });
  await send(bad, ' ');
  await page.getByRole('alert').getByText('Filen går inte att läsa').waitFor();
  await send(good, 'Patientnr;Förnamn;Efternamn\n' + `${unique}9;Prov;${unique}nio\n`);
  await page.getByRole('button', { name: 'Provkör' }).click();
  await page.getByRole('heading', { name: 'Det här skulle hända' }).waitFor();
  await page.getByRole('cell', { name: 'läggs till' }).waitFor();

  // Begun and left, before the page removed what cannot be read.
  const kind = 'patients';
  await demo.book.send('POST', '/imports', { kind, fileName: bad, sizeBytes: 0 });
  await go(page, '/flytta-in');
  await begun(bad).getByRole('button', { name: 'Fortsätt' }).click();
  await page.getByRole('alert').getByText('Filen går inte att läsa').waitFor();
  await begun(bad)
    .getByRole('button', { name: `Ta bort ${bad}` })
    .click();
  await begun(bad).waitFor({ state: 'detached' });
  await expectNoBarrier(page);
  await begun(good).getByRole('button', { name: 'Fortsätt' }).click();
  await page.getByRole('cell', { name: 'läggs till' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Ny fil' }).click();
  await begun(good)
    .getByRole('button', { name: `Ta bort ${good}` })
    .click();
  await begun(good).waitFor({ state: 'detached' });
  expect(await list.getByText(bad).count()).toBe(0);
});

it('Ctrl K goes to patients, days, weeks and settings by keyboard alone; ? lists the keys', async () => {
  const page = await signedIn('anna');
  const open = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Sök patient, datum/ }).fill(words);
  };
  await page.getByRole('button', { name: /Sök patient eller tid/ }).waitFor();
  // Keys are heard once the page's own program runs.
  const pressed = async (): Promise<number> => {
    await page.keyboard.press('Control+k');
    return page.getByRole('dialog').count();
  };
  await expect.poll(pressed, { timeout: 20_000 }).toBe(1);
  await page.getByRole('combobox', { name: /^Sök patient, datum/ }).fill('12 dec');
  await page.getByRole('option', { name: /12 december/ }).waitFor();
  await expectNoBarrier(page);
  await handbookPicture(page, 'search');
  await page.keyboard.press('Enter');
  await page.waitForURL(/date=\d{4}-12-12/);

  await open('v 51');
  await page.getByRole('option', { name: /vecka 51/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/view=week/);

  await open('bokningsmalls');
  await page.getByRole('option', { name: 'Bokningsmallslistor' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/mallistor/);

  await open('andersson');
  await page
    .getByRole('option', { name: /Andersson/ })
    .first()
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/patienter\/[0-9a-f-]{36}/);

  await page.locator('body').press('?');
  await page.getByRole('dialog', { name: 'Kortkommandon' }).waitFor();
  await expectNoBarrier(page);
  await handbookPicture(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('a time says why no template is on the site there, with a way to the setting', async () => {
  const date = await ownDay(demo, { chair: 'Stol 2', practitioner: 'Maria' });
  const chairId = demo.chairId('Stol 2');
  await demo.book.insertShift({
    resourceId: chairId,
    practitionerId: demo.practitionerId('Maria'),
    start: at(date, '08:00'),
    end: at(date, '16:00'),
  });
  const page = await signedIn('anna');
  const book = new BookPage(page, demo.stack.bookUrl);
  const day = { clinicId: demo.clinicId('Lund'), chairId, date };
  await book.open(day);
  await book.rightDrag(day, '09:00', '09:30');
  await book.choose('Varför (inte) på nätet?');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Inget preblock ligger på tiden.').waitFor();
  await dialog.getByRole('link', { name: 'Se preblocken' }).first().waitFor();
  await dialog.getByText('”Använd i E-tidbok” är inte ikryssat').first().waitFor();
  await expectNoBarrier(page);
  await handbookPicture(page, 'why-not');
});

it.each([
  ['/patienter', 'patient-register-phone'],
  ['/patienter/ny', 'patient-card-phone'],
  ['/revision', 'recall-list-phone'],
  ['/flytta-in', 'move-in-phone'],
])('the page %s fits a phone', async (path, name) => {
  const page = await signedIn('anna', phone);
  await go(page, path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(wide).toBe(phone.width);
  await expectNoBarrier(page);
  await handbookPicture(page, name);
});
