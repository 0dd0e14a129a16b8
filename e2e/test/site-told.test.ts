import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, type Demo } from '../api/demo.ts';
import { dateAfter, today } from '../api/local-time.ts';
import { openBrowser } from '../browser/chromium.ts';
import { reader, typeDetails } from '../browser/site-reader.ts';
import { expectTold, toldBy } from '../browser/told.ts';

let demo: Demo;
let browser: Browser;
/** Far from any frontier, within the weeks that the demo plans. */
const farDate = dateAfter(today(), 42);

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

const MONTHS = {
  sv: 'januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december',
  en: 'January|February|March|April|May|June|July|August|September|October|November|December',
};
/** Weekday, day and month in full. */
const DAY = {
  sv: `(?:mån|tis|ons|tors|fre|lör|sön)dag \\d+ (?:${MONTHS.sv})`,
  en: `(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \\d+ (?:${MONTHS.en})`,
};
const dayHeading = (day: string): RegExp => new RegExp(`^heading "${day}" \\[level=3\\]$`, 'i');
const timeButton = (day: string): RegExp =>
  new RegExp(`^button "\\d\\d:\\d\\d–\\d\\d:\\d\\d ${day}"$`);

const SAYS = {
  sv: {
    skip: 'Hoppa till innehållet',
    logIn: /^(link|button) "Logga in"/,
    steps: 'Bokningens steg',
    step: (n: number, name: string) => `listitem: ${String(n)} av 5 · ${name}`,
    names: ['Klinik & Behandlare', 'Behandling', 'Tid', 'Personuppgifter', 'Bekräfta'],
    choices: 'Dina val',
    headings: ['Var vill du gå?', 'Vad vill du boka?', 'Välj en tid', 'Dina uppgifter'],
    confirm: 'Stämmer allt?',
    done: '(klart)',
    anyone: 'Vem som helst Flest tider att välja på',
    treatment: 'Undersökning 30 min',
    month: /^heading "\p{Lu}\p{L}+( \d{4})? vecka \d+" \[level=2\]$/u,
    next: 'link "Nästa vecka":',
    day: dayHeading(DAY.sv),
    time: timeButton(DAY.sv),
    held: /^strong: Tiden är reserverad för dig till kl\. \d\d\.\d\d\.$/,
    renew: 'button "Behåll tiden 5 minuter till"',
    fields: ['Förnamn', 'Efternamn', 'Personnummer', 'E-postadress', 'Mobiltelefonnummer'],
    review: 'button "Granska bokningen"',
    wrong: 'alert "5 fält behöver rättas":',
    wrongName: /link "Förnamn: Fyll i ditt förnamn\."/,
    wrongField: /Fel: Fyll i ditt förnamn\./,
    visit: /^paragraph: \p{Lu}\p{L}+dag \d+ \p{L}+ kl\. \d\d\.\d\d–\d\d\.\d\d$/u,
    book: 'button "Boka tiden"',
    booked: 'heading "Din tid är bokad" [level=1]',
  },
  en: {
    skip: 'Skip to the content',
    logIn: /^(link|button) "Log in"/,
    steps: 'The steps of the booking',
    step: (n: number, name: string) => `listitem: ${String(n)} of 5 · ${name}`,
    names: ['Clinic & practitioner', 'Treatment', 'Time', 'Your details', 'Confirm'],
    choices: 'Your choices',
    headings: [
      'Where do you want to go?',
      'What do you want to book?',
      'Choose a time',
      'Your details',
    ],
    confirm: 'Is everything right?',
    done: '(done)',
    anyone: 'Anyone The most times to choose from',
    treatment: 'Undersökning 30 min',
    month: /^heading "[A-Z][a-z]+( \d{4})? week \d+" \[level=2\]$/,
    next: 'link "Next week":',
    day: dayHeading(DAY.en),
    time: timeButton(DAY.en),
    held: /^strong: The time is held for you until \d\d:\d\d\.$/,
    renew: 'button "Keep the time for 5 more minutes"',
    fields: [
      'First name',
      'Last name',
      'Swedish personal identity number',
      'E-mail address',
      'Mobile phone number',
    ],
    review: 'button "Review the booking"',
    wrong: 'alert "5 fields need to be mended":',
    wrongName: /link "First name: Fill in your first name\."/,
    wrongField: /Error: Fill in your first name\./,
    visit: /^paragraph: [A-Z][a-z]+day \d+ [A-Z][a-z]+ \d\d:\d\d–\d\d:\d\d$/,
    book: 'button "Book the time"',
    booked: 'heading "Your visit is booked" [level=1]',
  },
} as const;

/** What stands round every step: the way past it, whose page it is, where one is. */
const around = (says: (typeof SAYS)['sv' | 'en'], step: number): (string | RegExp)[] => [
  `link "${says.skip}":`,
  'banner:',
  says.logIn,
  `navigation "${says.steps}":`,
  ...(step === 1 ? [] : [`text: ${says.done}`]),
  says.step(step, says.names[step - 1] ?? ''),
  `complementary "${says.choices}":`,
  'main:',
];

const cases = (['sv', 'en'] as const).flatMap((language) =>
  (['phone', 'desk'] as const).map((size) => ({ language, size })),
);

describe.each(cases)('what a screen reader is told, $language, $size', ({ language, size }) => {
  const says = SAYS[language];
  const page1 = async (): Promise<Page> =>
    (await reader(browser, { language, size, script: true })).newPage();

  it('step by step, with full days, headings and landmarks', { timeout: 90_000 }, async () => {
    const page = await page1();
    await page.goto(demo.stack.siteUrl);
    await expectTold(page, [
      ...around(says, 1),
      `heading "${says.headings[0]}" [level=1]`,
      'region "Lundatandläkarna":',
      'heading "Lundatandläkarna" [level=2]',
      `link "${says.anyone}":`,
      'contentinfo:',
    ]);

    await page.getByRole('link', { name: 'Olle Ohlsson' }).click();
    await expectTold(page, [
      ...around(says, 2),
      `heading "${says.headings[1]}" [level=1]`,
      `link "${says.treatment}":`,
      'contentinfo:',
    ]);

    await page.getByRole('link', { name: says.treatment, exact: true }).click();
    await page.waitForURL(/\/tid\?/);
    const far = new URL(page.url());
    far.searchParams.set('date', farDate);
    await page.goto(far.href);
    await expectTold(page, [
      ...around(says, 3),
      `heading "${says.headings[2]}" [level=1]`,
      says.month,
      says.next,
      says.day,
      says.time,
      'contentinfo:',
    ]);
    const buttons = (await toldBy(page)).filter((line) => /^button "\d\d:\d\d/.test(line));
    expect(buttons.filter((line) => !says.time.test(line))).toEqual([]);

    await page.locator('form.week button[name="time"]').first().click();
    await page.waitForURL(/\/uppgifter\?/);
    await expectTold(page, [
      ...around(says, 4),
      `heading "${says.headings[3]}" [level=1]`,
      says.held,
      says.renew,
      ...says.fields.map((field) => `textbox "${field}"`),
      says.review,
      'contentinfo:',
    ]);

    await page.locator('form#carried .look-primary').click();
    await page.getByRole('alert').waitFor();
    await expectTold(page, [
      says.wrong,
      says.wrongName,
      says.wrongField,
      `textbox "${says.fields[0]}" [invalid]`,
    ]);
    expect(await page.title()).toMatch(/^(Fel:|Error:)/);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');

    const patient = newPatient();
    await typeDetails(page, patient);
    await page.locator('form#carried .look-primary').click();
    await page.waitForURL(/\/bekrafta\?/);
    await expectTold(page, [
      ...around(says, 5),
      `heading "${says.confirm}" [level=1]`,
      says.visit,
      /^definition: Prov /,
      says.book,
      'contentinfo:',
    ]);
    await page.getByRole('button', { name: says.book.slice(8, -1) }).click();
    await page.waitForURL(/\/klart\//);
    await expectTold(page, ['banner:', 'main:', says.booked, 'contentinfo:']);
    await page.context().close();
  });

  it('that the internet is gone and has come back, without losing the place', async () => {
    const page = await page1();
    await page.goto(demo.stack.siteUrl);
    const notice = page.locator('.offline');
    expect(await notice.getAttribute('role')).toBe('status');
    await page.context().setOffline(true);
    await expectTold(page, [/^status: \S/]);
    await page.context().setOffline(false);
    await notice.waitFor({ state: 'hidden' });
    await page.context().close();
  });
});
