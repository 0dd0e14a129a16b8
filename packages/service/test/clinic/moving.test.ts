import { instant } from '@tidbok/core';
import { openClinic } from '@tidbok/service/clinic';
import { bookingFile, patientFile } from '@tidbok/tools/moving-files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  contentOf,
  moveIn,
  refusedLines,
  sendFile,
  stepThrough,
  testNumbers,
  tryFile,
} from './move-in.ts';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { NOW, reception } from './small-practice.ts';

let practice: OpenPractice;
beforeEach(async () => {
  practice = await openSmallPractice((small) => ({ ...small, patients: [] }));
});
afterEach(async () => {
  await practice.close();
});

/** Whole files on a machine that others load too. */
const patience = { timeout: 180_000 };

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const options = {
  patients: 2_000,
  bookings: 3_000,
  badOfEachKind: 20,
  identityNumbers: testNumbers,
  places: [
    { practitioner: '0001', chair: 'Stol A' },
    { practitioner: 'Hedda Prov', chair: 'Stol B' },
  ],
  template: 'Undersökning 30 min',
  from: '2026-12-01',
};
const patients = patientFile(options);
const bookings = bookingFile(options);

test(
  '2,000 patients and 3,000 bookings move in, and each of 200 bad rows is named by line and reason',
  patience,
  async () => {
    const first = await moveIn(practice.clinic, 'patients', patients.text);
    expect(first.counts).toMatchObject({ create: patients.good, refused: patients.bad.size });
    expect(await refusedLines(practice.clinic, first.id)).toEqual(patients.bad);

    const second = await moveIn(practice.clinic, 'bookings', bookings.text);
    expect(second).toMatchObject({ state: 'done', applied: bookings.good });
    expect(await refusedLines(practice.clinic, second.id)).toEqual(bookings.bad);
    expect(patients.bad.size + bookings.bad.size).toBe(200);

    const content = await contentOf(practice.pool);
    const again = await moveIn(practice.clinic, 'patients', patients.text);
    expect(again.counts).toMatchObject({ create: 0, update: 0, unchanged: patients.good });
    const onceMore = await moveIn(practice.clinic, 'bookings', bookings.text);
    expect(onceMore.counts).toMatchObject({ create: 0, update: 0, unchanged: bookings.good });
    expect(await contentOf(practice.pool)).toBe(content);
  },
);

test(
  'an import that is killed in the middle and started again ends as one that was not',
  patience,
  async () => {
    await moveIn(practice.clinic, 'patients', patients.text);
    await moveIn(practice.clinic, 'bookings', bookings.text);

    const other = await openSmallPractice((small) => ({ ...small, patients: [] }));
    try {
      for (const [kind, { text }] of Object.entries({ patients, bookings })) {
        await killedAndStartedAgain(other, kind as 'patients' | 'bookings', text);
      }
      expect(await contentOf(other.pool)).toBe(await contentOf(practice.pool));
    } finally {
      await other.close();
    }
  },
);

/** The process's connections are cut while a batch is being written; another process goes on. */
async function killedAndStartedAgain(
  { clinic, pool, url }: OpenPractice,
  kind: 'patients' | 'bookings',
  text: string,
): Promise<void> {
  const { id } = await tryFile(clinic, kind, text);
  must(await clinic.applyImport(id));
  if (kind === 'bookings') must(await clinic.stepImport(reception, id));
  const cut = clinic.stepImport(reception, id).then(
    () => 'done',
    () => 'cut',
  );
  await pool.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'tidbok-clinic'`);
  expect(['cut', 'done']).toContain(await cut);
  const next = await openClinic({ databaseUrl: url, now: () => instant(NOW), log: quiet });
  try {
    expect((await stepThrough(next, id)).state).toBe('done');
  } finally {
    await next.close();
  }
}

test('a dry run says row by row what would happen, and changes nothing', patience, async () => {
  const before = await contentOf(practice.pool);
  const view = await tryFile(practice.clinic, 'patients', patients.text);
  expect(view).toMatchObject({ state: 'read', applied: 0, counts: { create: patients.good } });
  expect(await contentOf(practice.pool)).toBe(before);
});

test('a cancelled import leaves whole rows, and goes on where it stopped', patience, async () => {
  const { id } = await tryFile(practice.clinic, 'patients', patients.text);
  must(await practice.clinic.applyImport(id));
  must(await practice.clinic.cancelImport(id));
  expect((await practice.clinic.stepImport(reception, id)).ok).toBe(false);
  must(await practice.clinic.applyImport(id));
  expect(await stepThrough(practice.clinic, id)).toMatchObject({ applied: patients.good });
});

test('a file in Windows-1252 with commas and English headers is read by its own words', async () => {
  const text = 'External ID,SSN,First name,Last name,E-mail,Phone\r\nA1,,Prov,"Åsa, Ö",a@b.se,\r\n';
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const { id } = await sendFile(practice.clinic, 'patients', bytes);
  const head = must(await practice.clinic.importHead(id));
  expect(head).toMatchObject({ encoding: 'windows-1252', delimiter: ',', rows: 1 });
  expect(head.guess).toMatchObject({ externalId: 'External ID', familyName: 'Last name' });
  await stepThrough(practice.clinic, id);
  must(await practice.clinic.applyImport(id));
  expect(await stepThrough(practice.clinic, id)).toMatchObject({ applied: 1 });
  const page = await practice.clinic.patientPage(reception, { search: 'åsa', offset: 0 });
  expect(page.items[0]).toMatchObject({ familyName: 'Åsa, Ö' });
  expect(page.items[0]?.numberMasked).toMatch(/^00000000-/);
});

test('an update changes what the file says, and leaves what it does not say', async () => {
  const header = 'Patientnr;Förnamn;Efternamn;Ort;Mobil\n';
  await moveIn(practice.clinic, 'patients', `${header}7;Prov;Berg;Lund;070-1740605\n`);
  const view = await moveIn(practice.clinic, 'patients', `${header}7;Prov;Lind;;\n`);
  expect(view.counts).toMatchObject({ update: 1, create: 0 });
  const { items } = await practice.clinic.patientPage(reception, { search: 'lind', offset: 0 });
  expect(items[0]).toMatchObject({ town: 'Lund', mobile: '070-1740605' });
});

test('a file is forgotten while nothing of it has come in, and not after', async () => {
  const file = 'Patientnr;Förnamn;Efternamn\n7;Prov;Berg\n';
  const tried = await tryFile(practice.clinic, 'patients', file);
  must(await practice.clinic.removeImport(tried.id));
  expect(refusalOf(await practice.clinic.importView(tried.id))).toBe('unknown-import');
  expect(refusalOf(await practice.clinic.removeImport(tried.id))).toBe('unknown-import');
  const { id } = await moveIn(practice.clinic, 'patients', file);
  expect(refusalOf(await practice.clinic.removeImport(id))).toBe('import-ended');
  expect((await practice.clinic.imports()).map((each) => each.id)).toEqual([id]);
});

test('a file whose sending was cut off is not taken for the whole', async () => {
  const about = { kind: 'patients', fileName: 'p.csv', sizeBytes: patients.text.length } as const;
  const { id } = must(await practice.clinic.startImport(reception, about));
  const bytes = new TextEncoder().encode(patients.text.slice(0, 1_000));
  must(await practice.clinic.addImportPiece({ importId: id, position: 0, bytes }));
  expect(refusalOf(await practice.clinic.readImport(id, null))).toBe('file-unreadable');
});
