import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@tidbok/core';
import { openClinic, zoneOf, type Clinic } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/demo/load.ts';
import { operate } from '../src/operate.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;
let clinic: Clinic;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidbok-begin-anew-'));
  database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  const now = () => instant(Date.now());
  clinic = await openClinic({ databaseUrl: database.url, now, log: silent });
  await loadDemo(clinic, zoneOf('Europe/Stockholm'));
});

afterAll(async () => {
  await clinic?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function type(words: string): Promise<unknown> {
  let printed = '';
  const environment = { TIDBOK_DATA: folder, BOOK_DATABASE_URL: database.url };
  const keep = (text: string): void => {
    printed += text;
  };
  await operate([...words.split(' '), '--json'], environment, { out: keep, err: keep });
  return JSON.parse(printed);
}

test('a halted sync begins anew by a command, another only when that is said', async () => {
  expect(await type('sync begin-anew')).toMatchObject({ error: { code: 'not-paired' } });

  const material = await clinic.pairingMaterial();
  if (!material.ok) throw new Error(material.refusal.code);
  const { installationId } = material.value;
  const siteUrl = 'http://127.0.0.1:1';
  await clinic.rememberPairing({ siteUrl, siteInc: 'site', installationId, known: false });
  expect(await type('sync begin-anew')).toMatchObject({ error: { code: 'not-halted' } });

  const { inc } = (await clinic.syncState())?.clinicHead ?? {};
  await clinic.halt(7, 'a record that nobody can read');
  expect(await type('sync begin-anew')).toMatchObject({
    mode: 'recover',
    because: 'whole',
    haltedBecause: 'a record that nobody can read',
  });
  const after = await clinic.syncState();
  expect(after).toMatchObject({ mode: 'recover', haltedBecause: null });
  expect(after?.clinicHead.inc).not.toBe(inc);
  expect(await type('sync begin-anew --anyway --restored')).toMatchObject({ because: 'restored' });
});
