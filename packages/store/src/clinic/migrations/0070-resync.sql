-- Beginning anew after a restore, another pairing, or logs that no longer reach each other.

alter table practice_sync
  add column recovery text,
  add column leaving boolean not null default false,
  add column database_mark text,
  add constraint practice_sync_recovery_known check (recovery in ('restored', 'whole'));
comment on column practice_sync.recovery is
  'Not null: the book waits for the site''s answer to its snapshot, and announces nothing.';
comment on column practice_sync.database_mark is
  'Which database of which server this was when the book last knew where it stood.';

create table staged_snapshot (
  part integer not null,
  content jsonb not null,
  constraint staged_snapshot_pkey primary key (part),
  constraint staged_snapshot_from_zero check (part >= 0)
);
comment on table staged_snapshot is
  'The site''s snapshot as far as it has come: its beginning as part 0, then its rows by part.';

create table unknown_time (
  unknown_id uuid not null,
  booking_id uuid,
  resource_id uuid not null,
  practitioner_id uuid not null,
  during tstzrange not null,
  at timestamptz not null,
  constraint unknown_time_pkey primary key (unknown_id)
);
create index unknown_time_during on unknown_time using gist (during);
comment on table unknown_time is
  'Time that was taken after the backup that the book was restored from, nobody knows by what: '
  'neither offered nor booked until a person has found out.';

create function apply_resync(w jsonb) returns void language plpgsql as $$
declare
  u jsonb := w->'unknown';
  o jsonb := w->'offer';
begin
  case w->>'type'
    when 'begin-staging' then
      delete from staged_snapshot;
      insert into staged_snapshot (part, content) values (0, w->'begin');
    when 'stage' then
      insert into staged_snapshot (part, content) values ((w->>'part')::integer, w->'rows');
    when 'clear-staged' then delete from staged_snapshot;
    when 'begin-life' then
      update practice_sync set inc = w->>'inc', head = 0, head_hash = repeat('0', 64),
        site_inc = w->'site'->>'inc', site_cursor = (w->'site'->>'seq')::bigint,
        site_cursor_hash = w->'site'->>'hash', recovery = w->>'because', mode = 'recover',
        halted_because = null, halted_seq = null, catalog_hash = '';
      update link_status set acked = 0;
    when 'end-recovery' then update practice_sync set recovery = null, mode = 'paired';
    when 'leave-site' then update practice_sync set leaving = true;
    when 'end-pairing' then
      update practice_sync set mode = 'unpaired', leaving = false, catalog_hash = '';
      delete from announced_offer;
      delete from block;
    when 'put-announced' then
      delete from announced_offer where offer_id = (o->>'offerId')::uuid;
      insert into announced_offer (
        offer_id, preblock_id, preblock_kind_id, resource_id, practitioner_id, anchor_at,
        expires_at, open
      )
      select (o->>'offerId')::uuid, (o->>'preblockId')::uuid, (o->>'preblockKindId')::uuid,
        (o->>'resourceId')::uuid, (o->>'practitionerId')::uuid, at_ms((o->>'anchorAt')::bigint),
        at_ms((o->>'expiresAt')::bigint), range_agg(during_of(piece))
      from jsonb_array_elements(o->'open') piece
      having count(*) > 0;
    when 'set-known-at-site' then
      update booking set known_at_site = (w->>'known')::boolean
      where id = (w->>'bookingId')::uuid;
    when 'insert-unknown' then
      insert into unknown_time (
        unknown_id, booking_id, resource_id, practitioner_id, during, at
      ) values (
        (u->>'unknownId')::uuid, (u->>'bookingId')::uuid, (u->>'resourceId')::uuid,
        (u->>'practitionerId')::uuid, during_of(u->'during'), at_ms((w->>'at')::bigint)
      );
    when 'delete-unknown' then
      delete from unknown_time where unknown_id = (w->>'unknownId')::uuid;
    else raise exception 'unknown write %', w->>'type';
  end case;
end;
$$;
comment on function apply_resync(jsonb) is
  'A new life of the log, the site''s answer to it, and what nobody knows.';

create or replace function apply_append(w jsonb) returns void language plpgsql as $$
declare
  s practice_sync;
  the_body text := coalesce(w->>'body', (w->'entry')::text);
  the_type text := w->'entry'->>'type';
  the_v integer := coalesce((w->>'v')::integer, 1);
  must boolean := coalesce((w->>'mustUnderstand')::boolean, true);
  the_at bigint := (w->>'at')::bigint;
  the_hash text;
begin
  update practice_sync set head = head + 1
  where recovery is null or the_type in ('SNAP_BEGIN', 'SNAP_PART', 'SNAP_END')
  returning * into s;
  if not found then
    return;
  end if;
  the_hash := encode(sha256(convert_to(
    concat_ws(e'\n', s.head_hash, s.inc, s.head, the_type, the_v, the_at, the_body), 'UTF8'
  )), 'hex');
  insert into clinic_log (inc, seq, type, v, must_understand, at, prev_hash, hash, body)
  values (s.inc, s.head, the_type, the_v, must, at_ms(the_at), s.head_hash, the_hash, the_body);
  update practice_sync set head_hash = the_hash;
end;
$$;
comment on function apply_append(jsonb) is
  'Appends an entry for the site: next number, hash over the one before (protocol, hash-chain). '
  'While the book recovers only its snapshot is logged: the snapshot carries the rest.';

create or replace function apply_one(w jsonb) returns void language plpgsql as $$
begin
  case w->>'type'
    when 'append' then perform apply_append(w);
    when 'advance-cursor' then
      update practice_sync set site_inc = w->>'inc', site_cursor = (w->>'seq')::bigint,
        site_cursor_hash = w->>'hash';
    when 'set-frontier' then
      update practice_sync set frontier_at = at_ms((w->>'frontierAt')::bigint);
    when 'insert-booking' then perform apply_insert_booking(w);
    when 'set-booking-state' then perform apply_booking_state(w);
    when 'mark-conflict' then
      update booking set conflict = true where id = (w->>'bookingId')::uuid;
      update occupancy set conflict = true where booking_id = (w->>'bookingId')::uuid;
    when 'insert-tombstone' then
      insert into tombstone (booking_id, at)
      values ((w->>'bookingId')::uuid, at_ms((w->>'at')::bigint)) on conflict do nothing;
    when 'insert-shift', 'delete-shift', 'insert-preblock', 'delete-preblock' then
      perform apply_planned(w);
    when 'announce', 'cut-announced', 'withdraw-announced' then perform apply_announced(w);
    when 'insert-withdrawal', 'finish-withdrawal', 'insert-claim', 'set-claim-state',
      'insert-block', 'delete-block' then perform apply_claim(w);
    when 'needs-person' then
      insert into needs_person (kind, booking_ids, at)
      values (w->>'kind', ids_of(w->'bookingIds'), at_ms((w->>'at')::bigint));
    when 'note-difference' then
      insert into detail_difference (booking_id, patient_id)
      values ((w->>'bookingId')::uuid, (w->>'patientId')::uuid) on conflict do nothing;
    else perform apply_resync(w);
  end case;
end;
$$;
comment on function apply_one(jsonb) is 'One write of a decision. An unknown one is a fault.';

create function database_mark() returns text language sql stable as $$
  select system_identifier || '/' || timeline_id || '/' || (
    select oid from pg_database where datname = current_database()
  )
  from pg_control_system(), pg_control_checkpoint();
$$;
comment on function database_mark() is
  'Which database of which server this is, and of which of its pasts: another after a restore.';
