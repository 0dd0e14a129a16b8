import type { Instant, PracticeId } from '@tidbok/core';
import type { LogRecord } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

/** The site's records after `seq`, in order. */
export async function loadSiteLog(
  db: Queryable,
  practiceId: PracticeId,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly LogRecord[]> {
  const { rows } = await db.query<LogRecord & { at: Instant }>({
    name: 'site-log',
    text: `select inc, seq::float8 as seq, type, v, must_understand as "mustUnderstand",
        site_ms(at) as at, prev_hash as "prevHash", hash, body
      from site_log where practice_id = $1 and seq > $2 order by seq limit $3`,
    values: [practiceId, page.after, page.limit],
  });
  return rows;
}

/** The head of every practice's log on this database, for who may have missed a notification. */
export async function loadHeads(
  db: Queryable,
): Promise<readonly { readonly practiceId: PracticeId; readonly head: number }[]> {
  const { rows } = await db.query<{ practiceId: PracticeId; head: number }>({
    name: 'site-heads',
    text: `select practice_id as "practiceId", site_head::float8 as head from practice_sync`,
    values: [],
  });
  return rows;
}
