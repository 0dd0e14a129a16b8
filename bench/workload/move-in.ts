import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo, spareIdentityNumbers } from '@tidbok/cli/demo';
import { startPostgres } from '@tidbok/cli/postgres';
import { addDays, instant, toLocalDate, type Outcome } from '@tidbok/core';
import { openClinic, type Clinic, type ImportKind, type StaffMember } from '@tidbok/service/clinic';
import { bookingFile, patientFile, type MovingFile } from '@tidbok/tools/moving-files';
import { killedInTheMiddle, movedInContent, typed } from '@tidbok/tools/moving-process';
import { Pool } from 'pg';
import type { Figure } from '../figure.ts';
import { stockholm } from '../ground/rules.ts';

const PATIENTS = 20_000;
const BOOKINGS = 30_000;
const BAD_OF_EACH_KIND = 20;
const pieceBytes = 1024 * 1024;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const must = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
};

type Files = Readonly<Record<'patients' | 'bookings', MovingFile>>;

interface Desk {
  readonly clinic: Clinic;
  readonly by: StaffMember;
}

/** The file sent, tried and taken in; answers the milliseconds of the two passes. */
const moveIn = async ({ clinic, by }: Desk, kind: ImportKind, file: MovingFile) => {
  const bytes = new TextEncoder().encode(file.text);
  const about = { kind, fileName: `${kind}.csv`, sizeBytes: bytes.length };
  const { id } = must(await clinic.startImport(by, about));
  for (let i = 0; i * pieceBytes < bytes.length; i += 1) {
    const piece = bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes);
    must(await clinic.addImportPiece({ importId: id, position: i, bytes: piece }));
  }
  const started = performance.now();
  must(await clinic.readImport(id, null));
  while (must(await clinic.stepImport(by, id)).state === 'checking');
  const tried = performance.now();
  must(await clinic.applyImport(id));
  while (must(await clinic.stepImport(by, id)).state === 'applying');
  const done = performance.now();
  const { counts, applied } = must(await clinic.importView(id));
  return { dryRunMs: tried - started, applyMs: done - tried, counts, applied };
};

/** The files of another system that fit the demo's practice. */
const filesFor = async (clinic: Clinic): Promise<Files> => {
  const { practitioners, resources } = await clinic.register();
  const places = practitioners.flatMap(({ number, clinicId }, i) => {
    const chair = resources.filter((each) => each.clinicId === clinicId)[i % resources.length];
    return chair === undefined ? [] : [{ practitioner: number, chair: chair.name }];
  });
  const options = {
    ...{ patients: PATIENTS, bookings: BOOKINGS, badOfEachKind: BAD_OF_EACH_KIND },
    identityNumbers: spareIdentityNumbers(),
    places: places.filter(({ chair }, i) => places.findIndex((p) => p.chair === chair) === i),
    template: 'Kontroll',
    from: addDays(toLocalDate(stockholm, instant(Date.now())), 120),
  };
  return { patients: patientFile(options), bookings: bookingFile(options) };
};

const measure = async (
  clinic: Clinic,
  { userId, files }: { readonly userId: StaffMember['userId']; readonly files: Files },
): Promise<Figure[]> => {
  const by: StaffMember = {
    ...{ userId, signInName: 'bench', name: 'Bench', roles: ['admin'], permissions: [] },
    ...{ practitionerId: null, clinicIds: [] },
  };
  const figures: Figure[] = [];
  for (const kind of ['patients', 'bookings'] as const) {
    const file = files[kind];
    const first = await moveIn({ clinic, by }, kind, file);
    const again = await moveIn({ clinic, by }, kind, file);
    figures.push(...figuresOf(kind, { file, first, again }));
  }
  return figures;
};

type Moved = Awaited<ReturnType<typeof moveIn>>;

const figuresOf = (
  kind: string,
  { file, first, again }: { file: MovingFile; first: Moved; again: Moved },
): Figure[] => {
  const workload = 'move-in';
  const time = (what: string, value: number): Figure => ({
    ...{ workload, what: `${kind}: ${what}`, value, unit: 'ms' },
  });
  const count = (what: string, value: number, wanted: number): Figure => ({
    ...{ workload, what: `${kind}: ${what}`, value, unit: '' },
    target: { words: `= ${String(wanted)}`, isMet: value === wanted },
  });
  const changed = again.counts.create + again.counts.update;
  return [
    time('dry run', first.dryRunMs),
    time('taken in', first.applyMs),
    count('good rows in', first.applied, file.good),
    count('bad rows refused', first.counts.refused, file.bad.size),
    count('changed by the same file again', changed, 0),
  ];
};

/** The demo's practice in an embedded server of its own, for as long as the work takes. */
const inPractice = async <T>(
  work: (practice: { readonly url: string; readonly folder: string }) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-move-in-'));
  await chmod(folder, 0o711);
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    database: 'tidbok_clinic',
    sharedFolder: '/var/lib/tidbok',
    isDurable: true,
  });
  try {
    return await work({ url: server.url, folder });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Opens it with the demo loaded; answers what the work does, and closes it again. */
const withClinic = async <T>(url: string, work: (clinic: Clinic) => Promise<T>): Promise<T> => {
  const clinic = await openClinic({ databaseUrl: url, now: () => instant(Date.now()), log: quiet });
  must(await loadDemo(clinic, stockholm));
  return work(clinic).finally(() => clinic.close());
};

interface Whole {
  readonly figures: readonly Figure[];
  readonly content: string;
}

const contentAt = async (url: string): Promise<string> => {
  const pool = new Pool({ connectionString: url, max: 1 });
  return movedInContent(pool)
    .then((lines) => lines.join('\n'))
    .finally(() => pool.end());
};

const movedInWhole = (): Promise<Whole> =>
  inPractice(async ({ url }) => {
    const figures = await withClinic(url, async (clinic) => {
      const user = (await clinic.users())[0];
      if (user === undefined) throw new Error('nobody works there');
      return measure(clinic, { userId: user.id, files: await filesFor(clinic) });
    });
    return { figures, content: await contentAt(url) };
  });

/** The operator's process is killed with -9 in the middle of each file, and typed again. */
const killedAndTypedAgain = (): Promise<{ readonly kills: number; readonly content: string }> =>
  inPractice(async ({ url, folder }) => {
    const files = await withClinic(url, filesFor);
    const pool = new Pool({ connectionString: url, max: 1 });
    const moving = { databaseUrl: url, pool, dataFolder: join(folder, 'data') };
    let kills = 0;
    for (const kind of ['patients', 'bookings'] as const) {
      const path = join(folder, `${kind}.csv`);
      await writeFile(path, files[kind].text);
      const words = ['import', path, '--kind', kind];
      if (await killedInTheMiddle(moving, words)) kills += 1;
      await typed(moving, words).ended;
    }
    await pool.end();
    return { kills, content: await contentAt(url) };
  });

/** 20,000 patients and 30,000 bookings with 200 bad rows into the demo practice. */
export const moveInWhole = async (): Promise<readonly Figure[]> => {
  const whole = await movedInWhole();
  const killed = await killedAndTypedAgain();
  const isSame = killed.content === whole.content && whole.content !== '';
  return [
    ...whole.figures,
    {
      ...{ workload: 'move-in', what: 'killed with -9 in the middle of each file and typed again' },
      ...{ value: killed.kills, unit: '' },
      beside: isSame ? 'the result is the same' : 'the result differs',
      target: { words: '= 2, same result', isMet: killed.kills === 2 && isSame },
    },
  ];
};
