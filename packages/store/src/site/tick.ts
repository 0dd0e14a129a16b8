import type { HoldId, Instant, PracticeId } from '@tidbok/core';
import type { Queryable } from './database.ts';
import type { VisitRow } from './facts.ts';

export interface DueRow {
  readonly practiceId: PracticeId;
  readonly frontierAt: Instant;
  readonly nearHours: number | null;
  readonly head: number;
  readonly expiredRequests: readonly VisitRow[];
  readonly expiredHolds: readonly HoldId[];
}

/**
 * Practices for which time alone changes something at `now`: a frontier at least `stepMinutes`
 * behind, a request that has expired, a hold that has so for `keepHoldMinutes`.
 */
export async function loadDue(
  db: Queryable,
  now: Instant,
  options: {
    readonly stepMinutes: number;
    readonly keepHoldMinutes: number;
    readonly limit: number;
  },
): Promise<readonly DueRow[]> {
  const { rows } = await db.query<DueRow>({
    name: 'site-due',
    text: `select s.practice_id as "practiceId", site_ms(s.frontier_at) as "frontierAt",
        s.near_hours as "nearHours", s.site_head::float8 as head,
        coalesce((
          select json_agg(site_visit(b)) from booking b
          where b.practice_id = s.practice_id and b.state = 'pending'
            and b.request_expires_at <= site_instant($1)
        ), '[]') as "expiredRequests",
        coalesce((
          select json_agg(h.hold_id) from hold h
          where h.practice_id = s.practice_id
            and h.expires_at <= site_instant($1) - $4 * interval '1 minute'
        ), '[]') as "expiredHolds"
      from practice_sync s
      where s.frontier_at <= site_instant($1)
          + (s.near_hours * 60 - $2) * interval '1 minute'
        or s.practice_id in (
          select b.practice_id from booking b
          where b.state = 'pending' and b.request_expires_at <= site_instant($1)
        )
        or s.practice_id in (
          select h.practice_id from hold h
          where h.expires_at <= site_instant($1) - $4 * interval '1 minute'
        )
      order by s.practice_id limit $3`,
    values: [now, options.stepMinutes, options.limit, options.keepHoldMinutes],
  });
  return rows;
}

/**
 * Erases what is kept no longer: sealed message copies, old idempotency keys, used-up codes. A
 * message that had not left by then goes on the staff's list.
 */
export async function eraseOutdated(
  db: Queryable,
  now: Instant,
  keysBefore: Instant,
): Promise<{ readonly messages: number; readonly keys: number }> {
  const messages = await db.query(
    `with gone as (
       delete from message_outbox where erase_at <= site_instant($1)
       returning practice_id, booking_id, kind, next_try_at
     ), unsent as (
       insert into message_delivery
         (practice_id, booking_id, kind, channel, state, fault, at)
       select g.practice_id, g.booking_id, g.kind, c.channel, 'failed', 'gave-up',
         clock_timestamp()
       from gone g
       join catalog k on k.practice_id = g.practice_id
       cross join unnest(array['email', 'sms']) as c (channel)
       where g.next_try_at <> 'infinity'
         and (k.content::jsonb #>> array['messages', c.channel])::boolean
       on conflict on constraint message_delivery_pkey do update
         set state = 'failed', fault = excluded.fault, at = excluded.at
         where message_delivery.state = 'waiting'
     )
     select 1 from gone`,
    [now],
  );
  const keys = await db.query('delete from idempotency_key where at < site_instant($1)', [
    keysBefore,
  ]);
  await db.query('delete from pairing_code where expires_at < site_instant($1)', [keysBefore]);
  return { messages: messages.rowCount ?? 0, keys: keys.rowCount ?? 0 };
}
