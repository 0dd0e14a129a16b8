import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@tidbok/core';
import { openClinic, zoneOf } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/demo/load.ts';
import { operate } from '../src/operate.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidbok-status-'));
  database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
});

afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

test('the status tells programs times as RFC 3339, by the practice’s clock', async () => {
  const now = () => instant(Date.now());
  const clinic = await openClinic({ databaseUrl: database.url, now, log: silent });
  await loadDemo(clinic, zoneOf('Europe/Stockholm'));
  await clinic.reportLink({
    connected: true,
    connectedSince: instant(Date.parse('2026-12-15T07:30:00Z')),
    lastExchangeAt: instant(Date.parse('2026-12-15T07:31:00Z')),
    ...{ epoch: 1, acked: 0, waitingIn: 0 },
  });
  await clinic.close();

  let printed = '';
  const environment = { TIDBOK_DATA: folder, BOOK_DATABASE_URL: database.url };
  const keep = (text: string): void => {
    printed += text;
  };
  expect(await operate(['status', '--json'], environment, { out: keep, err: keep })).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    sync: {
      connectedSince: '2026-12-15T08:30:00+01:00',
      lastExchangeAt: '2026-12-15T08:31:00+01:00',
      frontier: null,
    },
  });
});
