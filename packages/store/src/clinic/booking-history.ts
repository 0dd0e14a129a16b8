import type { BookingId, Instant, PractitionerId, ResourceId } from '@tidbok/core';
import type { EditedField } from './book.ts';
import type { Queryable } from './database.ts';

/** One line of a booking's history, with the place that the booking had. */
export interface HistoryRow {
  readonly bookingId: BookingId;
  readonly at: Instant;
  /** null: the technical user ITB. */
  readonly by: string | null;
  /** `booked`, `edited`, or the state that it went to. */
  readonly what: string;
  readonly detail: {
    readonly reason?: string;
    readonly overridden?: readonly string[];
    readonly fields?: Readonly<Record<string, EditedField>>;
  };
  readonly start: Instant;
  readonly end: Instant;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly replaces: BookingId | null;
}

/** No visit has been moved more often. */
const maxMoves = 200;

/** What happened to a visit, the oldest first: to the booking, and to those it replaced. */
export async function loadBookingHistory(
  db: Queryable,
  id: BookingId,
): Promise<readonly HistoryRow[]> {
  const { rows } = await db.query<{ row: HistoryRow }>(
    `with recursive chain as (
       select id, replaces, 0 as moves from booking where id = $1
       union all
       select b.id, b.replaces, moves + 1 from booking b join chain on chain.replaces = b.id
       where moves < $2)
     select jsonb_build_object('bookingId', b.id, 'at', ms_of(h.at), 'by', u.name, 'what', h.what,
       'detail', h.detail, 'start', ms_of(b.starts_at), 'end', ms_of(b.ends_at),
       'resourceId', b.resource_id, 'practitionerId', b.practitioner_id,
       'replaces', b.replaces) as row
     from booking_history h join chain on chain.id = h.booking_id join booking b on b.id = chain.id
       left join staff_user u on u.id = h.by_user
     order by h.id`,
    [id, maxMoves],
  );
  return rows.map(({ row }) => row);
}

/** The booking that a moved one has become, however often it was moved; null when cancelled. */
export async function latestOfMoved(db: Queryable, id: BookingId): Promise<BookingId | null> {
  const { rows } = await db.query<{ id: BookingId }>(
    `with recursive chain as (
       select id, state, 0 as moves from booking where replaces = $1
       union all
       select b.id, b.state, moves + 1 from booking b join chain on b.replaces = chain.id
       where moves < $2)
     select id from chain where state <> 'cancelled' limit 1`,
    [id, maxMoves],
  );
  return rows[0]?.id ?? null;
}
