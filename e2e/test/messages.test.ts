import {
  openMailServer,
  openSmsOperator,
  refusal,
  smsAccount,
  type MailServer,
  type SmsOperator,
} from '@tidbok/tools/message-counterparts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  newPatient,
  openDemoOn,
  publish,
  timesOf,
  type Demo,
  type Published,
} from '../api/demo.ts';
import { expecting } from '../api/http.ts';
import { openBrowser } from '../browser/chromium.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectNoBarrier, seated } from '../browser/staff.ts';
import { freePorts } from '../stack/free-ports.ts';
import { createToken } from '../stack/operator.ts';
import { newDataFolder, removeData, stackAt, startStack, stopStack } from '../stack/stack.ts';

let demo: Demo;
let browser: Browser;
let mail: MailServer;
let sms: SmsOperator;
let published: Published;

/** Two computers look into their queues every other second. */
const PATIENCE = { timeout: 30_000, interval: 100 };

/** The demo's practice, whose messages really leave: to servers of the test's own. */
beforeAll(async () => {
  [mail, sms, browser] = await Promise.all([openMailServer(), openSmsOperator(), openBrowser()]);
  const [book = 0, site = 0, client = 0] = await freePorts(3);
  const cold = stackAt(await newDataFolder(), { book, site, client });
  await startStack(cold);
  const token = await createToken(cold, 'admin');
  await stopStack(cold);
  const { user, password, url } = smsAccount(sms);
  const doors = {
    TIDBOK_DEMO: '0',
    MAIL_SMTP_URL: mail.url.href,
    MAIL_FROM: 'tider@klinik.example',
    SMS_API_URL: url.href,
    SMS_API_USER: user,
    SMS_API_PASSWORD: password,
  };
  const stack = { ...cold, environment: doors };
  await startStack(stack);
  demo = await openDemoOn(stack, token);
  published = await publish(demo, {
    ...{ chair: 'Stol 1', practitioner: 'Maria', from: '08:00', to: '12:00' },
  });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (demo !== undefined) {
    await stopStack(demo.stack);
    await removeData(demo.stack);
  }
  await Promise.all([mail?.close(), sms?.close()]);
});

async function staffAt(path: string, width: number, height: number): Promise<Page> {
  const { page } = await seated(browser, {
    ...{ bookUrl: demo.stack.bookUrl, as: 'admin', width, height },
  });
  await page.goto(`${demo.stack.bookUrl}${path}`);
  return page;
}

const addressOf = (name: string): string => `${name}@example.se`;

/** Somebody books on the site; answers the booking's id. */
async function patientBooks(name: string, mobile: string): Promise<string> {
  const [time] = await timesOf(demo, published);
  if (time === undefined) throw new Error('no time is left');
  const booked = await demo.site.book(published.clinicId, {
    templateId: published.templateId,
    start: time.start,
    resourceId: time.resourceId,
    patient: { ...newPatient(), familyName: name, email: addressOf(name), mobile },
  });
  return expecting(201, booked).bookingId;
}

const mailsTo = (name: string) => mail.taken.filter(({ to }) => to === addressOf(name));
const textsTo = (number: string) => sms.taken.filter(({ form }) => form['to'] === number);
const entry = (page: Page, name: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });

describe('messages to patients', () => {
  it('leave after a decision only, by the ways and in the words that the clinic has chosen', async () => {
    const page = await staffAt('/installningar/meddelanden', 1366, 768);
    await page.getByRole('heading', { name: 'Meddelanden till patienter' }).waitFor();
    const decided = page.getByLabel('Beslutet är fattat');
    await decided.uncheck();
    expect(await page.getByLabel('Skicka e-post').isDisabled()).toBe(true);
    await decided.check();
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Skriv vem som beslutade.').waitFor();
    await page.getByRole('link', { name: 'Tidbokstexter' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Fortsätt redigera' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await decided.isChecked()).toBe(true);
    await expectNoBarrier(page);

    await page.getByLabel('Beslutat av').fill('Vera Ansvarig');
    await page.getByLabel('Beslutet, eller var det finns').fill('Analys 2026-11, pärm 4.');
    await page.getByLabel('Skicka e-post').check();
    await page.getByLabel('Skicka SMS').check();
    await page.getByLabel('Avsändare i SMS').fill('Tandis & Co');
    await page.getByLabel('Text i SMS').fill('Hej! Din tid: {dag} {tid}. {klinik}');
    await page
      .getByRole('region', { name: 'Så ser det ut' })
      .getByText(/^Hej! Din tid: \S+dag/)
      .waitFor();
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText(/Avsändaren ska ha 1–11 tecken/).waitFor();
    await page.getByLabel('Avsändare i SMS').fill('Torget');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Sparat').waitFor();
    await expectNoBarrier(page);
    await handbookPicture(page, 'meddelanden-installning');

    await page.reload();
    expect(await page.getByLabel('Text i SMS').inputValue()).toContain('{dag} {tid}');
    await page.setViewportSize({ width: 360, height: 640 });
    await expectNoBarrier(page);
    await handbookPicture(page, 'meddelanden-installning-phone');
    await page.context().close();
  });

  it('are one e-mail with the calendar’s file and one SMS, when a patient has booked', async () => {
    await patientBooks('hel', '070-174 06 05');
    await vi.waitFor(() => {
      expect(mailsTo('hel')).toHaveLength(1);
      expect(textsTo('+46701740605')).toHaveLength(1);
    }, PATIENCE);
    expect(mailsTo('hel')[0]?.source).toMatch(/text\/calendar; charset=utf-8; method=REQUEST/i);
    const [text] = textsTo('+46701740605');
    expect(text?.form).toMatchObject({ from: 'Torget' });
    expect(text?.form['message']).toMatch(/^Hej! Din tid: \S+dag \d+ \S+ kl\. \d\d\.\d\d\. /);
    expect(text?.form['message']).not.toContain('Undersökning');
  });

  it('take the visit out of the patient’s calendar when staff have cancelled it', async () => {
    const bookingId = await patientBooks('struken', '070-174 06 25');
    await vi.waitFor(() => expect(mailsTo('struken')).toHaveLength(1), PATIENCE);
    expecting(200, await demo.book.cancel(bookingId));
    await vi.waitFor(() => expect(mailsTo('struken')).toHaveLength(2), PATIENCE);
    expect(mailsTo('struken')[1]?.source).toMatch(/method=CANCEL/i);
  });

  it('that did not come through are on the list, until they have left or somebody has called', async () => {
    mail.onMoment = (moment, to) => {
      if (moment === 'recipient' && to === addressOf('okand')) throw refusal(550, 'No such user');
    };
    await patientBooks('okand', '070-174 06 35');
    await patientBooks('tyst', '070-174 06 15');
    await vi.waitFor(() => expect(textsTo('+46701740615')).toHaveLength(1), PATIENCE);
    const [text] = textsTo('+46701740615');
    if (text !== undefined) text.status = 'failed';

    const page = await staffAt('/meddelanden', 1366, 768);
    await vi.waitFor(async () => {
      await page.reload();
      await page.getByRole('main').getByRole('listitem').first().waitFor();
      expect(await entry(page, 'okand').count()).toBe(1);
      expect(await entry(page, 'tyst').count()).toBe(1);
    }, PATIENCE);
    expect(await entry(page, 'okand').innerText()).toContain('Adressen eller numret finns inte.');
    expect(await entry(page, 'tyst').innerText()).toContain('Operatören fick inte fram det.');
    await expectNoBarrier(page);
    await handbookPicture(page, 'meddelanden-som-inte-kom-fram');
    await page.setViewportSize({ width: 360, height: 640 });
    await expectNoBarrier(page);
    await handbookPicture(page, 'meddelanden-som-inte-kom-fram-phone');

    mail.onMoment = () => undefined;
    await page.getByRole('button', { name: 'Skicka igen till Prov okand' }).click();
    await page.getByText('Meddelandet skickas igen.').waitFor();
    await vi.waitFor(() => expect(mailsTo('okand')).toHaveLength(1), PATIENCE);
    await page.getByRole('button', { name: 'Klart: Prov tyst är underrättad' }).click();
    await page.getByText('Borta från listan.').waitFor();
    await page.getByText('Alla meddelanden har gått iväg.').waitFor();
    await expectNoBarrier(page);
    await page.context().close();
  });
});
