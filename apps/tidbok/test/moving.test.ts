import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, instant, toLocalDate } from '@tidbok/core';
import { openClinic, zoneOf } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { bookingFile, patientFile, type MovingFile } from '@tidbok/tools/moving-files';
import { killedInTheMiddle, movedInContent, typed } from '@tidbok/tools/moving-process';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, spareIdentityNumbers } from '../src/demo/index.ts';

const zone = zoneOf('Europe/Stockholm');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = instant(Date.now());
const patience = { timeout: 180_000 };

/** A demo practice in a database of its own. */
interface Practice {
  readonly database: TestDatabase;
  readonly files: Readonly<Record<'patients' | 'bookings', MovingFile>>;
}

const opened: TestDatabase[] = [];
let folder: string;
let practice: Practice;

const openPractice = async (): Promise<Practice> => {
  const database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  opened.push(database);
  const clinic = await openClinic({ databaseUrl: database.url, now: () => now, log: silent });
  expect((await loadDemo(clinic, zone)).ok).toBe(true);
  const { practitioners, resources } = await clinic.register();
  await clinic.close();
  const places = resources.slice(0, 3).flatMap(({ name, clinicId }, index) => {
    const own = practitioners.filter((each) => each.clinicId === clinicId)[index];
    return own === undefined ? [] : [{ practitioner: own.number, chair: name }];
  });
  const options = {
    ...{ patients: 2_600, bookings: 1_800, badOfEachKind: 4, places, template: 'Kontroll' },
    identityNumbers: spareIdentityNumbers(),
    // Past all that the demo has booked.
    from: addDays(toLocalDate(zone, now), 150),
  };
  return { database, files: { patients: patientFile(options), bookings: bookingFile(options) } };
};

const command = ({ database }: Practice, words: readonly string[]) =>
  typed({ databaseUrl: database.url, dataFolder: join(folder, 'data') }, words);

interface Moved {
  readonly state: string;
  readonly applied: number;
  readonly counts: Readonly<Record<'create' | 'update' | 'unchanged' | 'refused', number>>;
  readonly refused: readonly { readonly line: number; readonly why: string }[];
}

const done = async (practice: Practice, words: readonly string[]): Promise<Moved> => {
  const { output } = await command(practice, words).ended;
  return JSON.parse(output) as Moved;
};

const written = async (name: string, { text }: MovingFile): Promise<string> => {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, text);
  return path;
};

const importing = async (practice: Practice, kind: 'patients' | 'bookings') => {
  const path = await written(kind, practice.files[kind]);
  return ['import', path, '--kind', kind];
};

const contentOf = ({ database }: Practice) => movedInContent(database.pool);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidbok-moving-'));
  practice = await openPractice();
});

afterAll(async () => {
  for (const database of opened) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('moving in by the command line', () => {
  it(
    'names every bad row by line and reason; the same file once more changes nothing',
    patience,
    async () => {
      for (const kind of ['patients', 'bookings'] as const) {
        const { bad, good } = practice.files[kind];
        const words = await importing(practice, kind);
        const tried = await done(practice, [...words, '--dry-run']);
        expect(tried).toMatchObject({ state: 'read', applied: 0, counts: { create: good } });
        const first = await done(practice, words);
        expect(first).toMatchObject({ state: 'done', applied: good });
        expect(first.refused.map(({ line }) => line)).toEqual([...bad.keys()]);
        for (const { why } of first.refused) expect(why).not.toBe('');
        const again = await done(practice, words);
        expect(again.counts).toMatchObject({ create: 0, update: 0, unchanged: good });
      }
    },
  );

  it(
    'killed with -9 in the middle and typed again ends as if it had not been',
    patience,
    async () => {
      const [whole, killed] = [practice, await openPractice()];
      for (const kind of ['patients', 'bookings'] as const) {
        const words = await importing(killed, kind);
        const { url, pool } = killed.database;
        const moving = { databaseUrl: url, pool, dataFolder: join(folder, 'data') };
        expect(await killedInTheMiddle(moving, words)).toBe(true);
        const half = (await contentOf(killed)).length;
        expect(half).toBeLessThan((await contentOf(whole)).length);
        const { good } = killed.files[kind];
        const { counts } = await done(killed, words);
        expect(counts.create).toBeLessThan(good);
        expect(counts.create + counts.unchanged).toBe(good);
      }
      expect(await contentOf(killed)).toEqual(await contentOf(whole));
    },
  );
});

describe('taking out by the command line', () => {
  it(
    'writes a file that only its owner reads, and that the book takes back unchanged',
    patience,
    async () => {
      const path = join(folder, 'out.csv');
      const { output } = await command(practice, ['export', 'patients', path]).ended;
      const { count } = JSON.parse(output) as { count: number };
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(count + 1);
      const back = await done(practice, ['import', path, '--kind', 'patients']);
      expect(back.counts).toMatchObject({ create: 0, update: 0, unchanged: count });
    },
  );

  it('refuses a kind that there is none of', patience, async () => {
    const asked = command(practice, ['export', 'teeth', join(folder, 'teeth.csv')]);
    expect(await asked.ended).toMatchObject({ code: 2 });
  });
});
