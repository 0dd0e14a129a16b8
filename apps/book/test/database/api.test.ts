import { createServer, type Server } from 'node:http';
import { DEFAULT_PERMISSIONS, ROLES, type Role } from '@tidbok/service/clinic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  must,
  openSmallPractice,
  type OpenPractice,
} from '../../../../packages/service/test/clinic/open-small-practice.ts';
import {
  chairA,
  chairB,
  clinicId,
  dentist,
  id,
  internetKind,
  visit30,
} from '../../../../packages/service/test/clinic/small-practice.ts';
import { serveApi } from '../../src/api/api.ts';
import { mayDo } from '../../src/api/authorisation.ts';
import { bookMetrics } from '../../src/api/metrics.ts';
import { routes } from '../../src/api/routes/index.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let open: OpenPractice;
let server: Server;
let base = '';
const tokens = new Map<Role, string>();

beforeAll(async () => {
  open = await openSmallPractice();
  for (const role of ROLES) {
    tokens.set(role, must(await open.clinic.createToken(role, role)).token);
  }
  const stopping = new AbortController().signal;
  const api = { clinic: open.clinic, log: quiet, metrics: bookMetrics(), stopping };
  server = createServer((request, response) => void serveApi(api, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}/api/v1`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await open.close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { items?: Record<string, unknown>[] };
}

async function call(method: string, path: string, init: RequestInit & { role?: Role } = {}) {
  const { role = 'admin', headers, ...rest } = init;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens.get(role) ?? ''}`, ...headers },
    ...rest,
  });
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, body, headers: response.headers };
}

function send(method: string, path: string, body: unknown) {
  return sendAs('admin')(method, path, body);
}

const sendAs = (role: Role) => (method: string, path: string, body: unknown) =>
  call(method, path, {
    role,
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${tokens.get(role) ?? ''}`,
      'content-type': 'application/json',
    },
  });

const visit = {
  resourceId: chairA,
  practitionerId: dentist,
  start: '2026-12-01T08:00:00+01:00',
  templateId: visit30,
  patientId: id<string>(71),
};

describe('who may do what', () => {
  const matrix = routes.flatMap((route) =>
    ROLES.map((role) => ({ ...route, role, name: `${route.method} ${route.path} as ${role}` })),
  );

  test.each(matrix)('$name follows the table', async ({ method, path, role, action }) => {
    const address = path.replace('{number}', '1').replace(/\{\w+\}/g, id<string>(999_999));
    const answer = await (method === 'GET' || method === 'DELETE'
      ? call(method, address, { role })
      : sendAs(role)(method, address, {}));
    const refused = answer.status === 403 && answer.body['code'] === 'permission-missing';
    expect(refused).toBe(!mayDo({ permissions: DEFAULT_PERMISSIONS[role] }, action));
    expect(answer.status).not.toBe(500);
  });

  test('a role that the table does not name an action for may not do it', () => {
    expect(DEFAULT_PERMISSIONS.reader).not.toContain('write-bookings');
    expect(mayDo({ permissions: [] }, 'read-book')).toBe(false);
  });

  test('nobody in particular is told to sign in', async () => {
    for (const authorization of ['', 'Bearer fel', 'Basic YTpi']) {
      const answer = await call('GET', '/bookings?from=2026-12-01&to=2026-12-01', {
        headers: { authorization },
      });
      expect([answer.status, answer.body['code']]).toEqual([401, 'not-signed-in']);
    }
  });
});

describe('a call that makes no sense', () => {
  const json = { 'content-type': 'application/json' };
  const auth = () => ({ authorization: `Bearer ${tokens.get('admin') ?? ''}` });

  test('is told what is wrong by a stable code, never by a fault', async () => {
    const post = (body: string, headers: Record<string, string> = json) =>
      call('POST', '/bookings', { body, headers: { ...auth(), ...headers } });
    const cases: readonly [Promise<Answer>, number, string][] = [
      [post('{'), 422, 'invalid'],
      [post('[]'), 422, 'invalid'],
      [post('null'), 422, 'invalid'],
      [post('start=8', { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
      [post(`{"bookText":"${'x'.repeat(10_000_000)}"}`), 413, 'too-large'],
      [call('GET', '/nowhere'), 404, 'unknown-address'],
      [call('PUT', '/bookings'), 405, 'method-not-allowed'],
      [call('GET', '/bookings/not-an-id'), 404, 'unknown-booking'],
      [call('GET', `/bookings/${id<string>(5)}`), 404, 'unknown-booking'],
      [call('GET', '/bookings?from=2026-02-30&to=2026-03-01'), 422, 'invalid'],
      [call('GET', '/bookings?from=2026-03-02&to=2026-03-01'), 422, 'invalid'],
      [call('GET', '/bookings?from=2020-01-01&to=2026-03-01'), 422, 'too-far'],
      [send('POST', '/bookings', { ...visit, start: '2026-12-01' }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, start: '2026-13-01T08:00:00Z' }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, minutes: 0 }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, minutes: 1.5 }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, minutes: 10_000 }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, patientId: null }), 422, 'invalid'],
      [send('POST', '/bookings', { ...visit, resourceId: id<string>(9) }), 404, 'unknown-resource'],
      [send('POST', '/bookings', { ...visit, templateId: id<string>(9) }), 404, 'unknown-template'],
      [send('POST', '/bookings', { ...visit, patientId: id<string>(9) }), 404, 'unknown-patient'],
      [
        send('POST', '/bookings', { ...visit, start: '2027-03-28T02:30:00+01:00' }),
        422,
        'local-time-skipped',
      ],
      [
        send('POST', '/shifts', {
          resourceId: chairA,
          practitionerId: dentist,
          start: '2026-12-02T10:00:00+01:00',
          end: '2026-12-02T09:00:00+01:00',
        }),
        422,
        'invalid',
      ],
      [
        send('POST', '/treatment-categories', { name: '', sign: 'X', colour: 'red' }),
        422,
        'invalid',
      ],
    ];
    for (const [asked, status, code] of cases) {
      const answer = await asked;
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    }
    const none = await call('GET', '/bookings?from=2026-01-01&to=2026-12-31');
    expect(none.body.items).toEqual([]);
  });

  test('SQL and HTML in a name stand as they were written', async () => {
    const familyName = `'; drop table patient; -- <script>alert(1)</script>`;
    const made = await send('POST', '/patients', { givenName: 'Robert', familyName });
    expect(made.status).toBe(201);
    const found = await call('GET', `/patients?query=${encodeURIComponent('robert')}`);
    expect(found.body.items?.[0]).toMatchObject({ familyName });
  });

  test('the sentence comes in the language asked for', async () => {
    const english = await call('GET', '/nowhere', {
      headers: { ...auth(), 'accept-language': 'en-GB,sv;q=0.5' },
    });
    const swedish = await call('GET', '/nowhere');
    expect(english.body['detail']).not.toBe(swedish.body['detail']);
  });
});

describe('with the session cookie', () => {
  test('a write must come from the book’s own pages', async () => {
    must(
      await open.clinic.createUser({
        signInName: 'eva',
        name: 'Eva',
        password: 'tillräckligt långt',
        roles: ['reception'],
      }),
    );
    const { sessionToken } = must(
      await open.clinic.signIn({
        signInName: 'eva',
        password: 'tillräckligt långt',
        address: 'test',
        deviceToken: null,
      }),
    );
    const write = (headers: Record<string, string>) =>
      fetch(`${base}/patients`, {
        method: 'POST',
        headers: {
          cookie: `other=1; tidbok_session=${sessionToken}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify({ givenName: 'Kaka', familyName: 'Prov' }),
      });
    const own = new URL(base).origin;
    expect((await write({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await write({})).status).toBe(403);
    expect((await write({ origin: own })).status).toBe(201);
    expect((await write({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });
});

describe('the desk by HTTP', () => {
  test('a visit is booked, refused where taken, moved and cancelled', async () => {
    const booked = await send('POST', '/bookings', visit);
    expect(booked.status).toBe(201);
    expect(booked.body).toMatchObject({
      start: '2026-12-01T08:00:00+01:00',
      end: '2026-12-01T08:30:00+01:00',
      status: 'confirmed',
      source: 'staff',
      registeredBy: 'admin',
    });
    const again = await send('POST', '/bookings', { ...visit, override: true });
    expect([again.status, again.body['code'], again.body['overridable']]).toEqual([
      409,
      'overlap',
      false,
    ]);
    const outside = await send('POST', '/bookings', {
      ...visit,
      resourceId: chairB,
      start: '2026-12-01T13:00:00+01:00',
    });
    expect([outside.status, outside.body['code'], outside.body['overridable']]).toEqual([
      409,
      'outside-schedule',
      true,
    ]);
    const address = `/bookings/${String(booked.body['id'])}`;
    const moved = await send('POST', `${address}/move`, { start: '2026-12-01T09:00:00+01:00' });
    expect(moved.body).toMatchObject({ replaces: booked.body['id'], status: 'confirmed' });
    const ended = await send('POST', `${address}/cancel`, { reason: 'patient' });
    expect([ended.status, ended.body['code']]).toEqual([409, 'booking-ended']);
    const cancel = `/bookings/${String(moved.body['id'])}/cancel`;
    expect((await send('POST', cancel, { reason: 'patient' })).body['status']).toBe('cancelled');
  });

  test('a preblock is placed, shown with its offers, and removed', async () => {
    const placed = await send('POST', '/preblocks', {
      preblockKindId: internetKind,
      resourceId: chairA,
      start: '2026-12-01T10:00:00+01:00',
      end: '2026-12-01T11:00',
    });
    expect(placed).toMatchObject({ status: 201, body: { outsideSchedule: false } });
    const day = await call('GET', `/book?clinicId=${clinicId}&from=2026-12-01&to=2026-12-01`);
    expect(day.body['preblocks']).toMatchObject([{ fromMinute: 600, toMinute: 660 }]);
    expect(day.body['offers']).toMatchObject([{ fromMinute: 600, toMinute: 660, state: 'hidden' }]);
    const offers = await call('GET', '/offers?from=2026-12-01&to=2026-12-01');
    expect(offers.body.items?.[0]).toMatchObject({ state: 'hidden', code: 'not-announced' });
    const gone = await call('DELETE', `/preblocks/${String(placed.body['id'])}?series=one`);
    expect(gone.body).toMatchObject({ removed: 1 });
    expect(Object.keys(gone.body).sort()).toEqual(['changeId', 'removed']);
  });

  test('settings keep what was saved, and only a known id is changed', async () => {
    const category = { name: 'Blekning', sign: 'B', colour: '#A16207' };
    const made = await send('POST', '/treatment-categories', category);
    expect(made).toMatchObject({ status: 201, body: { ...category, colour: '#a16207' } });
    const address = `/treatment-categories/${String(made.body['id'])}`;
    const changed = await send('PUT', address, { ...category, name: 'Tandblekning' });
    expect(changed.body['name']).toBe('Tandblekning');
    expect((await call('DELETE', address)).body).toEqual({ deleted: true });
    expect((await send('PUT', address, category)).status).toBe(404);
  });

  test('the documentation lists every call', async () => {
    const response = await fetch(base.replace('/v1', '/openapi.json'));
    const { openapi, paths } = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(openapi).toBe('3.1.0');
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual(
      routes.map(({ method, path }) => `${method} /api/v1${path}`).sort(),
    );
  });
});

describe('live events', () => {
  test('a commit reaches an open page, and a page that comes back misses nothing', async () => {
    const gone = new AbortController();
    const events = await eventsFrom(gone.signal);
    const booked = await send('POST', '/bookings', {
      ...visit,
      start: '2026-12-01T11:00:00+01:00',
    });
    const first = await events.next('booking');
    expect(first.data).toMatchObject({
      from: '2026-12-01',
      to: '2026-12-01',
      ids: [booked.body['id']],
    });
    gone.abort();
    await send('POST', `/bookings/${String(booked.body['id'])}/state`, {
      ...{ state: 'arrived', version: booked.body['version'] },
    });
    const back = new AbortController();
    const missed = await (await eventsFrom(back.signal, first.id)).next('booking');
    expect(Number(missed.id)).toBeGreaterThan(Number(first.id));
    back.abort();
  });

  test('the stream survives that the database throws every connection out', async () => {
    const gone = new AbortController();
    const events = await eventsFrom(gone.signal);
    await send('POST', '/patients', { givenName: 'Före', familyName: 'Avbrott' });
    await open.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await expect
      .poll(async () => (await send('POST', '/bookings', { ...visit, start: at1130 })).status, {
        timeout: 10_000,
      })
      .toBe(201);
    const event = await events.next('booking');
    expect(event.data).toMatchObject({ from: '2026-12-01' });
    gone.abort();
  });
});

const at1130 = '2026-12-01T11:30:00+01:00';

interface LiveEvent {
  readonly id: string;
  readonly kind: string;
  readonly data: unknown;
}

/** Reads the stream as a browser would. */
async function eventsFrom(signal: AbortSignal, lastEventId?: string) {
  const response = await fetch(`${base}/events`, {
    signal,
    headers: {
      authorization: `Bearer ${tokens.get('reader') ?? ''}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('no stream');
  let text = '';
  const read = async (): Promise<LiveEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      if (field('event') === '') continue;
      return { id: field('id'), kind: field('event'), data: JSON.parse(field('data')) };
    }
  };
  const next = async (kind: string): Promise<LiveEvent> => {
    for (;;) {
      const event = await read();
      if (event.kind === kind) return event;
    }
  };
  return { next };
}
