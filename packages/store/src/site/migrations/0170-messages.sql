-- Messages leave from a queue: claimed under a lease, each begun at most once at a time, what came
-- of it noted. What was sent stays known by its key when the patient's contact is long gone.

alter table message_outbox
  add column next_try_at timestamptz not null default '-infinity',
  add column lease uuid,
  add column leased_until timestamptz;
create index message_outbox_due on message_outbox (next_try_at, created_at);
comment on column message_outbox.next_try_at is
  'Not before; infinity: sent, the copy waits only for the answer to the request.';

create table message_delivery (
  practice_id uuid not null,
  booking_id uuid not null,
  kind text not null,
  channel text not null,
  state text not null,
  tries integer not null default 0,
  fault text,
  reference text,
  parts integer,
  at timestamptz not null,
  told boolean not null default false,
  constraint message_delivery_pkey primary key (practice_id, booking_id, kind, channel),
  constraint message_delivery_practice foreign key (practice_id) references practice_sync,
  constraint message_delivery_channel_known check (channel in ('email', 'sms')),
  constraint message_delivery_state_known check (
    state in ('waiting', 'sending', 'sent', 'delivered', 'failed', 'uncertain')
  ),
  constraint message_delivery_fault_of_failure
    check (fault is not null or state not in ('failed', 'uncertain'))
);
create index message_delivery_untold on message_delivery (practice_id)
  where state in ('failed', 'uncertain') and not told;
create index message_delivery_reported on message_delivery (reference)
  where reference is not null;
create index message_delivery_by_age on message_delivery (at);
comment on table message_delivery is
  'One row per booking, kind and channel: a message leaves once. Nothing of the patient. '
  'sending: being handed over; uncertain: it may have left, and never leaves again by itself. '
  'told: the clinic has it in its log.';

alter table message_delivery enable row level security;
create policy message_delivery_of_practice on message_delivery using
  (practice_id = nullif(current_setting('tidbok.practice_id', true), '')::uuid);

create function site_visit_root(practice uuid, booking uuid) returns json
language sql stable as $$
  with recursive line as (
    select b.booking_id, b.replaces, 0 as moves
    from booking b where b.practice_id = practice and b.booking_id = booking
    union all
    select coalesce(b.booking_id, line.replaces), b.replaces, line.moves + 1
    from line left join booking b
      on b.practice_id = practice and b.booking_id = line.replaces
    where line.replaces is not null and line.moves < 200
  )
  select json_build_object('uid', booking_id, 'sequence', moves)
  from line order by moves desc limit 1
$$;
comment on function site_visit_root is
  'The first booking of a visit that was moved, and how often it was.';
