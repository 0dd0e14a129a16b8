import { instant } from '@tidbok/core';
import { openClinic, zoneOf, type Clinic } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_USERS } from '../src/demo/staff.ts';
import { loadDemo } from '../src/demo/load.ts';

const zone = zoneOf('Europe/Stockholm');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let clinic: Clinic;

const countOf = async (table: string): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::float8 as count from ${table}`,
  );
  return rows[0]?.count ?? 0;
};

beforeAll(async () => {
  database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  clinic = await openClinic({
    databaseUrl: database.url,
    now: () => instant(Date.now()),
    log: silent,
  });
  const loaded = await loadDemo(clinic, zone);
  expect(loaded).toMatchObject({ ok: true, value: { loaded: true } });
});

afterAll(async () => {
  await clinic?.close();
  await database?.drop();
});

describe('loading the demo practice', () => {
  it('fills the book', async () => {
    expect(await countOf('booking')).toBeGreaterThan(1300);
    expect(await countOf('patient')).toBeGreaterThanOrEqual(600);
    expect(await countOf('preblock')).toBeGreaterThan(700);
  });

  it('a second time changes nothing', async () => {
    const before = await countOf('booking');
    const again = await loadDemo(clinic, zone);
    expect(again).toMatchObject({ ok: true, value: { loaded: false } });
    expect(await countOf('booking')).toBe(before);
    expect(await countOf('staff_user')).toBe(DEMO_USERS.length);
  });

  it('gives logins that work, one of them without the right to publish', async () => {
    for (const { signInName, password, mayPublish } of DEMO_USERS) {
      const place = { address: '127.0.0.1', deviceToken: null };
      const signedIn = await clinic.signIn({ signInName, password, ...place });
      if (!signedIn.ok) throw new Error(`${signInName}: ${signedIn.refusal.code}`);
      expect(clinic.may(signedIn.value.member, 'preblock-internet')).toBe(mayPublish);
    }
  });

  it('warns of no template but the one that no Internet time allows', async () => {
    const templates = new Map((await clinic.templates()).map(({ id, name }) => [id, name]));
    const warnings = await clinic.templateWarnings();
    expect(warnings.map(({ templateId }) => templates.get(templateId))).toEqual([
      'Tandblekning, konsultation',
    ]);
  });
});
