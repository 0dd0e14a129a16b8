import type { PracticeId } from '@tidbok/core';
import type { Pool } from 'pg';
import { inTransaction } from '../transaction.ts';
import type { Queryable } from './database.ts';

/**
 * Runs `work` in one transaction that holds the practice's lock: what it reads stands until it has
 * written. It must ask nothing of the pool, whose connections may all wait for this lock.
 */
export function lockedAtSite<T>(
  pool: Pool,
  practiceId: PracticeId,
  work: (db: Queryable) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (db) => {
    await db.query('select from practice_sync where practice_id = $1 for update', [practiceId]);
    return work(db);
  });
}
