import { setTimeout as wait } from 'node:timers/promises';
import { refuse, type Outcome, type PracticeId, type Refused } from '@tidbok/core';
import { applyAtSite } from '@tidbok/store/site';
import type { SiteDecision } from '@tidbok/sync';
import type { SiteContext } from './context.ts';

/** A decision that went stale is made anew at most so often. */
const maxTries = 8;
const firstPauseMs = 2;

/** What a use case has decided: something to write, an answer without writing, or a refusal. */
export type Decided<T> =
  | { readonly type: 'write'; readonly decision: SiteDecision; readonly value: T }
  | { readonly type: 'answer'; readonly value: T }
  | Refused;

/**
 * Load, decide, write; again from the start when a guard no longer held. Refuses `time-taken` when
 * the constraint had the last word, or when others were quicker every time.
 */
export async function decideAndWrite<T>(
  { pool, wakes }: Pick<SiteContext, 'pool' | 'wakes'>,
  practiceId: PracticeId,
  decide: () => Promise<Decided<T>>,
): Promise<Outcome<T>> {
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const decided = await decide();
    if ('ok' in decided) return decided;
    if (decided.type === 'answer') return { ok: true, value: decided.value };
    const applied = await applyAtSite(pool, practiceId, decided.decision);
    if (applied.type === 'written') {
      const appended = decided.decision.writes.some(({ type }) => type === 'append');
      wakes.committed(practiceId, appended);
      return { ok: true, value: decided.value };
    }
    if (applied.type === 'time-taken') return refuse('time-taken');
    await wait(Math.random() * firstPauseMs * 2 ** tries);
  }
  return refuse('time-taken');
}
