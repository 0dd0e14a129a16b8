import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { openGateway } from '@tidbok/gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  openPairedSite,
  siteDatabase,
} from '../../../../packages/service/test/site/paired-site.ts';
import { clientAddress } from '../../src/api/client-address.ts';
import { openLogin, SESSION_COOKIE } from '../../src/api/login.ts';
import { siteMetrics } from '../../src/api/metrics.ts';
import { ProofDesk } from '../../src/api/proof-desk.ts';
import { RateLimit } from '../../src/api/rate-limit.ts';
import { siteServer } from '../../src/api/site-server.ts';
import { openVisitPasses } from '../../src/api/visit-pass.ts';
import { firstWord } from '../../src/enhance/sha256.ts';
import { TYPED_INPUTS } from '../typed-inputs.ts';

type Paired = Awaited<ReturnType<typeof openPairedSite>>;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Nobody logs in at it: the session is made here. */
const provider = {
  kind: 'oidc-se',
  issuer: 'http://localhost',
  clientId: 'tidbok',
  clientSecret: 'secret',
  redirectUri: 'http://localhost/logga-in/klart',
} as const;
const login = openLogin(provider, randomBytes(32));
const UNKNOWN = '00000000-0000-7000-8000-000000000000';

let database: Paired['database'];
let paired: Paired;
let server: Server;
let base = '';
let clinic = '';

async function serve(
  callsPerMinute: number,
  site = paired.site,
  bookingsPerMinute = 1_000_000,
): Promise<{ server: Server; base: string }> {
  const gateway = openGateway({ link: site.link, log: quiet });
  const metrics = siteMetrics(() => gateway.connected());
  const api = {
    site,
    log: quiet,
    metrics,
    limit: new RateLimit(callsPerMinute),
    login,
    addressOf: clientAddress(null),
    passes: openVisitPasses(randomBytes(32), false),
    proofs: new ProofDesk(randomBytes(32), bookingsPerMinute),
  };
  const opened = siteServer(api, gateway, (_request, response) => response.end('a page'));
  await new Promise<void>((done) => opened.listen(0, '127.0.0.1', done));
  const place = opened.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return { server: opened, base: `http://127.0.0.1:${place.port}` };
}

beforeAll(async () => {
  database = await siteDatabase();
  paired = await openPairedSite(database, { chairs: 2 });
  await paired.connect();
  for (const day of [48, 72, 96]) await paired.offer(0, { from: at(day), to: at(day + 2) });
  ({ server, base } = await serve(1_000_000));
  clinic = `${base}/api/v1/clinics/${paired.input({}).clinicId}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await paired.close();
  await database.drop();
});

const patient = () => ({
  givenName: 'Tolvan',
  familyName: 'Tolvansson',
  personalIdentityNumber: '19280128-7075',
  email: 'tolvan@example.se',
  mobile: '070-174 06 05',
});

const wanted = (changes: object = {}) => {
  const { templateId, resourceId } = paired.input({});
  return {
    templateId,
    resourceId,
    start: '2026-12-02T08:00:00+01:00',
    patient: patient(),
    ...changes,
  };
};

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${clinic}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function book(body: unknown, headers: Record<string, string> = {}) {
  return post('/bookings', body, { 'idempotency-key': randomUUID(), ...headers });
}

async function json(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.json()) as Record<string, unknown>;
}

describe('the list of clinics', () => {
  it('names each with its company, address and practitioners', async () => {
    const answer = await fetch(`${base}/api/v1/clinics`);
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({
      items: [
        {
          name: 'Tandläkargruppen Lund',
          company: 'Tandläkargruppen Lund AB',
          address: 'Stora Södergatan 1',
          town: 'Lund',
          practitioners: [{ title: 'dentist' }, { title: 'dentist' }],
        },
      ],
    });
  });

  it('knows no clinic of another organisation', async () => {
    const answer = await fetch(`${base}/api/v1/clinics?organisationId=${UNKNOWN}`);
    expect(await json(answer)).toEqual({ items: [] });
  });
});

describe('the templates and times of a clinic', () => {
  it('lists what may be booked', async () => {
    const body = await json(await fetch(`${clinic}/templates`));
    expect(body).toMatchObject({ items: [{ name: 'Undersökning 30 min', minutes: 30 }] });
  });

  it('lists free times with the zone’s offset, for one day as for many', async () => {
    const { templateId } = wanted();
    const query = `templateId=${templateId}&from=2026-12-03&to=2026-12-03`;
    const body = await json(await fetch(`${clinic}/times?${query}`));
    expect(body).toMatchObject({
      items: [
        { start: '2026-12-03T08:00:00+01:00', end: '2026-12-03T08:30:00+01:00' },
        { start: '2026-12-03T08:30:00+01:00' },
        { start: '2026-12-03T09:00:00+01:00' },
        { start: '2026-12-03T09:30:00+01:00' },
      ],
    });
  });

  it('finds the first free time from an instant on', async () => {
    const after = encodeURIComponent('2026-12-03T09:10:00+01:00');
    const { templateId } = wanted();
    const answer = await fetch(`${clinic}/times/first?templateId=${templateId}&after=${after}`);
    expect(await json(answer)).toMatchObject({ start: '2026-12-03T09:30:00+01:00' });
  });

  it.each([
    ['from=2026-02-30&to=2026-03-01', 422, 'invalid'],
    ['from=2026-12-02&to=2026-12-01', 422, 'invalid'],
    ['from=2026-12-01&to=2027-12-01', 422, 'invalid'],
    ['from=2026-12-01', 422, 'invalid'],
    [`from=2026-12-01&to=2026-12-02&practitionerId=${UNKNOWN}`, 404, 'unknown-practitioner'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await fetch(`${clinic}/times?templateId=${wanted().templateId}&${query}`);
    expect(answer.status).toBe(status);
    expect(await json(answer)).toMatchObject({ code });
  });
});

describe('a booking', () => {
  it('is answered 201, and 409 with the nearest times to the next one', async () => {
    const start = '2026-12-04T08:00:00+01:00';
    const first = await book(wanted({ start }));
    expect(first.status).toBe(201);
    expect(await json(first)).toMatchObject({ status: 'confirmed', start });
    const second = await book(wanted({ start }), { 'accept-language': 'en' });
    expect(second.status).toBe(409);
    expect(second.headers.get('content-type')).toContain('application/problem+json');
    expect(await json(second)).toMatchObject({
      code: 'time-taken',
      detail: 'Someone else booked the time just before you.',
      nearest: [{ start: '2026-12-04T08:30:00+01:00' }, {}, {}, {}, {}],
    });
  });

  it('may be held first: 201, 409 for others, 204 when given back', async () => {
    const choice = { ...wanted({ start: '2026-12-03T08:00:00+01:00' }), patient: undefined };
    const held = await post('/holds', choice);
    expect(held.status).toBe(201);
    const { holdId } = await json(held);
    expect((await book(wanted({ start: choice.start }))).status).toBe(409);
    const place = `${clinic}/holds/${String(holdId)}`;
    expect((await fetch(place, { method: 'PATCH' })).status).toBe(200);
    expect((await fetch(place, { method: 'DELETE' })).status).toBe(204);
    expect((await book(wanted({ start: choice.start }))).status).toBe(201);
  });

  it.each([
    ['{"templateId":', 400, 'invalid'],
    ['[]', 422, 'invalid'],
    ['null', 422, 'invalid'],
    [() => wanted({ templateId: UNKNOWN }), 404, 'unknown-template'],
    [() => wanted({ start: '2027-03-28T02:30:00+01:00' }), 422, 'local-time-skipped'],
    [() => wanted({ start: '2027-02-30T08:00:00+01:00' }), 422, 'invalid'],
    [() => wanted({ start: '2026-11-29T08:00:00+01:00' }), 422, 'in-the-past'],
    [() => wanted({ start: '2026-12-02T08:07:00+01:00' }), 422, 'off-the-grid'],
    [() => wanted({ holdId: UNKNOWN }), 404, 'unknown-hold'],
    [() => wanted({ patient: { ...patient(), email: 'no' } }), 422, 'invalid'],
    [() => wanted({ patient: { ...patient(), givenName: '<b>x</b>' } }), 422, 'invalid'],
    [
      () => wanted({ patient: { ...patient(), familyName: "'); drop table booking;--" } }),
      422,
      'invalid',
    ],
    [
      () => wanted({ patient: { ...patient(), personalIdentityNumber: '19280128-7076' } }),
      422,
      'invalid',
    ],
    [() => wanted({ patient: { ...patient(), givenName: 'x'.repeat(20_000) } }), 413, 'too-large'],
  ])('that is wrong is refused: %s', async (body, status, code) => {
    const answer = await book(typeof body === 'string' ? body : body());
    expect(await json(answer)).toMatchObject({ code, status });
    expect(answer.status).toBe(status);
  });

  it('without a key is refused', async () => {
    expect(await json(await post('/bookings', wanted()))).toMatchObject({
      code: 'idempotency-key-missing',
    });
  });
});

describe('a visit of one’s own', () => {
  it('is not moved to a taken time: 409 with the nearest times, written as all times', async () => {
    await paired.offer(1, { from: at(120), to: at(121, 30) });
    const chair = { resourceId: paired.catalog.resources[1]?.id };
    const [mine, taken] = await Promise.all(
      ['2026-12-05T08:00:00+01:00', '2026-12-05T08:30:00+01:00'].map(async (start) =>
        json(await book(wanted({ ...chair, start }))),
      ),
    );
    const { personalIdentityNumber, email, mobile, ...name } = patient();
    const session = login.lockSession({
      identity: {
        ...name,
        personalIdentityNumber: personalIdentityNumber.replace('-', ''),
        method: 'test',
      },
      contact: null,
      expiresAt: at(1),
    });
    const answer = await fetch(`${base}/api/v1/me/bookings/${String(mine?.['bookingId'])}/rebook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        cookie: `${SESSION_COOKIE}=${session}`,
      },
      body: JSON.stringify({ ...chair, start: taken?.['start'], email, mobile }),
    });
    expect(answer.status).toBe(409);
    expect(await json(answer)).toMatchObject({
      code: 'time-taken',
      nearest: expect.arrayContaining([
        expect.objectContaining({
          start: '2026-12-05T09:00:00+01:00',
          end: '2026-12-05T09:30:00+01:00',
        }),
      ]) as unknown,
    });
  });
});

describe('what people type, sent to the API,', () => {
  it('is refused with its field and a sentence, or booked as it was meant', async () => {
    const soundPlace = { street: 'Storgatan 1', postalCode: '222 22', town: 'Lund' };
    for (const { field, text, means } of TYPED_INPUTS) {
      if (typeof means === 'string') continue;
      const isPlace = field in soundPlace;
      const address = isPlace ? { ...soundPlace, [field]: text } : soundPlace;
      const about = { ...patient(), ...(isPlace ? {} : { [field]: text }), address };
      const answer = await book(wanted({ patient: about }), { 'accept-language': 'sv' });
      expect([field, text, answer.status]).toEqual([field, text, 422]);
      const { fields } = (await json(answer)) as { fields: { field: string; detail: string }[] };
      const named = new Set(fields.map((each) => each.field.split('.').at(-1)));
      expect([...named]).toEqual([field]);
      expect(fields[0]?.detail).toMatch(/\.$/);
    }
  });
});

describe('a flood of bookings from one address', () => {
  it('is met with a little work, and who does it is not shut out', async () => {
    const strict = await serve(1_000, paired.site, 2);
    const send = (headers: Record<string, string>) => {
      const { templateId, resourceId, clinicId } = paired.input({});
      const body = { templateId, resourceId, start: '2026-12-02T08:10:00+01:00' };
      return fetch(`${strict.base}/api/v1/clinics/${clinicId}/bookings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ ...body, patient: patient() }),
      });
    };
    // The time is none that is offered: what counts is whether the question is let through.
    const statuses: number[] = [];
    for (let call = 0; call < 2; call += 1) {
      statuses.push((await send({ 'idempotency-key': randomUUID() })).status);
    }
    expect(statuses).toEqual([422, 422]);
    const key = { 'idempotency-key': randomUUID() };
    const stopped = await send(key);
    expect(stopped.status).toBe(429);
    const { proof } = (await json(stopped)) as { proof: { challenge: string; bits: number } };
    let nonce = 0;
    while (firstWord(`${proof.challenge}.${nonce}`) >>> (32 - proof.bits) !== 0) nonce += 1;
    const passed = await send({ ...key, 'proof-of-work': `${proof.challenge} ${nonce}` });
    expect(passed.status).toBe(422);
    expect(await json(passed)).toMatchObject({ code: 'off-the-grid' });
    strict.server.closeAllConnections();
    strict.server.close();
  });
});

describe('the doors', () => {
  it('tell wrong methods, unknown places and what they are', async () => {
    const wrong = await fetch(`${clinic}/bookings`, { method: 'PUT' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect((await fetch(`${base}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${base}/api/v1/clinics/lund/times`)).status).toBe(404);
    const { openapi, paths } = await json(await fetch(`${base}/api/openapi.json`));
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths ?? {})).toContain('/api/v1/clinics/{clinicId}/bookings');
    expect(await json(await fetch(`${base}/health`))).toMatchObject({ status: 'ok' });
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('tidbok_site_call_seconds');
    expect(await (await fetch(`${base}/`)).text()).toBe('a page');
  });

  it('are closed for a while to who calls too often', async () => {
    const strict = await serve(3);
    const statuses: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      statuses.push((await fetch(`${strict.base}/api/v1/clinics`)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const answer = await fetch(`${strict.base}/api/v1/clinics`);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    strict.server.closeAllConnections();
    strict.server.close();
  });

  it('pair nobody without a code that was given', async () => {
    const answer = await fetch(`${base}/sync/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: 'ABCD-EFGH-JKLM',
        practiceId: randomUUID(),
        practiceName: 'Ingen',
        installationId: randomUUID(),
        sealingPublicKey: Buffer.alloc(32).toString('base64'),
        signingPublicKey: Buffer.alloc(32).toString('base64'),
        clinicHead: { inc: randomUUID(), seq: 0, hash: '0'.repeat(64) },
      }),
    });
    expect(answer.status).toBe(403);
    expect(await json(answer)).toMatchObject({ code: 'pairing-code-invalid' });
  });

  it('say try again while the database is away', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { site } = paired;
    const broken = await serve(1_000, { ...site, templates: () => Promise.reject(away) });
    const answer = await fetch(clinic.replace(base, broken.base) + '/templates');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await json(answer)).toMatchObject({ code: 'try-again' });
    broken.server.closeAllConnections();
    broken.server.close();
  });
});
