import type { Summary } from './seeds.ts';
import type { Range } from './hunt.ts';

const PROGRESS_EVERY_S = 10;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Says now and then how far a long run has come, and each broken world as soon as it is met. */
export function sayProgress(
  { count, operations }: Range,
  seconds: () => number,
): (sofar: Summary) => void {
  let saidAt = 0;
  let told = 0;
  return ({ schedules, broken }) => {
    for (const { seed, because } of broken.slice(told)) {
      say(`seed ${seed}: ${because}`);
      say(`replay: npm run sim -- --seed ${seed} --ops ${operations}`);
    }
    told = broken.length;
    const now = seconds();
    if (now - saidAt < PROGRESS_EVERY_S) return;
    saidAt = now;
    const rate = schedules / now;
    const left = Math.round((count - schedules) / rate);
    const found = `${broken.length} violations`;
    say(`${schedules} of ${count} seeds, ${rate.toFixed(0)}/s, ${found}, ${left} s to go`);
  };
}

export function saySituations({ situations }: Summary): void {
  for (const [name, times] of [...situations].sort(([a], [b]) => a.localeCompare(b))) {
    say(`${String(times).padStart(10)}  ${name}`);
  }
}

export interface Effort {
  readonly seconds: number;
  readonly cores: number;
}

export function saySummary(summary: Summary, { seconds, cores }: Effort): void {
  const { schedules, operations, happenings, transactions, cpuSeconds, broken } = summary;
  const events = `${Math.round(happenings / schedules)} events`;
  const writes = `${Math.round(transactions / schedules)} transactions each`;
  const acts = `${Math.round(operations / schedules)} operations`;
  say(`${schedules} schedules of ${acts}, ${events}, ${writes}`);
  const rate = `${(schedules / seconds).toFixed(0)} schedules/s on ${cores} cores`;
  say(`${rate}, ${(schedules / cpuSeconds).toFixed(0)} schedules/s and core`);
  say(`${broken.length} violations`);
}

/** The run as it is kept beside the figures. */
export function recordOf(
  { schedules, operations, happenings, transactions, cpuSeconds, situations, broken }: Summary,
  { first, seconds, cores }: Range & Effort,
): object {
  return {
    at: new Date().toISOString(),
    first,
    schedules,
    operations,
    operationsPerSchedule: Math.round(operations / schedules),
    happenings,
    transactions,
    cores,
    seconds: Math.round(seconds),
    schedulesPerSecond: Math.round(schedules / seconds),
    schedulesPerCoreSecond: Math.round(schedules / cpuSeconds),
    violations: broken,
    situations: Object.fromEntries([...situations].sort(([a], [b]) => a.localeCompare(b))),
  };
}
