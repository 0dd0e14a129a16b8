import { situations } from '../situations.ts';
import type { Mutant } from '../world/mutant.ts';
import { runSchedule, type ScheduleResult } from './schedule.ts';

export interface Seeds {
  readonly first: number;
  readonly count: number;
  readonly operations: number;
  readonly mutant?: Mutant;
}

/** A world in which a rule broke. */
export type Broken = Pick<ScheduleResult, 'seed'> & { readonly because: string };

export interface Summary {
  readonly schedules: number;
  readonly operations: number;
  readonly happenings: number;
  readonly transactions: number;
  readonly situations: ReadonlyMap<string, number>;
  /** Seconds of one core. */
  readonly cpuSeconds: number;
  readonly broken: readonly Broken[];
}

export const NO_SCHEDULES: Summary = {
  schedules: 0,
  operations: 0,
  happenings: 0,
  transactions: 0,
  situations: new Map(),
  cpuSeconds: 0,
  broken: [],
};

/** One schedule after the other, until one breaks a rule. */
export function runSeeds({ first, count, operations, mutant }: Seeds): Summary {
  const began = process.threadCpuUsage();
  const met = new Map<string, number>();
  const broken: Broken[] = [];
  let done = 0;
  let happenings = 0;
  let transactions = 0;
  let schedules = 0;
  while (schedules < count && broken.length === 0) {
    const options = { seed: first + schedules, operations };
    const result = runSchedule(mutant === undefined ? options : { ...options, mutant });
    schedules += 1;
    done += result.operations;
    happenings += result.happenings;
    transactions += result.transactions;
    for (const [name, times] of result.situations) met.set(name, (met.get(name) ?? 0) + times);
    if (result.broken !== null) broken.push({ seed: result.seed, because: result.broken });
  }
  const { user, system } = process.threadCpuUsage(began);
  const cpuSeconds = (user + system) / 1e6;
  return {
    ...{ schedules, operations: done, happenings, transactions, situations: met },
    ...{ cpuSeconds, broken },
  };
}

export function added(a: Summary, b: Summary): Summary {
  const met = new Map(a.situations);
  for (const [name, times] of b.situations) met.set(name, (met.get(name) ?? 0) + times);
  return {
    schedules: a.schedules + b.schedules,
    operations: a.operations + b.operations,
    happenings: a.happenings + b.happenings,
    transactions: a.transactions + b.transactions,
    situations: met,
    cpuSeconds: a.cpuSeconds + b.cpuSeconds,
    broken: [...a.broken, ...b.broken],
  };
}

/** Named situations that a run did not meet. */
export function missedSituations({ situations: met }: Summary): string[] {
  return situations.filter((name) => !met.has(name));
}
