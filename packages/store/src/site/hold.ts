import type { HoldId, Instant, PracticeId } from '@tidbok/core';
import type { Queryable } from './database.ts';

/** Renews a living hold, once; null when there is none, it has expired or was renewed before. */
export async function renewHold(
  db: Queryable,
  practiceId: PracticeId,
  renewal: { readonly holdId: HoldId; readonly at: Instant; readonly expiresAt: Instant },
): Promise<Instant | null> {
  const { rows } = await db.query<{ expiresAt: Instant }>(
    `with renewed as (
       update hold set expires_at = site_instant($4), renewed = true
       where practice_id = $1 and hold_id = $2 and not renewed and expires_at > site_instant($3)
       returning expires_at
     ), moved as (
       update practice_sync set revision = revision + 1
       where practice_id = $1 and exists (select from renewed)
     )
     select site_ms(expires_at) as "expiresAt" from renewed`,
    [practiceId, renewal.holdId, renewal.at, renewal.expiresAt],
  );
  return rows[0]?.expiresAt ?? null;
}

/** How many living holds a session has. */
export async function countHolds(
  db: Queryable,
  practiceId: PracticeId,
  query: { readonly session: string; readonly at: Instant },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'site-count-holds',
    text: `select count(*)::int as count from hold
      where practice_id = $1 and session = $2 and expires_at > site_instant($3)`,
    values: [practiceId, query.session, query.at],
  });
  return rows[0]?.count ?? 0;
}
