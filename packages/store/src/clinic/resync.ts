import { instant, type BookingId, type Instant } from '@tidbok/core';
import type { SnapshotEntry, SnapshotRow } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface StagedSnapshot {
  readonly begin: Extract<SnapshotEntry, { type: 'SNAP_BEGIN' }>;
  readonly parts: number;
  readonly rows: readonly SnapshotRow[];
}

/** The other side's snapshot as far as it has come; null while none is coming. */
export async function readStaged(db: Queryable): Promise<StagedSnapshot | null> {
  const { rows } = await db.query<{ part: number; content: unknown }>(
    'select part, content from staged_snapshot order by part',
  );
  return stagedOf(rows);
}

/** Written by our own decisions, from records that the protocol had read. */
function stagedOf(
  rows: readonly { readonly part: number; readonly content: unknown }[],
): StagedSnapshot | null {
  const [first, ...parts] = rows;
  if (first === undefined) return null;
  return {
    begin: first.content as StagedSnapshot['begin'],
    parts: parts.length,
    rows: parts.flatMap(({ content }) => content as SnapshotRow[]),
  };
}

/** Bookings that were cancelled for ever since `after`. */
export async function readTombstones(
  db: Queryable,
  after: Instant,
): Promise<ReadonlySet<BookingId>> {
  const { rows } = await db.query<{ id: BookingId }>(
    'select booking_id as id from tombstone where at >= at_ms($1)',
    [after],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What patients typed, still sealed, for visits that the site knows and that end after `after`. */
export async function readSealed(
  db: Queryable,
  after: Instant,
): Promise<ReadonlyMap<BookingId, string>> {
  const { rows } = await db.query<{ id: BookingId; sealed: string }>(
    `select b.id, d.sealed from online_detail d join booking b on b.id = d.booking_id
     where b.known_at_site and b.state <> 'cancelled' and b.ends_at > at_ms($1)`,
    [after],
  );
  return new Map(rows.map(({ id, sealed }) => [id, sealed]));
}

/** The end of the last visit in the book; null in an empty one. */
export async function lastVisitEnd(db: Queryable): Promise<Instant | null> {
  const { rows } = await db.query<{ ms: string | null }>(
    `select ms_of(max(ends_at)) as ms from booking where state <> 'cancelled'`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : instant(Number(ms));
}

/**
 * Whether this is another database, or another past of it, than the one that was noted last: it was
 * restored. Notes it anew.
 */
export async function noteDatabase(db: Queryable): Promise<'same' | 'first' | 'other'> {
  const { rows } = await db.query<{ before: string | null; mark: string }>(
    `with was as (select practice_id, database_mark from practice_sync for update)
     update practice_sync s set database_mark = database_mark()
     from was where was.practice_id = s.practice_id
     returning was.database_mark as before, s.database_mark as mark`,
  );
  const row = rows[0];
  if (row === undefined || row.before === null) return 'first';
  return row.before === row.mark ? 'same' : 'other';
}

/** What both ends should agree on (`Agreed` of the sync room), from the frontier on. */
export async function readAgreed(db: Queryable): Promise<AgreedRows> {
  const { rows } = await db.query<{ agreed: AgreedRows }>(
    `select jsonb_build_object(
       'frontierAt', greatest(
         0, case when isfinite(s.frontier_at) then ms_of(s.frontier_at) else 0 end
       ),
       'offers', (select coalesce(jsonb_agg(jsonb_build_object('offerId', offer_id,
           'practitionerId', practitioner_id, 'open', (
             select jsonb_agg(jsonb_build_object('from', ms_of(lower(r)), 'to', ms_of(upper(r))))
             from unnest(open) r))), '[]')
         from announced_offer where open && tstzrange(s.frontier_at, null)),
       'visits', (select coalesce(jsonb_agg(jsonb_build_object('bookingId', id, 'during',
           jsonb_build_object('from', ms_of(starts_at), 'to', ms_of(ends_at)))), '[]')
         from booking where known_at_site and state <> 'cancelled' and ends_at > s.frontier_at),
       'blocks', (select coalesce(jsonb_agg(b), '[]') from (
         select jsonb_build_object('blockId', block_id, 'occupancies', jsonb_agg(
           jsonb_build_object('during', jsonb_build_object(
             'from', ms_of(lower(during)), 'to', ms_of(upper(during)))))) as b
         from block where during && tstzrange(s.frontier_at, null) group by block_id) blocks)
     ) as agreed from practice_sync s`,
  );
  const agreed = rows[0]?.agreed;
  if (agreed === undefined) throw new Error('The practice is gone.');
  return agreed;
}

export interface AgreedRows {
  readonly frontierAt: Instant;
  readonly offers: readonly {
    readonly offerId: string;
    readonly practitionerId: string;
    readonly open: readonly { readonly from: Instant; readonly to: Instant }[];
  }[];
  readonly visits: readonly {
    readonly bookingId: string;
    readonly during: { readonly from: Instant; readonly to: Instant };
  }[];
  readonly blocks: readonly {
    readonly blockId: string;
    readonly occupancies: readonly {
      readonly during: { readonly from: Instant; readonly to: Instant };
    }[];
  }[];
}

/** Own records older than `before` are forgotten, but for those the site has not acknowledged. */
export async function forgetOldRecords(db: Queryable, before: Instant): Promise<number> {
  const { rowCount } = await db.query(
    `delete from clinic_log l using practice_sync s, link_status k
     where l.at < at_ms($1) and (l.inc <> s.inc or l.seq <= k.acked)`,
    [before],
  );
  return rowCount ?? 0;
}
