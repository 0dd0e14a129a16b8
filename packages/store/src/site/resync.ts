import type { BookingId, Instant, PracticeId } from '@tidbok/core';
import type { Position, SnapshotEntry, SnapshotRow } from '@tidbok/protocol';
import type { Queryable } from './database.ts';
import type { OfferRow, SiteFactRows, VisitRow } from './facts.ts';

export interface StagedAtSite {
  readonly begin: Extract<SnapshotEntry, { type: 'SNAP_BEGIN' }>;
  readonly parts: number;
  readonly rows: readonly SnapshotRow[];
}

/** All that the site has of one practice, read at one moment: what a merge decides on. */
export interface WholeRows {
  readonly clinicCursor: Position;
  readonly revision: number;
  readonly frontierAt: Instant;
  readonly offers: readonly OfferRow[];
  readonly bookings: readonly (VisitRow & { readonly registeredAt: Instant })[];
  readonly blocks: SiteFactRows['blocks'];
  readonly tombstones: readonly BookingId[];
}

/** Live bookings, and those that the staged snapshot names in whatever state. */
export async function loadWhole(db: Queryable, practiceId: PracticeId): Promise<WholeRows | null> {
  const { rows } = await db.query<{ whole: WholeRows }>({
    name: 'site-whole',
    text: `with named as (
        select coalesce(r -> 'visit' ->> 'bookingId', r ->> 'bookingId')::uuid as id
        from staged_snapshot g, jsonb_array_elements(g.content) r
        where g.practice_id = $1 and g.part > 0 and r ->> 'type' in ('visit', 'tombstone')
      )
      select json_build_object(
        'clinicCursor', json_build_object(
          'inc', s.clinic_inc, 'seq', s.clinic_cursor, 'hash', s.clinic_cursor_hash
        ),
        'revision', s.revision, 'frontierAt', site_ms(s.frontier_at),
        'offers', coalesce((
          select json_agg(json_build_object(
            'offerId', o.offer_id, 'preblockId', o.preblock_id,
            'preblockKindId', o.preblock_kind_id, 'resourceId', o.resource_id,
            'practitionerId', o.practitioner_id, 'anchorAt', site_ms(o.anchor_at),
            'expiresAt', site_ms(o.expires_at),
            'open', (select json_agg(site_interval(piece)) from unnest(o.open) as piece)
          )) from offer o where o.practice_id = $1
        ), '[]'),
        'bookings', coalesce((
          select json_agg(
            site_visit(b)::jsonb || jsonb_build_object('registeredAt', site_ms(b.registered_at))
          )
          from booking b
          where b.practice_id = $1
            and (b.state <> 'cancelled' or b.booking_id in (select id from named))
        ), '[]'),
        'blocks', coalesce((
          select json_agg(k) from (
            select json_build_object('blockId', block_id, 'occupancies', json_agg(
              json_build_object('subjectId', subject_id, 'during', site_interval(during))
            )) as k
            from block where practice_id = $1 group by block_id
          ) blocks
        ), '[]'),
        'tombstones', coalesce((
          select json_agg(t.booking_id) from tombstone t
          where t.practice_id = $1 and t.booking_id in (select id from named)
        ), '[]')
      ) as whole from practice_sync s where s.practice_id = $1`,
    values: [practiceId],
  });
  return rows[0]?.whole ?? null;
}

/** The clinic's snapshot as far as it has come; null while none is coming. */
export async function loadStaged(
  db: Queryable,
  practiceId: PracticeId,
): Promise<StagedAtSite | null> {
  const { rows } = await db.query<{ part: number; content: unknown }>({
    name: 'site-staged',
    text: 'select part, content from staged_snapshot where practice_id = $1 order by part',
    values: [practiceId],
  });
  const [first, ...parts] = rows;
  if (first === undefined) return null;
  // Written by our own decisions, from records that the protocol had read.
  return {
    begin: first.content as StagedAtSite['begin'],
    parts: parts.length,
    rows: parts.flatMap(({ content }) => content as SnapshotRow[]),
  };
}

/** How many parts of a clinic's snapshot are here; null while none is coming. */
export async function countStaged(
  db: Queryable,
  practiceId: PracticeId,
): Promise<{ readonly parts: number } | null> {
  const { rows } = await db.query<{ parts: number | null }>({
    name: 'site-staged-parts',
    text: 'select max(part) as parts from staged_snapshot where practice_id = $1',
    values: [practiceId],
  });
  const parts = rows[0]?.parts ?? null;
  return parts === null ? null : { parts };
}

/** Whether this life of a clinic's log is over: who still writes it is a copy. */
export async function isPastLife(
  db: Queryable,
  practiceId: PracticeId,
  inc: string,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'site-past-life',
    text: 'select from clinic_life where practice_id = $1 and inc = $2',
    values: [practiceId, inc],
  });
  return rowCount === 1;
}

/**
 * Whether this is another database, or another past of it, than the one noted last: it was restored
 * or failed over. Notes it anew once `fence` has been done for every practice.
 */
export async function noteSiteDatabase(
  db: Queryable,
  fence: (practiceId: PracticeId) => Promise<void>,
): Promise<'same' | 'first' | 'other'> {
  const { rows } = await db.query<{ before: string | null; mark: string }>(
    `select (select mark from database_mark) as before, site_database_mark() as mark`,
  );
  const row = rows[0];
  if (row === undefined || row.before === row.mark) return 'same';
  if (row.before !== null) {
    const practices = await db.query<{ id: PracticeId }>(
      `select practice_id as id from practice_sync where mode in ('paired', 'recover')`,
    );
    for (const { id } of practices.rows) await fence(id);
  }
  await db.query(
    `insert into database_mark (mark) values ($1)
     on conflict on constraint database_mark_pkey do update set mark = excluded.mark`,
    [row.mark],
  );
  return row.before === null ? 'first' : 'other';
}

/** What both ends should agree on (`Agreed` of the sync room), from the frontier on. */
export async function loadAgreed(db: Queryable, practiceId: PracticeId): Promise<AgreedAtSite> {
  const { rows } = await db.query<{ agreed: AgreedAtSite }>({
    name: 'site-agreed',
    text: `select json_build_object(
        'frontierAt', site_ms(s.frontier_at),
        'offers', coalesce((
          select json_agg(json_build_object(
            'offerId', o.offer_id, 'practitionerId', o.practitioner_id,
            'open', (select json_agg(site_interval(piece)) from unnest(o.open) as piece)
          )) from offer o
          where o.practice_id = $1 and o.open && tstzrange(s.frontier_at, null)
        ), '[]'),
        'visits', coalesce((
          select json_agg(json_build_object(
            'bookingId', b.booking_id, 'during', site_interval(b.during)
          )) from booking b
          where b.practice_id = $1 and b.state <> 'cancelled'
            and upper(b.during) > s.frontier_at
        ), '[]'),
        'blocks', coalesce((
          select json_agg(k) from (
            select json_build_object('blockId', block_id, 'occupancies', json_agg(
              json_build_object('during', site_interval(during))
            )) as k
            from block where practice_id = $1 and during && tstzrange(s.frontier_at, null)
            group by block_id
          ) blocks
        ), '[]')
      ) as agreed from practice_sync s where s.practice_id = $1`,
    values: [practiceId],
  });
  const agreed = rows[0]?.agreed;
  if (agreed === undefined) throw new Error('no such practice');
  return agreed;
}

export interface AgreedAtSite {
  readonly frontierAt: Instant;
  readonly offers: readonly (Pick<OfferRow, 'offerId' | 'practitionerId'> & {
    readonly open: OfferRow['open'];
  })[];
  readonly visits: readonly Pick<VisitRow, 'bookingId' | 'during'>[];
  readonly blocks: readonly {
    readonly blockId: string;
    readonly occupancies: readonly Pick<VisitRow, 'during'>[];
  }[];
}

/** Own records older than `before` are forgotten, for all practices; the floor says how far. */
export async function forgetOldSiteRecords(db: Queryable, before: Instant): Promise<number> {
  const { rowCount } = await db.query(
    `with gone as (
       delete from site_log where at < site_instant($1) returning practice_id, seq
     ), floors as (
       select practice_id, max(seq) as seq from gone group by practice_id
     )
     update practice_sync s set site_floor = greatest(s.site_floor, f.seq)
     from floors f where f.practice_id = s.practice_id`,
    [before],
  );
  return rowCount ?? 0;
}
