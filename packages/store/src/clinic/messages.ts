import type {
  BookingId,
  BookingState,
  BookingTemplateId,
  DeliveryFault,
  Instant,
  MessageChannel,
  MessageKind,
  MessageSettings,
  PractitionerId,
  ResourceId,
  UserId,
  VisitInCalendar,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

/** A message whose turn it is, the visit that it is about, and how the patient is reached. */
export interface ClaimedRow {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly lease: string;
  readonly attempts: readonly AttemptRow[];
  readonly state: BookingState;
  readonly start: Instant;
  readonly end: Instant;
  readonly templateId: BookingTemplateId;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
  readonly calendar: VisitInCalendar;
  readonly isProtected: boolean;
  readonly email: string;
  readonly mobile: string;
  /** What the patient typed online for the visit, and for which of its bookings; else null. */
  readonly typed: { readonly bookingId: BookingId; readonly sealed: string } | null;
  /** What staff wrote to those whose practitioner is away; null: nothing. */
  readonly note: string | null;
}

export interface AttemptRow {
  readonly channel: MessageChannel;
  readonly state: 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed' | 'uncertain';
  readonly tries: number;
}

export type MessageKey = Pick<ClaimedRow, 'bookingId' | 'kind' | 'lease'>;

/** No visit has been moved more often. */
const maxMoves = 200;

/** Puts messages in the queue, each once. */
export async function enqueueMessages(
  db: Queryable,
  messages: readonly { readonly bookingId: BookingId; readonly kind: MessageKind }[],
): Promise<void> {
  await db.query({
    name: 'enqueue-messages',
    text: `insert into message_outbox (booking_id, kind)
      select booking_id, kind from unnest($1::uuid[], $2::text[]) as new (booking_id, kind)
      where exists (select from booking b where b.id = new.booking_id)
      on conflict do nothing`,
    values: [messages.map(({ bookingId }) => bookingId), messages.map(({ kind }) => kind)],
  });
}

/** Visits that it is time to remind of: booked earlier than that, reminded of once. */
export async function enqueueReminders(
  db: Queryable,
  now: Instant,
  { reminderHours, remindAll }: Pick<MessageSettings, 'reminderHours' | 'remindAll'>,
): Promise<void> {
  await db.query({
    name: 'enqueue-reminders',
    text: `insert into message_outbox (booking_id, kind)
      select b.id, 'reminder' from booking b join patient p on p.id = b.patient_id
      where b.starts_at > at_ms($1)
        and b.starts_at <= at_ms($1) + $2 * interval '1 hour'
        and b.registered_at < b.starts_at - $2 * interval '1 hour'
        and b.state = 'confirmed' and p.protection = 'none' and ($3 or b.source = 'online')
        and not exists (
          select from message_delivery d where d.booking_id = b.id and d.kind = 'reminder')
      on conflict do nothing`,
    values: [now, reminderHours, remindAll],
  });
}

/** Takes the next message that is due, for so long; null: nothing is due. */
export async function claimMessage(
  db: Queryable,
  lease: string,
  leaseMs: number,
): Promise<ClaimedRow | null> {
  const { rows } = await db.query<ClaimedRow>({
    name: 'claim-message',
    text: `with recursive next as (
        select m.booking_id, m.kind from message_outbox m
        where m.next_try_at <= clock_timestamp()
          and (m.leased_until is null or m.leased_until < clock_timestamp())
        order by m.next_try_at, m.created_at
        limit 1 for update skip locked
      ), mine as (
        update message_outbox m
        set lease = $1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
        from next where (m.booking_id, m.kind) = (next.booking_id, next.kind)
        returning m.booking_id, m.kind, m.lease
      ), chain as (
        select b.id, b.replaces, 0 as moves from booking b join mine on mine.booking_id = b.id
        union all
        select coalesce(b.id, chain.replaces), b.replaces, moves + 1
        from chain left join booking b on b.id = chain.replaces
        where chain.replaces is not null and moves < ${maxMoves}
      )
      select m.booking_id as "bookingId", m.kind, m.lease, b.state,
        ms_of(b.starts_at)::float8 as start, ms_of(b.ends_at)::float8 as end,
        b.template_id as "templateId",
        b.practitioner_id as "practitionerId", b.resource_id as "resourceId",
        p.protection <> 'none' as "isProtected", p.email, p.mobile,
        (select message from absence_notice n where n.booking_id = b.id) as note,
        (select json_build_object('uid', id, 'sequence', moves)
          from chain order by moves desc limit 1) as calendar,
        (select json_build_object('bookingId', chain.id, 'sealed', o.sealed)
          from chain join online_detail o on o.booking_id = chain.id
          order by moves limit 1) as typed,
        coalesce((
          select json_agg(json_build_object('channel', d.channel, 'state', d.state,
            'tries', d.tries))
          from message_delivery d where (d.booking_id, d.kind) = (m.booking_id, m.kind)
        ), '[]') as attempts
      from mine m join booking b on b.id = m.booking_id join patient p on p.id = b.patient_id`,
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
  { bookingId, kind, lease }: MessageKey,
  channel: MessageChannel,
): Promise<number | null> {
  const { rows } = await db.query<{ tries: number }>({
    name: 'begin-delivery',
    text: `with mine as (
        select booking_id, kind from message_outbox
        where booking_id = $1 and kind = $2 and lease = $3 and leased_until > clock_timestamp()
        for update
      )
      insert into message_delivery (booking_id, kind, channel, origin, state, tries, at)
      select booking_id, kind, $4, 'clinic', 'sending', 1, clock_timestamp() from mine
      on conflict on constraint message_delivery_pkey do update
        set state = 'sending', tries = message_delivery.tries + 1, at = clock_timestamp()
        where message_delivery.state = 'waiting'
      returning tries`,
    values: [bookingId, kind, lease, channel],
  });
  return rows[0]?.tries ?? null;
}

export interface NotedDelivery {
  readonly channel: MessageChannel;
  readonly state: AttemptRow['state'];
  readonly fault: DeliveryFault | null;
  readonly reference: string | null;
  readonly parts: number | null;
}

/** What came of it; staff's notice of an absence counts as told with the first that leaves. */
export async function noteDelivery(
  db: Queryable,
  { bookingId, kind }: Omit<MessageKey, 'lease'>,
  noted: NotedDelivery,
): Promise<void> {
  await db.query({
    name: 'note-delivery',
    text: `with told as (
        update absence_notice set sent_at = clock_timestamp()
        where booking_id = $1 and $2 = 'cancellation' and $4 = 'sent' and sent_at is null
      )
      insert into message_delivery
        (booking_id, kind, channel, origin, state, fault, reference, parts, at)
      values ($1, $2, $3, 'clinic', $4, $5, $6, $7, clock_timestamp())
      on conflict on constraint message_delivery_pkey do update
        set state = excluded.state, fault = excluded.fault, reference = excluded.reference,
          parts = excluded.parts, at = excluded.at
        where message_delivery.state in ('waiting', 'sending', 'uncertain')`,
    values: [
      ...[bookingId, kind, noted.channel, noted.state],
      ...[noted.fault, noted.reference, noted.parts],
    ],
  });
}

/** Nothing of the message is left to send. One that reached nobody is known all the same. */
export async function endMessage(
  db: Queryable,
  { bookingId, kind, lease }: MessageKey,
): Promise<void> {
  await db.query({
    name: 'end-message',
    text: `with ended as (
        delete from message_outbox where booking_id = $1 and kind = $2 and lease = $3
        returning booking_id, kind
      )
      insert into message_delivery (booking_id, kind, channel, origin, state, at)
      select booking_id, kind, 'email', 'clinic', 'unneeded', clock_timestamp() from ended
      where not exists (
        select from message_delivery d where d.booking_id = $1 and d.kind = $2)`,
    values: [bookingId, kind, lease],
  });
}

/** Lets go of a message, which is due again in so long. */
export async function putBack(
  db: Queryable,
  { bookingId, kind, lease }: MessageKey,
  waitMs: number,
): Promise<void> {
  await db.query({
    name: 'put-back',
    text: `update message_outbox set lease = null, leased_until = null,
        next_try_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
      where booking_id = $1 and kind = $2 and lease = $3`,
    values: [bookingId, kind, lease, waitMs],
  });
}

/** The operator's word on a message that it took. */
export async function noteReport(
  db: Queryable,
  reference: string,
  arrived: boolean,
): Promise<void> {
  await db.query({
    name: 'note-report',
    text: `update message_delivery
      set state = case when $2 then 'delivered' else 'failed' end,
        fault = case when $2 then null else 'not-delivered' end, at = clock_timestamp()
      where reference = $1 and (state = 'sent' or state = 'delivered' and $2)`,
    values: [reference, arrived],
  });
}

/**
 * Messages whose operator is to be asked now what became of them, the longest due first. Each is
 * asked about after 20 seconds, and again after twice the time, for two days; whoever takes one
 * here is the one who asks.
 */
export async function takeUnreported(db: Queryable, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ reference: string }>({
    name: 'take-unreported',
    text: `with due as (
        select booking_id, kind, channel from message_delivery
        where state = 'sent' and reference is not null
          and coalesce(ask_at, at + interval '20 seconds') < clock_timestamp()
          and at > clock_timestamp() - interval '2 days'
        order by coalesce(ask_at, at) limit $1 for update skip locked
      )
      update message_delivery d set ask_at = clock_timestamp() + (clock_timestamp() - d.at)
      from due
      where (d.booking_id, d.kind, d.channel)
        = (due.booking_id, due.kind, due.channel)
      returning d.reference`,
    values: [limit],
  });
  return rows.map(({ reference }) => reference);
}

/** The practice's one row of settings, and its texts whole. */
export async function putMessageSettings(
  db: Queryable,
  settings: MessageSettings,
  recorded: { readonly by: UserId; readonly at: Instant },
): Promise<void> {
  const { decision, texts } = settings;
  await db.query(
    `update message_settings set email = $1, sms = $2, sms_sender = $3, reply_to = $4,
       reminder_hours = $5, remind_all = $6, decided_by = $7, decided_on = $8, decision_text = $9,
       recorded_by = case when (decided_by, decided_on, decision_text)
         is distinct from ($7, $8::date, $9) then $10 else recorded_by end,
       recorded_at = case when (decided_by, decided_on, decision_text)
         is distinct from ($7, $8::date, $9) then at_ms($11) else recorded_at end`,
    [
      ...[settings.email, settings.sms, settings.smsSender, settings.replyTo],
      ...[settings.reminderHours, settings.remindAll],
      ...[decision?.decidedBy ?? null, decision?.decidedOn ?? null, decision?.text ?? null],
      ...[recorded.by, recorded.at],
    ],
  );
  await db.query('delete from message_text');
  await db.query(
    `insert into message_text (kind, channel, language, text)
     select kind, channel, language, text
     from json_to_recordset($1) as t (kind text, channel text, language text, text text)
     where btrim(text) <> ''`,
    [JSON.stringify(texts)],
  );
}
