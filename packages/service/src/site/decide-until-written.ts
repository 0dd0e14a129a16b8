import type { PracticeId } from '@tidbok/core';
import { lockedAtSite, type Queryable } from '@tidbok/store/site';
import type { SiteContext } from './context.ts';

/** So often is decided without the practice's lock: sales go on meanwhile. */
const freeTries = 3;

/**
 * What the clinic says must come through however many patients book: after a few decisions that
 * sales made stale, the practice is locked first, and what is read then stands. `decide` reads and
 * writes by the connection that it is given. Throws when even then nothing could be written.
 */
export async function decideUntilWritten<T extends object>(
  pool: SiteContext['pool'],
  practiceId: PracticeId,
  decide: (db: Queryable) => Promise<T | 'stale'>,
): Promise<T> {
  for (let tries = 1; tries <= freeTries; tries += 1) {
    const written = await decide(pool);
    if (written !== 'stale') return written;
  }
  const written = await lockedAtSite(pool, practiceId, decide);
  if (written === 'stale') throw new Error('nothing could be written, though nothing else changed');
  return written;
}
