import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Answer, type Problem } from '../api/http.ts';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import { at, dateAfter, today } from '../api/local-time.ts';
import { adminToken } from '../stack/environment.ts';
import { storedVisits } from '../stack/cellars.ts';
import { waitUntil } from '../stack/wait-until.ts';

let demo: Demo;
let published: Published;
let start: string;
let takenStart: string;
let visitsBefore: number;

const count = async (): Promise<number> => {
  const [book, site] = await Promise.all([
    storedVisits(demo.stack, 'book'),
    storedVisits(demo.stack, 'site'),
  ]);
  return book.length + site.length;
};

beforeAll(async () => {
  demo = await openDemo();
  const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
  published = await publish(demo, where);
  const [first, second] = await timesOf(demo, published);
  start = first?.start ?? '';
  takenStart = second?.start ?? '';
  const taken = await demo.site.book(published.clinicId, good({ start: takenStart }));
  expect(taken.status).toBe(201);
  const { date, chairId } = published;
  await waitUntil(async () => (await demo.book.bookings(date, date, chairId)).length === 1, {
    what: 'the book to hold the visit',
  });
  visitsBefore = await count();
});

const good = (changes: object = {}) => ({
  templateId: published.templateId,
  start,
  resourceId: published.chairId,
  patient: newPatient(),
  ...changes,
});

const patient = (changes: object) => good({ patient: { ...newPatient(), ...changes } });

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

/** The last Sunday of March, when 02:00 to 03:00 does not exist. */
const summerTimeSunday = (): string => {
  const [year = 0] = today().split('-').map(Number);
  const inYear = (each: number): string => {
    const last = new Date(Date.UTC(each, 2, 31));
    return new Date(last.getTime() - last.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
  };
  return inYear(year) > today() ? inYear(year) : inYear(year + 1);
};

/** A request that must be refused: what is wrong with it, what is sent, the codes that fit. */
type BadInput = readonly [wrong: string, body: () => unknown, codes: readonly string[]];

const INVALID = ['invalid'] as const;

const BAD_BOOKINGS: readonly BadInput[] = [
  ['no body', () => '', INVALID],
  ['text that is not JSON', () => '{"templateId":', INVALID],
  ['a list', () => [], INVALID],
  ['a number', () => '42', INVALID],
  ['null', () => 'null', INVALID],
  ['an empty object', () => ({}), INVALID],
  ['no template', () => good({ templateId: undefined }), INVALID],
  ['a template that is not an id', () => good({ templateId: "1' or '1'='1" }), INVALID],
  ['an unknown template', () => good({ templateId: UNKNOWN }), ['unknown-template']],
  [
    'a template that is not online',
    () => good({ templateId: demo.templateId('Rotfyllning') }),
    ['unknown-template', 'template-not-online', 'template-not-in-list'],
  ],
  [
    'a template whose category the preblock does not allow',
    () => good({ templateId: demo.templateId('Akutbesök') }),
    ['category-not-allowed', 'not-offered'],
  ],
  ['a template of the wrong type', () => good({ templateId: 7 }), INVALID],
  ['no start', () => good({ start: undefined }), INVALID],
  ['a start that is a number', () => good({ start: 1_800_000_000 }), INVALID],
  ['the 30th of February', () => good({ start: '2027-02-30T08:00:00+01:00' }), INVALID],
  ['the 13th month', () => good({ start: '2027-13-01T08:00:00+01:00' }), INVALID],
  ['25 o’clock', () => good({ start: `${published.date}T25:00:00+01:00` }), INVALID],
  ['a start without an offset', () => good({ start: `${published.date}T08:00:00` }), INVALID],
  [
    'an hour that summer time skips',
    () => good({ start: `${summerTimeSunday()}T02:30:00+01:00` }),
    ['local-time-skipped'],
  ],
  ['yesterday', () => good({ start: at(dateAfter(today(), -1), '08:00') }), ['in-the-past']],
  [
    'two years ahead',
    () => good({ start: at(dateAfter(today(), 730), '08:00') }),
    ['too-far', 'not-offered'],
  ],
  [
    'a time off the grid',
    () => good({ start: at(published.date, '08:07') }),
    ['off-the-grid', 'not-offered'],
  ],
  [
    'a time that is not offered',
    () => good({ start: at(published.date, '12:00') }),
    ['not-offered'],
  ],
  ['a time just taken', () => good({ start: takenStart }), ['time-taken']],
  ['no chair', () => good({ resourceId: undefined }), INVALID],
  ['a chair that is not an id', () => good({ resourceId: '../../etc/passwd' }), INVALID],
  ['an unknown chair', () => good({ resourceId: UNKNOWN }), ['unknown-resource', 'not-offered']],
  ['a hold that is not an id', () => good({ holdId: 'mine' }), INVALID],
  ['an unknown hold', () => good({ holdId: UNKNOWN }), ['unknown-hold', 'hold-expired']],
  ['no patient', () => good({ patient: undefined }), INVALID],
  ['a patient that is text', () => good({ patient: 'Prov Andersson' }), INVALID],
  ['no given name', () => patient({ givenName: '' }), INVALID],
  ['a given name of spaces', () => patient({ givenName: '   ' }), INVALID],
  ['a given name of 10,000 letters', () => patient({ givenName: 'a'.repeat(10_000) }), INVALID],
  ['a given name with control characters', () => patient({ givenName: 'Pr\u0000ov' }), INVALID],
  ['a given name that is a list', () => patient({ givenName: ['Prov'] }), INVALID],
  ['HTML for a given name', () => patient({ givenName: '<script>alert(1)</script>' }), INVALID],
  ['no family name', () => patient({ familyName: undefined }), INVALID],
  ['SQL for a family name', () => patient({ familyName: "'); drop table booking;--" }), INVALID],
  ['no identity number', () => patient({ personalIdentityNumber: '' }), INVALID],
  ['a wrong check digit', () => patient({ personalIdentityNumber: wrongCheckDigit() }), INVALID],
  [
    'an identity number of letters',
    () => patient({ personalIdentityNumber: 'abcdefgh-ijkl' }),
    INVALID,
  ],
  ['an impossible birthday', () => patient({ personalIdentityNumber: '19990231-1234' }), INVALID],
  [
    'an identity number as a number',
    () => patient({ personalIdentityNumber: 192801287075 }),
    INVALID,
  ],
  ['no e-mail address', () => patient({ email: '' }), INVALID],
  ['an e-mail address without @', () => patient({ email: 'prov.example.se' }), INVALID],
  [
    'an e-mail address with a line break',
    () => patient({ email: 'a@b.se\r\nBcc: c@d.se' }),
    INVALID,
  ],
  ['no mobile number', () => patient({ mobile: undefined }), INVALID],
  ['a mobile number of letters', () => patient({ mobile: 'ring mig' }), INVALID],
  ['a mobile number of three digits', () => patient({ mobile: '112' }), INVALID],
  ['an address that is text', () => patient({ address: 'Storgatan 1' }), INVALID],
];

function wrongCheckDigit(): string {
  const number = newPatient().personalIdentityNumber;
  return `${number.slice(0, -1)}${String((Number(number.slice(-1)) + 1) % 10)}`;
}

const expectRefusal = (answer: Answer<Partial<Problem>>, codes: readonly string[]): void => {
  expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(codes).toContain(answer.body.code);
};

const sentenceOf = ({ body }: Answer<Partial<Problem>>): string => body.detail ?? body.title ?? '';

describe('a booking on the site with something wrong', () => {
  it.each(BAD_BOOKINGS)(
    '%s: is refused with its code, in both languages',
    async (_, body, codes) => {
      const sent = body();
      const swedish = await demo.site.book(published.clinicId, sent, { 'accept-language': 'sv' });
      const english = await demo.site.book(published.clinicId, sent, { 'accept-language': 'en' });
      expectRefusal(swedish, codes);
      expectRefusal(english, codes);
      expect(sentenceOf(swedish)).toMatch(/\p{L}.*\.$/u);
      expect(sentenceOf(english)).toMatch(/\p{L}.*\.$/u);
      expect(sentenceOf(english)).not.toBe(sentenceOf(swedish));
    },
  );

  it('ten megabytes: are refused without being read to the end', async () => {
    const answer = await demo.site.book(
      published.clinicId,
      patient({ givenName: 'a'.repeat(1e7) }),
    );
    expectRefusal(answer, ['too-large']);
    expect(answer.status).toBe(413);
  });

  it('a body that says it is something else than JSON: is refused', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await demo.site.book(published.clinicId, JSON.stringify(good()), headers);
    expectRefusal(answer, ['unsupported-media-type', 'invalid']);
  });

  it('no idempotency key: is refused', async () => {
    const url = `${demo.stack.siteUrl}/api/v1/clinics/${published.clinicId}/bookings`;
    const answer = await ask<Problem>(url, { method: 'POST', body: good() });
    expectRefusal(answer, ['idempotency-key-missing']);
  });

  it('an idempotency key of 10,000 letters: is refused', async () => {
    const headers = { 'idempotency-key': 'k'.repeat(10_000) };
    const answer = await demo.site.book(published.clinicId, good(), headers);
    expectRefusal(answer, ['invalid', 'idempotency-key-missing']);
  });

  it.each([
    ['an unknown clinic', UNKNOWN, ['unknown-clinic']],
    ['a clinic that is not an id', 'lund', ['unknown-clinic', 'invalid']],
    ['a clinic that is a path', '..%2F..%2Fetc', ['unknown-clinic', 'invalid']],
  ])('%s: is refused', async (_, clinicId, codes) => {
    expectRefusal(await demo.site.book(clinicId, good()), codes);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('the method %s: is refused', async (method) => {
    const url = `${demo.stack.siteUrl}/api/v1/clinics/${published.clinicId}/bookings`;
    const answer = await ask<Problem>(url, { method, body: good() });
    expectRefusal(answer, ['method-not-allowed']);
    expect(answer.status).toBe(405);
  });

  it('a key that was used with other content: is refused, and the first booking stands', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const where = { chair: 'Stol 3', practitioner: 'Amir', from: '08:00', to: '09:00' };
    const other = await publish(demo, where);
    const [first, second] = await timesOf(demo, other);
    const who = newPatient();
    const body = { ...good({ patient: who }), resourceId: other.chairId, start: first?.start };
    const booked = await demo.site.book(other.clinicId, body, headers);
    const replayed = await demo.site.book(other.clinicId, body, headers);
    const changed = { ...body, start: second?.start };
    expectRefusal(await demo.site.book(other.clinicId, changed, headers), [
      'idempotency-key-reused',
    ]);
    expect(booked.status).toBe(201);
    expect(replayed.status).toBe(201);
    expect(replayed.body.bookingId).toBe(booked.body.bookingId);
    visitsBefore += 2;
  });
});

describe('a question to the site with something wrong', () => {
  const asked = (query: Record<string, string>): string =>
    `${demo.stack.siteUrl}/api/v1/clinics/${published.clinicId}/times?` +
    new URLSearchParams({
      templateId: published.templateId,
      from: published.date,
      to: published.date,
      ...query,
    }).toString();

  it.each([
    ['a day that does not exist', { from: '2027-02-30' }, ['invalid']],
    ['a range that ends before it begins', { to: '2020-01-01' }, ['invalid']],
    ['more than 62 days', { to: '2029-01-01' }, ['invalid', 'too-large']],
    ['a template that is not an id', { templateId: '1;select 1' }, ['invalid']],
    ['an unknown template', { templateId: UNKNOWN }, ['unknown-template']],
    ['an unknown practitioner', { practitionerId: UNKNOWN }, ['unknown-practitioner']],
  ])('%s: is refused', async (_, query, codes) => {
    expectRefusal(await ask<Problem>(asked(query)), codes);
  });
});

describe('a request of staff with something wrong', () => {
  const staffBooking = (changes: object = {}) => ({
    resourceId: published.chairId,
    practitionerId: published.practitionerId,
    start: at(published.date, '09:00'),
    templateId: published.templateId,
    patient: newPatient(),
    ...changes,
  });

  it.each<BadInput>([
    ['no body', () => '', INVALID],
    ['no start', () => staffBooking({ start: undefined }), INVALID],
    ['an impossible start', () => staffBooking({ start: '2027-02-30T08:00:00+01:00' }), INVALID],
    ['minus thirty minutes', () => staffBooking({ minutes: -30 }), INVALID],
    ['half a minute', () => staffBooking({ minutes: 0.5 }), INVALID],
    ['a thousand days of minutes', () => staffBooking({ minutes: 1_440_000 }), INVALID],
    ['an unknown chair', () => staffBooking({ resourceId: UNKNOWN }), ['unknown-resource']],
    [
      'an unknown practitioner',
      () => staffBooking({ practitionerId: UNKNOWN }),
      ['unknown-practitioner'],
    ],
    ['an unknown template', () => staffBooking({ templateId: UNKNOWN }), ['unknown-template']],
    [
      'an unknown patient',
      () => staffBooking({ patient: undefined, patientId: UNKNOWN }),
      ['unknown-patient'],
    ],
    ['no patient', () => staffBooking({ patient: undefined }), INVALID],
    [
      'an overlap, in spite of override',
      () => staffBooking({ start: takenStart, override: true }),
      ['overlap', 'time-taken'],
    ],
  ])('%s: is refused', async (_, body, codes) => {
    expectRefusal(await demo.book.send('POST', '/bookings', body()), codes);
  });

  it('no token, or a wrong one: is refused', async () => {
    const url = `${demo.stack.bookUrl}/api/v1/bookings?from=${today()}&to=${today()}`;
    expectRefusal(await ask<Problem>(url), ['not-signed-in']);
    const headers = { authorization: `Bearer ${adminToken()}x` };
    expectRefusal(await ask<Problem>(url, { headers }), ['not-signed-in']);
  });

  it('an Internet kind without a category: is refused', async () => {
    const kind = {
      name: 'Utan kategori',
      colour: '#336699',
      validFor: 'resources',
      bypass: true,
      type: 'internet',
      categories: { mode: 'allow', ids: [] },
    };
    expectRefusal(await demo.book.send('POST', '/preblock-kinds', kind), [
      'categories-required',
      'invalid',
    ]);
  });

  it('an online template without a category: is refused', async () => {
    const template = {
      name: 'Utan kategori',
      minutes: 30,
      useInBook: true,
      useInRecall: false,
      useOnline: true,
      rebookable: true,
      cancellable: true,
      summonsCard: false,
      moveNextRecall: false,
    };
    expectRefusal(await demo.book.send('POST', '/booking-templates', template), [
      'category-required',
    ]);
  });

  it('a shift that overlaps another of the same practitioner: is refused', async () => {
    const { shift } = published;
    const again = { ...shift, resourceId: demo.chairId('Stol 3') };
    expectRefusal(await demo.book.send('POST', '/shifts', again), ['shift-overlap']);
  });
});

describe('what was refused', () => {
  it('was never stored', async () => {
    await expect.poll(count).toBe(visitsBefore);
    expect((await timesOf(demo, published)).map((time) => time.start)).toContain(start);
  });
});

afterAll(() => {
  demo.book.removePreblock(published.preblockId).catch(() => undefined);
});
