import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '@tidbok/sim/random';
import { readBook, readSite, type Depth } from './audit.ts';
import { check, differences, type Finding } from './checker.ts';
import { Faults, LONG_PACE, SHORT_PACE } from './faults.ts';
import { History } from './history.ts';
import { KnownPatients } from './people/known-patients.ts';
import { Patients } from './people/patients.ts';
import { Staff } from './people/staff.ts';
import { openWorld, type World } from './people/world.ts';
import { isWell, openStage, type Stage } from './stage.ts';

export interface RunOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface RunResult {
  readonly findings: readonly Finding[];
  readonly operations: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Answers by what was asked and what came: `sell ok`. */
  readonly answers: ReadonlyMap<string, number>;
  readonly equalAfterMs: number | null;
}

/** `known` log in and come back to their visits. A long run's outages leave more people waiting. */
const CROWDS = {
  short: { patients: 7, known: 3, clerks: 5 },
  long: { patients: 10, known: 6, clerks: 8 },
};
/** Between two acts of one person. */
const PAUSE_MS = 40;
const SAY_EVERY_MS = 10_000;
const SAY_APART_EVERY_MS = 5_000;
const EQUAL_WITHIN_MS = 60_000;
const LOOK_MS = 500;
/** Longer runs get more time to sell. */
const WEEKS = { short: 2, long: 16 };
const LONG_FROM_S = 120;

const tally = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)));
};

interface People {
  readonly history: History;
  readonly patients: Patients;
  readonly known: KnownPatients;
  readonly count: (typeof CROWDS)['short'];
}

/** People act until they are told to stop; faults of the product show in the history. */
const crowd = async (
  world: World,
  { history, patients, known, count }: People,
  isOver: () => boolean,
): Promise<void> => {
  const staff = new Staff(world, history);
  const live = async (who: string, act: (who: string) => Promise<void>): Promise<void> => {
    while (!isOver()) {
      await act(who);
      await pause(PAUSE_MS * 2 * world.random.next());
    }
  };
  await Promise.all([
    ...Array.from({ length: count.patients }, (_, index) =>
      live(`patient ${String(index)}`, (who) => patients.act(who)),
    ),
    ...Array.from({ length: count.known }, (_, index) =>
      live(`known patient ${String(index)}`, (who) => known.act(who, index)),
    ),
    ...Array.from({ length: count.clerks }, (_, index) =>
      live(`clerk ${String(index)}`, (who) => staff.act(who)),
    ),
  ]);
};

const storm = async (
  stage: Stage,
  world: World,
  { options, ...people }: People & { readonly options: RunOptions },
): Promise<Faults> => {
  const { seconds, seed, say } = options;
  const { history } = people;
  const pace = seconds >= LONG_FROM_S ? LONG_PACE : SHORT_PACE;
  const faults = new Faults(stage, new Random(seed + 1), pace);
  const until = history.now() + seconds * 1_000;
  const talk = setInterval(() => {
    const [done, at] = [history.deeds.length, Math.round(history.now() / 1_000)];
    const harm = [...faults.counts.values()].reduce((sum, count) => sum + count, 0);
    say(`${String(at)} s: ${String(done)} operations, ${String(harm)} faults`);
  }, SAY_EVERY_MS);
  const harm = faults.run();
  await Promise.all([
    crowd(world, people, () => history.now() > until),
    pause(seconds * 1_000).then(() => faults.stop()),
  ]);
  await harm;
  clearInterval(talk);
  return faults;
};

/** After healing: everybody who never heard gets an answer, and every door is well. */
const settle = async (stage: Stage, patients: Patients, until: number): Promise<string[]> => {
  let open = [...patients.open];
  let unwell = [...stage.healthUrls];
  while ((open.length > 0 || unwell.length > 0) && performance.now() < until) {
    const left: typeof open = [];
    for (const sale of open) if (!(await patients.settle(sale))) left.push(sale);
    open = left;
    const well = await Promise.all(unwell.map(isWell));
    unwell = unwell.filter((_, index) => well[index] !== true);
    await pause(LOOK_MS);
  }
  return [
    ...open.map(({ key }) => `the sale ${key} got no answer`),
    ...unwell.map((url) => `${url} is not well`),
  ];
};

const bothSides = async ({ clinicDatabaseUrl, siteDatabaseUrl }: Stage, depth: Depth) => ({
  book: await readBook(clinicDatabaseUrl, depth),
  site: await readSite(siteDatabaseUrl, depth),
});

const stillApart = ({ book, site }: Awaited<ReturnType<typeof bothSides>>): string =>
  [
    `the site has read ${String(site.cursor.seq)} of ${String(book.head.seq)}`,
    `the book ${String(book.cursor.seq)} of ${String(site.head.seq)}`,
    ...differences(book, site).slice(0, 2),
  ].join(', ');

/** Looks until both sides agree: after how long, or null when they do not in time. */
const untilEqual = async (
  stage: Stage,
  since: number,
  say: RunOptions['say'],
): Promise<number | null> => {
  let saidAt = since;
  while (performance.now() - since < EQUAL_WITHIN_MS) {
    const sides = await bothSides(stage, { log: false }).catch(() => undefined);
    const took = performance.now() - since;
    if (sides !== undefined && differences(sides.book, sides.site).length === 0) return took;
    if (performance.now() - saidAt > SAY_APART_EVERY_MS) {
      saidAt = performance.now();
      const how = sides === undefined ? 'a database is away' : stillApart(sides);
      say(`${String(Math.round(took / 1_000))} s after healing: ${how}`);
    }
    await pause(LOOK_MS);
  }
  return null;
};

/** One run from one seed: everything is started, harmed, healed, and looked at. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const { seconds, seed, say } = options;
  const random = new Random(seed);
  const stage = await openStage(random);
  try {
    const length = seconds >= LONG_FROM_S ? 'long' : 'short';
    const world = await openWorld(stage, random, WEEKS[length]);
    const start = await bothSides(stage, { log: false });
    const before = new Set([...start.book.visits, ...start.site.visits].map(({ id }) => id));
    say(`Everything runs in ${stage.folder}.`);
    const history = new History();
    const patients = new Patients(world, history);
    const count = CROWDS[length];
    const login = { siteUrl: stage.siteUrl, count: count.known };
    const known = new KnownPatients({ world, history, patients }, login);
    await known.logIn();
    const faults = await storm(stage, world, { options, history, patients, known, count });
    const healedAt = performance.now();
    say('Healed.');
    const [stuck, firstEqual] = await Promise.all([
      settle(stage, patients, healedAt + EQUAL_WITHIN_MS),
      untilEqual(stage, healedAt, say),
    ]);
    // A sale that was settled late is on its way.
    const equalAfterMs = (await untilEqual(stage, healedAt, say)) ?? firstEqual;
    const { deeds } = history;
    const sides = await bothSides(stage, { log: true });
    return {
      findings: check({ deeds, before, equalAfterMs, stuck, ...sides }),
      operations: deeds.length,
      faults: new Map([...faults.counts].sort(([a], [b]) => a.localeCompare(b))),
      answers: tally(
        deeds.map(({ what, result, code }) => `${what} ${result} ${code ?? ''}`.trim()),
      ),
      equalAfterMs,
    };
  } finally {
    await stage.stop();
  }
};
