import { parseArgs } from 'node:util';
import { keptSeeds } from './run/kept-seeds.ts';
import { runSchedule } from './run/schedule.ts';
import { missedSituations, runSeeds, type Summary } from './run/seeds.ts';

const OPERATIONS = 200;
/** From so many seeds on, a situation that was not met fails the run. */
const MANY_SEEDS = 500;
const TRACE_LINES = 60;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${text} is not a whole number`);
}

/** Plays one seed again and shows what happened; true when all held. */
function replay(seed: number, operations: number): boolean {
  const { broken, trace } = runSchedule({ seed, operations, isTraced: true });
  for (const line of trace.slice(-TRACE_LINES)) say(line);
  say(broken === null ? `seed ${seed}: all rules held` : `seed ${seed}: ${broken}`);
  if (broken !== null) say(`replay: npm run sim -- --seed ${seed} --ops ${operations}`);
  return broken === null;
}

function report(summary: Summary, operations: number, seconds: number): void {
  const { schedules, happenings, transactions, situations } = summary;
  for (const [name, times] of [...situations].sort(([a], [b]) => a.localeCompare(b))) {
    say(`${String(times).padStart(10)}  ${name}`);
  }
  const rate = schedules / seconds;
  const perSchedule = `${Math.round(happenings / schedules)} events`;
  const writes = `${Math.round(transactions / schedules)} transactions each`;
  say(`${schedules} schedules of ${operations} operations, ${perSchedule}, ${writes}`);
  say(`${rate.toFixed(0)} schedules/s, ${(rate * operations).toFixed(0)} operations/s, one core`);
}

async function main(): Promise<boolean> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seeds: text, seed: text, ops: text } });
  const operations = numberOf(values.ops, OPERATIONS);
  const first = numberOf(values.seed, 1);
  if (values.seed !== undefined && values.seeds === undefined) return replay(first, operations);
  for (const kept of await keptSeeds()) {
    if (runSchedule(kept).broken !== null) return replay(kept.seed, kept.operations);
  }
  const began = performance.now();
  const summary = runSeeds({ first, count: numberOf(values.seeds, 1_000), operations });
  report(summary, operations, (performance.now() - began) / 1000);
  if (summary.broken !== null) return replay(summary.broken.seed, operations);
  const missed = missedSituations(summary);
  for (const name of missed) say(`not met: ${name}`);
  return summary.schedules < MANY_SEEDS || missed.length === 0;
}

if (!(await main())) process.exitCode = 1;
