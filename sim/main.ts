import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { mutants } from './mutants/index.ts';
import { kill, playAll, type Range } from './run/hunt.ts';
import { keepSeed, keptSeeds } from './run/kept-seeds.ts';
import { Pool } from './run/pool.ts';
import { recordOf, say, sayProgress, saySituations, saySummary } from './run/report.ts';
import { runSchedule, type ScheduleOptions } from './run/schedule.ts';
import { missedSituations } from './run/seeds.ts';
import { situations } from './situations.ts';
import type { Mutant } from './world/mutant.ts';

const OPERATIONS = 200;
/** From so many seeds on, a situation that was not met fails the run. */
const MANY_SEEDS = 2_000;
const SEEDS_PER_MUTANT = 20_000;
const TRACE_LINES = 60;

/** What was asked for, each counted once: a kept seed, the seeds, a situation, a mutant. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${text} is not a whole number`);
}

/** Plays one seed again and shows what happened; true when all held. */
function replay(options: ScheduleOptions): boolean {
  const { broken, trace } = runSchedule({ ...options, isTraced: true });
  for (const line of trace.slice(-TRACE_LINES)) say(line);
  const { seed } = options;
  say(broken === null ? `seed ${seed}: all rules held` : `seed ${seed}: ${broken}`);
  return broken === null;
}

async function playKept(): Promise<Tally> {
  let failed = 0;
  const kept = await keptSeeds();
  for (const seed of kept) if (runSchedule(seed).broken !== null && !replay(seed)) failed += 1;
  return { passed: kept.length - failed, failed };
}

async function playSeeds(pool: Pool, range: Range, record: string | undefined): Promise<Tally> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const progress = sayProgress(range, seconds);
  const summary = await playAll(pool, range, progress);
  saySituations(summary);
  saySummary(summary, { seconds: seconds(), cores: pool.size });
  if (record !== undefined) {
    const report = recordOf(summary, { ...range, seconds: seconds(), cores: pool.size });
    await writeFile(record, `${JSON.stringify(report, null, 2)}\n`);
  }
  for (const { seed, because } of summary.broken) {
    await keepSeed({ seed, operations: range.operations, because });
  }
  const broken = summary.broken.length > 0 ? 1 : 0;
  if (range.count < MANY_SEEDS) return { passed: 1 - broken, failed: broken };
  const missed = missedSituations(summary);
  for (const name of missed) say(`not met: ${name}`);
  const met = situations.length - missed.length;
  return { passed: met + 1 - broken, failed: missed.length + broken };
}

async function killMutants(
  pool: Pool,
  chosen: readonly Mutant[],
  range: Omit<Range, 'first'>,
): Promise<Tally> {
  const kills = await Promise.all(
    chosen.map(async ({ name, first = 1 }) => kill(pool, name, { ...range, first })),
  );
  for (const { mutant, by, schedules } of kills) {
    const how = by === null ? 'NOT NOTICED' : `seed ${by.seed}: ${by.because}`;
    say(`${String(schedules).padStart(6)}  ${mutant} (${how})`);
  }
  const failed = kills.filter(({ by }) => by === null).length;
  return { passed: kills.length - failed, failed };
}

async function main(): Promise<boolean> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ seeds: text, seed: text, ops: text, workers: text, mutant: text, record: text },
      most: text,
      mutants: { type: 'boolean' },
    },
  });
  const operations = numberOf(values.ops, OPERATIONS);
  const first = numberOf(values.seed, 1);
  if (values.seed !== undefined && values.seeds === undefined) {
    const mutant = mutants.find(({ name }) => name === values.mutant);
    return replay({ seed: first, operations, ...(mutant === undefined ? {} : { mutant }) });
  }
  const pool = new Pool(Math.max(1, numberOf(values.workers, availableParallelism())));
  const tallies = [await playKept()];
  const count = numberOf(values.seeds, values.mutants === true ? 0 : 1_000);
  if (count > 0) tallies.push(await playSeeds(pool, { first, count, operations }, values.record));
  if (values.mutants === true) {
    const most = numberOf(values.most, SEEDS_PER_MUTANT);
    const chosen = mutants.filter(({ name }) => name.includes(values.mutant ?? ''));
    tallies.push(await killMutants(pool, chosen, { count: most, operations }));
  }
  await pool.close();
  const passed = tallies.reduce((sum, each) => sum + each.passed, 0);
  const failed = tallies.reduce((sum, each) => sum + each.failed, 0);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

if (!(await main())) process.exitCode = 1;
