import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import { doubleBooked } from '../api/double-booking.ts';
import { ask } from '../api/http.ts';
import { logoPicture } from '../api/picture.ts';
import { openBrowser } from '../browser/chromium.ts';
import { ADMIN, ClientPage, RECEPTION } from '../browser/client-page.ts';
import { handbookPicture } from '../browser/handbook-picture.ts';
import { expectSound, reader } from '../browser/site-reader.ts';
import { adminToken } from '../stack/environment.ts';
import { pidOf, without } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

let demo: Demo;
let browser: Browser;
const opened: ClientPage[] = [];

beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
});

afterEach(async () => {
  for (const page of opened.splice(0)) await page.context.close();
});

afterAll(async () => {
  await browser?.close();
});

async function client(who: Parameters<typeof ClientPage.open>[2] = {}): Promise<ClientPage> {
  const page = await ClientPage.open(browser, demo.stack.clientUrl, who);
  opened.push(page);
  return page;
}

const SIZES = [
  { size: 'desk', width: 1366, height: 768 },
  { size: 'phone', width: 360, height: 640 },
] as const;

const PAGES = [
  { path: '/', sv: 'Läget just nu', en: 'How things stand' },
  { path: '/tray', sv: 'Behöver en människa', en: 'Needs a person' },
  { path: '/day-sheet', sv: 'Dagblad', en: 'Day sheet' },
  { path: '/pairing', sv: 'Parkoppling', en: 'Pairing' },
  { path: '/clinics', sv: 'Klinikens uppgifter', en: 'The clinic’s details' },
  { path: '/limits', sv: 'Gränser och adress', en: 'Limits and address' },
  { path: '/doctor', sv: 'Felsökning', en: 'Doctor' },
  { path: '/log', sv: 'Logg', en: 'Log' },
] as const;

const READINGS = SIZES.flatMap((size) => PAGES.map((each) => ({ ...size, ...each })));

describe('a page of the Online Client', () => {
  it.each(READINGS)('$path reads well in both languages and has no barrier, $size', async (of) => {
    const { size, path, width, height } = of;
    const shown = await client({ width, height });
    await shown.signIn(ADMIN);
    for (const language of ['sv', 'en'] as const) {
      await shown.goTo(`/language/${language}?next=${path}`);
      const heading = shown.page.getByRole('heading', { level: 1, name: of[language] });
      await heading.waitFor();
      await shown.expectSound();
      if (language === 'sv') {
        const name = path === '/' ? 'laget' : path.slice(1);
        await handbookPicture(shown.page, `synken-${name}-${size}`);
      }
    }
  });
});

describe('how things stand (E5)', () => {
  it('is told at a glance to anybody at the computer, without signing in and without scripts', async () => {
    const { page, goTo } = bound(await client({ javaScript: false }));
    await goTo('/');
    await page.getByRole('status').getByText('Ansluten till bokningssidan').waitFor();
    const facts = page.locator('dl');
    for (const name of ['Ansluten sedan', 'Senaste utbyte', 'Väntar på att skickas', 'Version']) {
      await facts.getByText(name, { exact: true }).waitFor();
    }
    await facts.getByText('går lika med sidans').waitFor();
  });

  it('says calmly that the site is away, since when, and what still works', async () => {
    const { page, goTo } = bound(await client());
    await without(demo.stack, 'site', async () => {
      await waitUntil(
        async () => {
          await goTo('/');
          const lead = page.getByText('Inte ansluten till bokningssidan', { exact: true });
          return (await lead.count()) > 0;
        },
        { what: 'the page to say so', withinMs: 20_000 },
      );
      await page.getByText('Tidboken fungerar som vanligt', { exact: false }).waitFor();
      await handbookPicture(page, 'synken-sidan-borta');
    });
  });
});

/** The page's own methods, to be taken apart. */
function bound(shown: ClientPage) {
  return { page: shown.page, goTo: (path: string) => shown.goTo(path) };
}

describe('how things stand when something is away (E5)', () => {
  const patience = { timeout: 20_000 };

  it('says that the Online Client does not answer, until it does', async () => {
    const shown = await client();
    await shown.goTo('/');
    const pid = await pidOf(demo.stack, 'online-client');
    const silent = shown.page.getByRole('alert').getByText(/^Onlineklienten svarar inte/);
    process.kill(pid, 'SIGSTOP');
    try {
      await silent.waitFor(patience);
      await shown.expectSound();
      await handbookPicture(shown.page, 'klienten-svarar-inte');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await silent.waitFor({ ...patience, state: 'detached' });
  });

  it('claims nothing about a connection that is lost', async () => {
    const shown = await client();
    await without(demo.stack, 'site', async () => {
      await expect
        .poll(async () => {
          await shown.goTo('/');
          return shown.page.locator('dl').textContent();
        }, patience)
        .toMatch(/Ansluten sedan\s*Inte ansluten just nu/);
      const rows = (await shown.page.locator('dl').textContent()) ?? '';
      expect(rows).toMatch(/Förbindelse\s*ingen/);
      expect(rows).toMatch(/jämförs när sidan nås/);
    });
  });
});

describe('who may', () => {
  it('reads patients or changes settings only once signed in, and only as an administrator', async () => {
    const shown = await client();
    await shown.goTo('/limits');
    await shown.page.getByRole('heading', { level: 1, name: 'Logga in' }).waitFor();
    await shown.signIn(RECEPTION);
    await shown.goTo('/tray');
    await shown.page.getByRole('heading', { level: 1, name: 'Behöver en människa' }).waitFor();
    await shown.goTo('/limits');
    await shown.page.getByText('Du har inte behörighet till detta', { exact: false }).waitFor();
  });

  it('is refused a wrong password in words that do not say which part was wrong', async () => {
    const shown = await client();
    await shown.goTo('/sign-in');
    await shown.page.getByLabel('Användarnamn').fill('admin');
    await shown.page.getByLabel('Lösenord').fill('fel lösenord');
    await shown.page.locator('main').getByRole('button', { name: 'Logga in' }).click();
    const alert = shown.page.getByRole('alert');
    await alert.getByText('Användarnamnet eller lösenordet stämmer inte.').waitFor();
  });

  it('is turned away when the browser was led here under another name', async () => {
    const { hostname, port } = new URL(demo.stack.clientUrl);
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { host: 'evil.example' };
      request({ hostname, port, path: '/', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('cannot be made to act by a form of another page', async () => {
    const form = new URLSearchParams({ name: 'admin', password: ADMIN.password });
    for (const origin of ['https://evil.example', demo.stack.clientUrl]) {
      const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
      const url = `${demo.stack.clientUrl}/sign-in`;
      const answer = await ask(url, { method: 'POST', headers, body: form.toString() });
      expect(answer.status).toBe(403);
    }
  });
});

interface SiteClinic {
  readonly id: string;
  readonly phone: string;
}

describe('what the site shows of the clinic (E2)', () => {
  it('is changed here without scripts, and stands on the site at once', async () => {
    const shown = await client({ javaScript: false });
    await shown.signIn(ADMIN);
    await shown.goTo('/clinics');
    const card = shown.page.getByRole('region', { name: 'Lundatandläkarna' }).first();
    const before = await card.getByLabel('Telefon').inputValue();
    await card.getByLabel('Telefon').fill('046-99 99 99');
    await card.getByRole('button', { name: 'Spara' }).click();
    await shown.page.getByRole('status').getByText('Sparat', { exact: false }).waitFor();
    const phoneOnSite = async (): Promise<string | undefined> => {
      const url = `${demo.stack.siteUrl}/api/v1/clinics`;
      const { body } = await ask<{ items: SiteClinic[] }>(url);
      return body.items.find(({ id }) => id === demo.clinicId('Lund'))?.phone;
    };
    await waitUntil(async () => (await phoneOnSite()) === '046-99 99 99', {
      what: 'the new number to stand on the site',
    });
    await card.getByLabel('Telefon').fill(before);
    await card.getByRole('button', { name: 'Spara' }).click();
    await waitUntil(async () => (await phoneOnSite()) === before, { what: 'the old number' });
  });

  it('takes a picture as the logo, shows it on the site, and refuses what is none', async () => {
    const shown = await client();
    await shown.signIn(ADMIN);
    await shown.goTo('/clinics');
    const card = shown.page.getByRole('region', { name: 'Lundatandläkarna' }).first();
    const upload = async (name: string, buffer: Buffer): Promise<void> => {
      await card.getByLabel('Bildfil').setInputFiles({ name, mimeType: 'image/png', buffer });
      await card.getByRole('button', { name: 'Ladda upp' }).click();
    };
    await upload('logo.png', Buffer.from('<svg onload="alert(1)"/>'));
    const alert = shown.page.getByRole('alert');
    await alert.getByText('Filen är ingen PNG-, JPEG- eller WebP-bild.').waitFor();
    const picture = logoPicture(160, 48);
    await upload('logo.png', picture);
    await card.getByRole('img', { name: 'Logotyp för' }).waitFor();
    const lund = demo.clinicId('Lund');
    const atSite = async () => fetch(`${demo.stack.siteUrl}/logotyp/${lund}`);
    await waitUntil(async () => (await atSite()).ok, { what: 'the logo to reach the site' });
    const served = await atSite();
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
    await logoIsShown(lund);
    await card.getByRole('button', { name: 'Ta bort logotypen' }).click();
    await card.getByText('Ingen logotyp').waitFor();
    await waitUntil(async () => (await atSite()).status === 404, { what: 'the logo to be gone' });
  });

  const logoIsShown = async (clinicId: string): Promise<void> => {
    for (const size of ['phone', 'desk'] as const) {
      const context = await reader(browser, { language: 'sv', size, script: false });
      const page = await context.newPage();
      await page.goto(`${demo.stack.siteUrl}/?clinic=${clinicId}`);
      const logo = page.locator('header').getByRole('img', { name: 'Lundatandläkarna, logotyp' });
      await logo.waitFor();
      const width = await logo.evaluate((image: { naturalWidth: number }) => image.naturalWidth);
      expect(width).toBe(160);
      await expectSound(page);
      await handbookPicture(page, `synken-logotyp-${size}`);
      await context.close();
    }
  };
});

interface PracticeCard {
  readonly name: string;
  readonly nearHours: number;
  readonly offlineSellingHours: number;
  readonly requiredAddressFields: readonly string[];
  readonly limits: { readonly leadTimeMinutes: number; readonly changeDeadline: object };
}

const practiceCard = async (): Promise<PracticeCard> => {
  const { body } = await demo.book.get<PracticeCard>('/practice');
  const { name, nearHours, offlineSellingHours, requiredAddressFields, limits } = body;
  return { name, nearHours, offlineSellingHours, requiredAddressFields, limits };
};

describe('limits and address (E3, E4)', () => {
  it('are saved in words that a clinic understands, the frontier among them', async () => {
    const shown = await client({ javaScript: false });
    await shown.signIn(ADMIN);
    await shown.goTo('/limits');
    const before = await practiceCard();
    const { page } = shown;
    await page.getByLabel('Senast så många timmar före besöket').fill('3');
    await page.getByLabel('vardagen före besöket, ett visst klockslag').check();
    await page.getByLabel('Klockslag', { exact: true }).fill('12:00');
    await page.getByLabel('Två dygn före.').check();
    await page.getByLabel('Postnummer').check();
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('status').getByText('Sparat', { exact: false }).waitFor();
    expect(await practiceCard()).toMatchObject({
      nearHours: 48,
      requiredAddressFields: [...new Set([...before.requiredAddressFields, 'postalCode'])],
      limits: { leadTimeMinutes: 180, changeDeadline: { type: 'weekday-before', at: 720 } },
    });
    const back = await ask(`${demo.stack.bookUrl}/api/v1/practice`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminToken()}` },
      body: before,
    });
    expect(back.status, JSON.stringify(back.body)).toBe(200);
  });

  it('keep what was typed and say what to write where it cannot be meant', async () => {
    const shown = await client({ javaScript: false });
    await shown.signIn(ADMIN);
    await shown.goTo('/limits');
    const before = await practiceCard();
    await shown.page
      .getByLabel('Högst så många månader fram')
      .evaluate((input: HTMLElementLike) => {
        input.setAttribute('type', 'text');
      });
    await shown.page.getByLabel('Högst så många månader fram').fill('99');
    await shown.page.locator('main form').evaluate((form: FormLike) => {
      form.noValidate = true;
    });
    await shown.page.getByRole('button', { name: 'Spara' }).click();
    await shown.page.getByText('Skriv ett heltal från 1 till 36.').waitFor();
    expect(await shown.page.getByLabel('Högst så många månader fram').inputValue()).toBe('99');
    expect(await practiceCard()).toEqual(before);
  });
});

interface HTMLElementLike {
  setAttribute(name: string, value: string): void;
}
interface FormLike {
  noValidate: boolean;
}

describe('the tray (E5)', () => {
  it('explains a double booking, and moves one visit to the nearest equal time', async () => {
    const published = await doubleBooked(demo, { chair: 'Stol 2', practitioner: 'Maria' });
    const shown = await client({ javaScript: false });
    await shown.signIn(RECEPTION);
    await shown.goTo('/tray');
    const { page } = shown;
    const name = 'Dubbelbokning: tiden hann säljas på nätet';
    const card = page.getByRole('region', { name });
    await card.getByText('Personalen bokade över tid', { exact: false }).waitFor();
    await handbookPicture(page, 'synken-fall');
    await card
      .getByRole('button', { name: /^Flytta till/ })
      .first()
      .click();
    await page.getByRole('status').getByText('Fallet är löst.').waitFor();
    await page.getByText('Inget behöver en människa just nu.').waitFor();
    const { date, chairId } = published;
    const visits = await demo.book.bookings(date, date, chairId);
    const live = visits.filter(({ status }) => status !== 'cancelled');
    const starts = live.map(({ start }) => start);
    expect(new Set(starts).size).toBe(starts.length);
  });
});

describe('the other ways out of a case', () => {
  const card = ({ page }: ClientPage) =>
    page.getByRole('region', { name: 'Dubbelbokning: tiden hann säljas på nätet' });
  const statesOf = async ({ date, chairId }: Published): Promise<string[]> =>
    (await demo.book.bookings(date, date, chairId)).map(({ status }) => status).sort();

  it('lets everything stand: the case is closed and nothing has changed', async () => {
    const published = await doubleBooked(demo, { chair: 'Stol 3', practitioner: 'Maria' });
    const shown = await client({ javaScript: false });
    await shown.signIn(RECEPTION);
    await shown.goTo('/tray');
    await card(shown).getByRole('button', { name: 'Allt får stå kvar' }).click();
    await shown.page.getByRole('status').getByText('Fallet är löst.').waitFor();
    expect(await card(shown).count()).toBe(0);
    expect(await statesOf(published)).toEqual(['confirmed', 'confirmed']);
  });

  it('cancels one visit with its reason; the patient’s own stays', async () => {
    const published = await doubleBooked(demo, { chair: 'Stol 3', practitioner: 'Maria' });
    const shown = await client({ javaScript: false });
    await shown.signIn(RECEPTION);
    await shown.goTo('/tray');
    const staffs = card(shown).getByRole('listitem').filter({ hasText: 'bokad här' });
    await staffs.getByLabel('Orsak').selectOption('practitioner-absent');
    await staffs.getByLabel('Anteckning').fill('ringde patienten');
    await staffs.getByRole('button', { name: /^Avboka:/ }).click();
    await shown.page.getByRole('status').getByText('Fallet är löst.').waitFor();
    const { date, chairId } = published;
    const live = (await demo.book.bookings(date, date, chairId)).filter(
      ({ status }) => status !== 'cancelled',
    );
    expect(live.map(({ source }) => source)).toEqual(['online']);
  });
});

describe('the day sheet', () => {
  it('holds an online booking until somebody has seen it', async () => {
    const where = { chair: 'Stol 1', practitioner: 'Olle', from: '10:00', to: '12:00' };
    const published = await publish(demo, where);
    const [first] = await timesOf(demo, published);
    const patient = newPatient();
    const { templateId, clinicId, chairId: resourceId } = published;
    const sale = { templateId, start: first?.start ?? '', resourceId, patient };
    expect((await demo.site.book(clinicId, sale)).status).toBe(201);
    const shown = await client({ javaScript: false });
    await shown.signIn(RECEPTION);
    const name = `${patient.givenName} ${patient.familyName}`;
    const row = shown.page.getByRole('row', { name: new RegExp(name) });
    await waitUntil(
      async () => {
        await shown.goTo('/day-sheet');
        return (await row.count()) === 1;
      },
      { what: 'the visit on the sheet' },
    );
    await handbookPicture(shown.page, 'synken-dagblad');
    await shown.page.getByRole('button', { name: 'Allt på bladet är sett' }).click();
    await shown.page.getByText('Alla e-bokningar är sedda.').waitFor();
  });
});

describe('the doctor', () => {
  it('walks the way to the site and finds each stretch well', async () => {
    const shown = await client();
    await shown.goTo('/doctor');
    for (const stretch of ['Klinikens databas', 'Diskutrymme', 'WebSocket', 'Vanliga anrop']) {
      await shown.page.getByRole('row', { name: new RegExp(`^${stretch} Bra`) }).waitFor();
    }
  });
});
