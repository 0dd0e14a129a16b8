import { HOUR_MS, instant, MINUTE_MS, type LocalDate } from '@tidbok/core';
import { haltPractice, openSitePool } from '@tidbok/store/site';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

let shared: PairedSite['database'];
let open: PairedSite | null = null;

beforeAll(async () => {
  shared = await siteDatabase();
});

afterEach(async () => {
  await open?.close();
  open = null;
});

afterAll(() => shared.drop());

const DAY = '2026-12-02' as LocalDate;

const offering = async (): Promise<PairedSite> => {
  open = await openPairedSite(shared, {});
  await open.connect();
  await open.offer(0, { from: at(48), to: at(50) });
  return open;
};

const timesAt = async ({ site, input, catalog }: PairedSite) => {
  const { clinicId, templateId } = input({});
  const practitionerId = catalog.practitioners[0]?.id ?? null;
  const times = await site.times({ clinicId, templateId, practitionerId, from: DAY, to: DAY });
  if (!times.ok) throw new Error(times.refusal.code);
  return times.value;
};

/** Ends every connection to the database and lets nobody in, as a server that is off. */
const withoutDatabase = async (url: string, meanwhile: () => Promise<void>): Promise<void> => {
  const name = new URL(url).pathname.slice(1);
  const databaseUrl = url.replace(/\/[^/]*$/, '/postgres');
  const pool = openSitePool({ databaseUrl, maxConnections: 1, onBroken: () => undefined });
  try {
    await pool.query(`alter database ${name} with allow_connections false`);
    await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    await meanwhile();
  } finally {
    await pool.query(`alter database ${name} with allow_connections true`);
    await pool.end();
  }
};

describe('patients are shown no time that would be refused', () => {
  it('once the sync has halted for a person to look', async () => {
    const paired = await offering();
    expect((await timesAt(paired)).items.length).toBeGreaterThan(0);
    await haltPractice(shared.pool, paired.practiceId);
    expect((await timesAt(paired)).items).toEqual([]);
    const { clinicId, templateId } = paired.input({});
    const question = { clinicId, templateId, practitionerId: null, after: null };
    const first = await paired.site.firstTime(question);
    expect(first).toMatchObject({ ok: true, value: { time: null } });
    expect(await paired.site.book(paired.input({}))).toMatchObject({
      refusal: { code: 'not-offered' },
    });
  });
});

describe('patients are told how old the times are', () => {
  it('while the clinic is connected they are as of now', async () => {
    const paired = await offering();
    await paired.site.link.noteContact(paired.practiceId, 1);
    const { asOf, age } = await timesAt(paired);
    expect({ asOf, age }).toEqual({ asOf: paired.clock.now, age: 'fresh' });
  });

  it('an hour after the clinic fell silent they are as of then, and can still be booked', async () => {
    const paired = await offering();
    const heardAt = paired.clock.now;
    paired.clock.now = instant(heardAt + HOUR_MS);
    const { asOf, age, items } = await timesAt(paired);
    expect({ asOf, age }).toEqual({ asOf: heardAt, age: 'clinic-silent' });
    expect(items.length).toBeGreaterThan(0);
    const booked = await paired.site.book(paired.input({}));
    expect(booked).toMatchObject({ ok: true, value: { status: 'confirmed' } });
  });

  it('while the database is off they are what was known last, with its age', async () => {
    const paired = await offering();
    const before = await timesAt(paired);
    const { clinicId } = paired.input({});
    const clinic = await paired.site.clinic(clinicId);
    paired.clock.now = instant(paired.clock.now + 5 * MINUTE_MS);
    await withoutDatabase(shared.url, async () => {
      const { asOf, age, items } = await timesAt(paired);
      expect({ asOf, age }).toEqual({ asOf: before.asOf, age: 'remembered' });
      expect(items).toEqual(before.items);
      expect(await paired.site.clinic(clinicId)).toEqual(clinic);
    });
    expect((await timesAt(paired)).age).not.toBe('remembered');
  });
});
