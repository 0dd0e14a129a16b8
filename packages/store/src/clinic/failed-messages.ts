import type {
  BookingId,
  DeliveryFault,
  Instant,
  MessageChannel,
  MessageKind,
  PatientId,
  ResourceId,
  UserId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

/** A message that did not leave the site, as its log tells. */
export interface SiteFailure {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  readonly uncertain: boolean;
  readonly fault: DeliveryFault;
  readonly sealed: string | null;
  readonly start: Instant;
}

/** Heard twice it stands once; what staff have seen to stays so. */
export async function keepSiteFailure(
  db: Queryable,
  failure: SiteFailure,
  at: Instant,
): Promise<void> {
  await db.query({
    name: 'keep-site-failure',
    text: `insert into message_delivery
        (booking_id, kind, channel, origin, state, fault, sealed, starts_at, at)
      values ($1, $2, $3, 'site', $4, $5, $6, at_ms($7), at_ms($8))
      on conflict do nothing`,
    values: [
      ...[failure.bookingId, failure.kind, failure.channel],
      ...[failure.uncertain ? 'uncertain' : 'failed', failure.fault, failure.sealed],
      ...[failure.start, at],
    ],
  });
}

/** What staff are to see to. */
export interface FailedMessageRow {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  readonly uncertain: boolean;
  readonly fault: DeliveryFault;
  readonly at: Instant;
  readonly start: Instant;
  /** null: the visit never came into the book. */
  readonly resourceId: ResourceId | null;
  readonly patient: {
    readonly id: PatientId;
    readonly givenName: string;
    readonly familyName: string;
    readonly mobile: string;
    readonly email: string;
    readonly isProtected: boolean;
  } | null;
  readonly sealed: string | null;
}

export async function loadFailedMessages(
  db: Queryable,
  limit: number,
): Promise<readonly FailedMessageRow[]> {
  const { rows } = await db.query<FailedMessageRow>({
    name: 'failed-messages',
    text: `select d.booking_id as "bookingId", d.kind, d.channel,
        d.state = 'uncertain' as uncertain, d.fault, ms_of(d.at)::float8 as at,
        ms_of(coalesce(b.starts_at, d.starts_at))::float8 as start, b.resource_id as "resourceId",
        case when p.id is not null then json_build_object('id', p.id, 'givenName', p.given_name,
          'familyName', p.family_name, 'mobile', p.mobile, 'email', p.email,
          'isProtected', p.protection <> 'none') end as patient,
        coalesce(d.sealed, o.sealed) as sealed
      from message_delivery d
      left join booking b on b.id = d.booking_id
      left join patient p on p.id = b.patient_id
      left join online_detail o on o.booking_id = d.booking_id
      where d.state in ('failed', 'uncertain') and d.handled_at is null
      order by coalesce(b.starts_at, d.starts_at), d.booking_id, d.kind, d.channel limit $1`,
    values: [limit],
  });
  return rows;
}

export interface FailedMessageKey {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
}

const open = `booking_id = $1 and kind = $2 and channel = $3
  and state in ('failed', 'uncertain') and handled_at is null`;

/** Sends it once more, from the clinic; false when it is not on the list, or not in the book. */
export async function retryMessage(
  db: Queryable,
  { bookingId, kind, channel }: FailedMessageKey,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'retry-message',
    text: `with again as (
        update message_delivery d set state = 'waiting', tries = 0, fault = null,
          origin = 'clinic', at = clock_timestamp()
        where ${open} and exists (select from booking b where b.id = d.booking_id)
        returning booking_id, kind
      )
      insert into message_outbox (booking_id, kind) select booking_id, kind from again
      on conflict on constraint message_outbox_pkey do update set next_try_at = '-infinity'`,
    values: [bookingId, kind, channel],
  });
  return (rowCount ?? 0) > 0;
}

/** Staff have told the patient some other way; false when it is not on the list. */
export async function markMessageHandled(
  db: Queryable,
  { bookingId, kind, channel }: FailedMessageKey,
  handled: { readonly by: UserId; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'message-handled',
    text: `update message_delivery set handled_at = at_ms($5), handled_by = $4 where ${open}`,
    values: [bookingId, kind, channel, handled.by, handled.at],
  });
  return (rowCount ?? 0) > 0;
}
