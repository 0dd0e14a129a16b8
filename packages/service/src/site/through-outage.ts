import { setTimeout as wait } from 'node:timers/promises';
import { isSiteDatabaseAway } from '@tidbok/store/site';

/** A PostgreSQL that was killed is back in about two seconds. */
const patienceMs = 4_000;
const firstPauseMs = 50;
const maxPauseMs = 500;

/**
 * Tries again for a while when the database goes away under a question, or under a change that may
 * be repeated without harm. Then the fault goes on its way: the door answers "try again".
 */
export async function throughOutage<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isSiteDatabaseAway(error) || performance.now() + pauseMs > deadline) throw error;
      await wait(pauseMs);
    }
  }
}
