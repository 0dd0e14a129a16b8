import type {
  BookingId,
  BookingState,
  BookingTemplateId,
  DeliveryFault,
  Instant,
  Interval,
  MessageChannel,
  MessageKind,
  PracticeId,
  PractitionerId,
  ResourceId,
  VisitInCalendar,
} from '@tidbok/core';
import { writesText } from './apply.ts';
import type { Queryable } from './database.ts';

/** A message whose turn it is, and the visit that it is about. */
export interface ClaimedRow {
  readonly practiceId: PracticeId;
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly lease: string;
  readonly sealedToSite: string;
  readonly catalogVersion: number;
  readonly visit: {
    readonly state: BookingState;
    readonly during: Interval;
    readonly templateId: BookingTemplateId;
    readonly practitionerId: PractitionerId;
    readonly resourceId: ResourceId;
    readonly calendar: VisitInCalendar;
  } | null;
  readonly deliveries: readonly DeliveryRow[];
}

export interface DeliveryRow {
  readonly channel: MessageChannel;
  readonly state: 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed' | 'uncertain';
  readonly tries: number;
}

/** A message within the whole site. */
export type MessageKey = Pick<ClaimedRow, 'practiceId' | 'bookingId' | 'kind' | 'lease'>;

/**
 * Takes the next message that is due, for so long: other nodes pass it by. The lease is told by the
 * database's own clock, which all nodes share. Null: nothing is due.
 */
export async function claimMessage(
  db: Queryable,
  lease: string,
  leaseMs: number,
): Promise<ClaimedRow | null> {
  const { rows } = await db.query<ClaimedRow>({
    name: 'site-claim-message',
    text: `with next as (
        select m.practice_id, m.booking_id, m.kind from message_outbox m
        where m.next_try_at <= clock_timestamp()
          and (m.leased_until is null or m.leased_until < clock_timestamp())
        order by m.next_try_at, m.created_at
        limit 1 for update skip locked
      ), mine as (
        update message_outbox m
        set lease = $1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
        from next
        where (m.practice_id, m.booking_id, m.kind)
          = (next.practice_id, next.booking_id, next.kind)
        returning m.*
      )
      select m.practice_id as "practiceId", m.booking_id as "bookingId", m.kind,
        m.lease, m.sealed_to_site as "sealedToSite", s.catalog_version as "catalogVersion",
        (select json_build_object(
            'state', b.state, 'during', site_interval(b.during), 'templateId', b.template_id,
            'practitionerId', b.practitioner_id, 'resourceId', b.resource_id,
            'calendar', site_visit_root(b.practice_id, b.booking_id)
          ) from booking b
          where b.practice_id = m.practice_id and b.booking_id = m.booking_id) as visit,
        coalesce((
          select json_agg(json_build_object('channel', d.channel, 'state', d.state,
            'tries', d.tries))
          from message_delivery d
          where (d.practice_id, d.booking_id, d.kind) = (m.practice_id, m.booking_id, m.kind)
        ), '[]') as deliveries
      from mine m join practice_sync s on s.practice_id = m.practice_id`,
    values: [lease, leaseMs],
  });
  return rows[0] ?? null;
}

/**
 * Notes that a message is being handed over: from here on it may have left. Answers how many times
 * it has been tried; null when it is not this one's to send, for it was sent, ended or taken over.
 */
export async function beginDelivery(
  db: Queryable,
  { practiceId, bookingId, kind, lease }: MessageKey,
  channel: MessageChannel,
): Promise<number | null> {
  const { rows } = await db.query<{ tries: number }>({
    name: 'site-begin-delivery',
    text: `with mine as (
        select practice_id, booking_id, kind from message_outbox
        where practice_id = $1 and booking_id = $2 and kind = $3 and lease = $4
          and leased_until > clock_timestamp()
        for update
      )
      insert into message_delivery (practice_id, booking_id, kind, channel, state, tries, at)
      select practice_id, booking_id, kind, $5, 'sending', 1, clock_timestamp() from mine
      on conflict on constraint message_delivery_pkey do update
        set state = 'sending', tries = message_delivery.tries + 1, at = clock_timestamp()
        where message_delivery.state = 'waiting'
      returning tries`,
    values: [practiceId, bookingId, kind, lease, channel],
  });
  return rows[0]?.tries ?? null;
}

export interface NotedDelivery {
  readonly channel: MessageChannel;
  readonly state: DeliveryRow['state'];
  readonly fault: DeliveryFault | null;
  readonly reference: string | null;
  readonly parts: number | null;
}

/** What came of it. One that was taken over meanwhile is still told what its first sender knows. */
export async function noteDelivery(
  db: Queryable,
  { practiceId, bookingId, kind }: Omit<MessageKey, 'lease'>,
  noted: NotedDelivery,
): Promise<void> {
  await db.query({
    name: 'site-note-delivery',
    text: `insert into message_delivery
        (practice_id, booking_id, kind, channel, state, fault, reference, parts, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
      on conflict on constraint message_delivery_pkey do update
        set state = excluded.state, fault = excluded.fault, reference = excluded.reference,
          parts = excluded.parts, at = excluded.at
        where message_delivery.state in ('waiting', 'sending', 'uncertain')`,
    values: [
      ...[practiceId, bookingId, kind, noted.channel, noted.state],
      ...[noted.fault, noted.reference, noted.parts],
    ],
  });
}

/** Nothing of the message is left to send: the patient's contact is erased with it. */
export async function endMessage(db: Queryable, key: MessageKey): Promise<void> {
  const { practiceId, bookingId, kind, lease } = key;
  await db.query({
    name: 'site-end-message',
    text: `with ended as (
        delete from message_outbox
        where practice_id = $1 and booking_id = $2
          and (kind = $3 and lease = $4 or next_try_at = 'infinity')
      ) select 1`,
    values: [practiceId, bookingId, kind, lease],
  });
}

/** Lets go of a message; it is due again in so long, or its copy is only kept (null). */
export async function putBack(
  db: Queryable,
  { practiceId, bookingId, kind, lease }: MessageKey,
  waitMs: number | null,
): Promise<void> {
  await db.query({
    name: 'site-put-back',
    text: `update message_outbox set lease = null, leased_until = null,
        next_try_at = case when $5::bigint is null then 'infinity'
          else clock_timestamp() + $5::bigint * interval '1 millisecond' end
      where practice_id = $1 and booking_id = $2 and kind = $3 and lease = $4`,
    values: [practiceId, bookingId, kind, lease, waitMs],
  });
}

/** A message that did not leave, for the clinic to hear of. */
export interface UntoldRow {
  readonly practiceId: PracticeId;
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  readonly uncertain: boolean;
  readonly fault: DeliveryFault;
  readonly sealed: string | null;
  readonly start: Instant;
}

const mostUntold = 100;

export async function loadUntold(db: Queryable): Promise<readonly UntoldRow[]> {
  const { rows } = await db.query<UntoldRow>({
    name: 'site-untold-messages',
    text: `select d.practice_id as "practiceId", d.booking_id as "bookingId", d.kind, d.channel,
        d.state = 'uncertain' as uncertain, d.fault, b.sealed, site_ms(lower(b.during)) as start
      from message_delivery d
      join booking b on b.practice_id = d.practice_id and b.booking_id = d.booking_id
      where d.state in ('failed', 'uncertain') and not d.told
      order by d.practice_id, d.at limit ${mostUntold}`,
    values: [],
  });
  return rows;
}

/**
 * Appends the failure to the site's log and marks it told, both or neither. False: another node was
 * first.
 */
export async function tellFailure(db: Queryable, row: UntoldRow, at: Instant): Promise<boolean> {
  const { practiceId, ...failure } = row;
  const entry = { type: 'MESSAGE_FAILED', ...failure } as const;
  const { rowCount } = await db.query({
    name: 'site-tell-failure',
    text: `with mine as (
        update message_delivery set told = true
        where practice_id = $1 and booking_id = $2 and kind = $3 and channel = $4 and not told
        returning practice_id
      )
      select site_apply(practice_id, '[]', $5) from mine`,
    values: [
      ...[practiceId, row.bookingId, row.kind, row.channel],
      writesText([{ type: 'append', entry, at }]),
    ],
  });
  return (rowCount ?? 0) > 0;
}

/** The operator's word on a message that it took; false when nobody here sent it. */
export async function noteReport(
  db: Queryable,
  reference: string,
  arrived: boolean,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'site-note-report',
    text: `update message_delivery
      set state = case when $2 then 'delivered' else 'failed' end,
        fault = case when $2 then null else 'not-delivered' end, at = clock_timestamp()
      where reference = $1 and (state = 'sent' or state = 'delivered' and $2)`,
    values: [reference, arrived],
  });
  return (rowCount ?? 0) > 0;
}

/**
 * Messages whose operator is to be asked now what became of them, the longest due first. Each is
 * asked about after 20 seconds, and again after twice the time, for two days; whoever takes one
 * here is the one who asks.
 */
export async function takeUnreported(db: Queryable, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ reference: string }>({
    name: 'site-take-unreported',
    text: `with due as (
        select practice_id, booking_id, kind, channel from message_delivery
        where state = 'sent' and reference is not null
          and coalesce(ask_at, at + interval '20 seconds') < clock_timestamp()
          and at > clock_timestamp() - interval '2 days'
        order by coalesce(ask_at, at) limit $1 for update skip locked
      )
      update message_delivery d set ask_at = clock_timestamp() + (clock_timestamp() - d.at)
      from due
      where (d.practice_id, d.booking_id, d.kind, d.channel)
        = (due.practice_id, due.booking_id, due.kind, due.channel)
      returning d.reference`,
    values: [limit],
  });
  return rows.map(({ reference }) => reference);
}
