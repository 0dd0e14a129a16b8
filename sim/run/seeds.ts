import { situations } from '../situations.ts';
import type { Mutant } from '../world/mutant.ts';
import { runSchedule, type ScheduleResult } from './schedule.ts';

export interface Seeds {
  readonly first: number;
  readonly count: number;
  readonly operations: number;
  readonly mutant?: Mutant;
}

export interface Summary {
  readonly schedules: number;
  readonly happenings: number;
  readonly transactions: number;
  readonly situations: ReadonlyMap<string, number>;
  /** The first seed that broke a rule; the run ends there. */
  readonly broken: ScheduleResult | null;
}

/** One schedule after the other, until one breaks a rule. */
export function runSeeds({ first, count, operations, mutant }: Seeds): Summary {
  const met = new Map<string, number>();
  let happenings = 0;
  let transactions = 0;
  for (let i = 0; i < count; i += 1) {
    const options = { seed: first + i, operations };
    const result = runSchedule(mutant === undefined ? options : { ...options, mutant });
    happenings += result.happenings;
    transactions += result.transactions;
    for (const [name, times] of result.situations) met.set(name, (met.get(name) ?? 0) + times);
    if (result.broken !== null) {
      return { schedules: i + 1, happenings, transactions, situations: met, broken: result };
    }
  }
  return { schedules: count, happenings, transactions, situations: met, broken: null };
}

/** Named situations that a run did not meet. */
export function missedSituations({ situations: met }: Summary): string[] {
  return situations.filter((name) => !met.has(name));
}
