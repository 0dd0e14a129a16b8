-- Beginning anew after a restore, another pairing, or logs that no longer reach each other.

alter table practice_sync
  add column site_floor bigint not null default 0,
  drop constraint practice_sync_mode_known,
  add constraint practice_sync_mode_known
    check (mode in ('paired', 'recover', 'halted', 'unpaired'));
comment on column practice_sync.mode is
  'recover: fenced, nothing is confirmed alone until the clinic was heard whole; unpaired: left.';
comment on column practice_sync.site_floor is 'The last record of the log that is kept no longer.';

-- What a clinic gives back after the site was restored may lack the patient's key.
alter table booking
  drop constraint booking_sealed_by_patient,
  add constraint booking_sealed_by_patient check (patient_key is null or sealed is not null);

create table clinic_life (
  practice_id uuid not null,
  inc text not null,
  ended_at timestamptz not null default now(),
  constraint clinic_life_pkey primary key (practice_id, inc),
  constraint clinic_life_practice foreign key (practice_id) references practice_sync
);
comment on table clinic_life is
  'Lives of a clinic''s log that are over: who still writes one is a copy.';

create table staged_snapshot (
  practice_id uuid not null,
  part integer not null,
  content jsonb not null,
  constraint staged_snapshot_pkey primary key (practice_id, part),
  constraint staged_snapshot_practice foreign key (practice_id) references practice_sync,
  constraint staged_snapshot_from_zero check (part >= 0)
);
comment on table staged_snapshot is
  'A clinic''s snapshot as far as it has come: its beginning as part 0, then its rows by part.';

create table database_mark (
  only_one boolean not null default true,
  mark text not null,
  constraint database_mark_pkey primary key (only_one),
  constraint database_mark_only_one check (only_one)
);
comment on table database_mark is
  'Which database of which server this was when the site last knew where it stood.';

create function site_database_mark() returns text language sql stable as $$
  select system_identifier || '/' || timeline_id || '/' || (
    select oid from pg_database where datname = current_database()
  )
  from pg_control_system(), pg_control_checkpoint();
$$;
comment on function site_database_mark is
  'Which database of which server this is, and of which of its pasts: another after a restore.';

alter table clinic_life enable row level security;
create policy clinic_life_of_practice on clinic_life using
  (practice_id = nullif(current_setting('tidbok.practice_id', true), '')::uuid);
alter table staged_snapshot enable row level security;
create policy staged_snapshot_of_practice on staged_snapshot using
  (practice_id = nullif(current_setting('tidbok.practice_id', true), '')::uuid);

create function site_change_mode(sync practice_sync, item jsonb) returns practice_sync
language plpgsql as $$
begin
  case item ->> 'type'
    when 'end-recovery' then sync.mode := 'paired';
    when 'end-pairing' then
      sync.mode := 'unpaired';
      delete from offer where practice_id = sync.practice_id;
      sync.offer_revision := sync.offer_revision + 1;
    else
      -- Nobody reads the old life any more; the new one begins with a snapshot.
      delete from site_log where practice_id = sync.practice_id;
      sync.mode := 'recover';
      sync.site_inc := item ->> 'inc';
      sync.site_head := 0;
      sync.site_head_hash := repeat('0', 64);
      sync.site_floor := 0;
      if item ->> 'type' = 'begin-life' then
        insert into clinic_life (practice_id, inc) values (sync.practice_id, sync.clinic_inc)
        on conflict on constraint clinic_life_pkey do nothing;
        sync.clinic_inc := item -> 'clinic' ->> 'inc';
        sync.clinic_cursor := (item -> 'clinic' -> 'seq')::bigint;
        sync.clinic_cursor_hash := item -> 'clinic' ->> 'hash';
      end if;
  end case;
  return sync;
end
$$;
comment on function site_change_mode is
  'Fenced, a new life of both logs, whole again, or left; answers the row as it then is.';

create or replace function site_guard_holds(sync practice_sync, guard jsonb)
returns boolean language plpgsql stable as $$
begin
  case guard ->> 'type'
    when 'offered' then return site_is_offered(sync.practice_id, guard);
    when 'free' then
      return site_is_free(
        sync.practice_id, guard -> 'occupancies', (guard ->> 'except')::uuid
      );
    when 'not-held' then return site_is_not_held(sync.practice_id, guard);
    when 'far' then return site_instant((guard -> 'start')::bigint) >= sync.frontier_at;
    when 'catalog-is' then return sync.catalog_version = (guard -> 'version')::integer;
    when 'head-is' then return sync.site_head = (guard -> 'seq')::bigint;
    when 'cursor-is' then
      return sync.clinic_cursor = (guard -> 'seq')::bigint
        and sync.clinic_inc = guard ->> 'inc';
    when 'booking-is' then
      return exists (
        select from booking b
        where b.practice_id = sync.practice_id
          and b.booking_id = (guard ->> 'bookingId')::uuid
          and guard -> 'states' ? b.state
      );
    when 'mode-is' then return guard -> 'modes' ? sync.mode;
    when 'revision-is' then return sync.revision = (guard -> 'revision')::bigint;
    when 'key-unused' then
      return not exists (
        select from idempotency_key k
        where k.practice_id = sync.practice_id and k.key = guard ->> 'key'
      );
  end case;
end
$$;

create or replace function site_write(practice uuid, item jsonb)
returns void language plpgsql as $$
begin
  case item ->> 'type'
    when 'insert-booking' then perform site_insert_booking(practice, item -> 'booking');
    when 'remember-key' then
      insert into idempotency_key (practice_id, key, fingerprint, booking_id, at) values (
        practice, item ->> 'key', item ->> 'fingerprint', (item ->> 'bookingId')::uuid,
        site_instant((item -> 'at')::bigint)
      );
    when 'enqueue-message' then
      insert into message_outbox (practice_id, booking_id, kind, sealed_to_site, erase_at) values (
        practice, (item ->> 'bookingId')::uuid, item ->> 'kind', item ->> 'sealedToSite',
        site_instant((item -> 'eraseAt')::bigint)
      )
      on conflict on constraint message_outbox_pkey do nothing;
    when 'delete-hold' then
      delete from hold where practice_id = practice and hold_id = (item ->> 'holdId')::uuid;
    when 'set-booking-state' then perform site_set_booking_state(practice, item);
    when 'insert-tombstone' then
      insert into tombstone (practice_id, booking_id, at) values (
        practice, (item ->> 'bookingId')::uuid, site_instant((item -> 'at')::bigint)
      )
      on conflict on constraint tombstone_pkey do nothing;
    when 'insert-offer' then perform site_insert_offer(practice, item);
    when 'cut-offers' then perform site_end_offers(practice, item);
    when 'withdraw-offers' then perform site_end_offers(practice, item);
    when 'insert-block' then
      insert into block (practice_id, block_id, subject_id, during)
      select practice, (item ->> 'blockId')::uuid, (value ->> 'subjectId')::uuid,
        site_range(value -> 'during')
      from jsonb_array_elements(item -> 'occupancies');
    when 'delete-block' then
      delete from block where practice_id = practice and block_id = (item ->> 'blockId')::uuid;
    when 'insert-hold' then perform site_insert_hold(practice, item);
    when 'delete-holds-on' then
      delete from hold h
      using hold_occupancy o, jsonb_array_elements(item -> 'occupancies') as part
      where h.practice_id = practice and o.practice_id = practice and o.hold_id = h.hold_id
        and o.subject_id = (part.value ->> 'subjectId')::uuid
        and o.during && site_range(part.value -> 'during');
    when 'set-offer-open' then
      delete from offer where practice_id = practice and offer_id = (item ->> 'offerId')::uuid
        and jsonb_array_length(item -> 'open') = 0;
      update offer set open = (
        select range_agg(site_range(value)) from jsonb_array_elements(item -> 'open')
      )
      where practice_id = practice and offer_id = (item ->> 'offerId')::uuid;
    when 'begin-staging' then
      delete from staged_snapshot where practice_id = practice;
      insert into staged_snapshot (practice_id, part, content) values (practice, 0, item -> 'begin');
    when 'stage' then
      insert into staged_snapshot (practice_id, part, content)
      values (practice, (item -> 'part')::integer, item -> 'rows');
    when 'clear-staged' then delete from staged_snapshot where practice_id = practice;
    when 'put-catalog' then
      perform site_put_catalog(practice, item -> 'catalog', item ->> 'verbatim');
  end case;
end
$$;

create or replace function site_append(sync practice_sync, item jsonb) returns practice_sync
language plpgsql as $$
declare
  record site_log%rowtype;
begin
  if sync.mode = 'recover'
    and item ->> 'entryType' not in ('SNAP_BEGIN', 'SNAP_PART', 'SNAP_END')
  then
    return sync;
  end if;
  record.practice_id := sync.practice_id;
  record.seq := sync.site_head + 1;
  record.inc := sync.site_inc;
  record.type := item ->> 'entryType';
  record.v := (item -> 'v')::integer;
  record.must_understand := (item -> 'mustUnderstand')::boolean;
  record.at := site_instant((item -> 'at')::bigint);
  record.prev_hash := sync.site_head_hash;
  record.body := item ->> 'body';
  record.hash := site_record_hash(sync.site_head_hash, record);
  insert into site_log (
    practice_id, seq, inc, type, v, must_understand, at, prev_hash, hash, body
  ) values (
    record.practice_id, record.seq, record.inc, record.type, record.v, record.must_understand,
    record.at, record.prev_hash, record.hash, record.body
  );
  sync.site_head := record.seq;
  sync.site_head_hash := record.hash;
  return sync;
end
$$;

create or replace function site_apply(practice uuid, guards jsonb, writes jsonb) returns jsonb
language plpgsql as $$
declare
  sync practice_sync%rowtype;
  item jsonb;
begin
  select s.* into sync from practice_sync s where s.practice_id = practice for update;
  if not found then
    raise exception 'unknown practice %', practice using errcode = '02000';
  end if;
  for item in select value from jsonb_array_elements(guards) loop
    if not site_guard_holds(sync, item) then
      return jsonb_build_object('stale', item ->> 'type');
    end if;
  end loop;
  for item in select value from jsonb_array_elements(writes) loop
    case item ->> 'type'
      when 'append' then sync := site_append(sync, item);
      when 'advance-cursor' then
        sync.clinic_inc := item ->> 'inc';
        sync.clinic_cursor := (item -> 'seq')::bigint;
        sync.clinic_cursor_hash := item ->> 'hash';
      when 'set-frontier' then
        sync.frontier_at := greatest(
          sync.frontier_at, site_instant((item -> 'frontierAt')::bigint)
        );
      when 'fence', 'begin-life', 'end-recovery', 'end-pairing' then
        sync := site_change_mode(sync, item);
      else
        perform site_write(practice, item);
        if item ->> 'type' in (
          'insert-offer', 'cut-offers', 'withdraw-offers', 'set-offer-open'
        ) then
          sync.offer_revision := sync.offer_revision + 1;
        elsif item ->> 'type' = 'put-catalog' then
          sync.catalog_version := sync.catalog_version + 1;
          sync.near_hours := (item -> 'catalog' -> 'nearHours')::double precision;
        end if;
    end case;
  end loop;
  update practice_sync s
  set site_head = sync.site_head, site_head_hash = sync.site_head_hash,
    clinic_inc = sync.clinic_inc, clinic_cursor = sync.clinic_cursor,
    clinic_cursor_hash = sync.clinic_cursor_hash, frontier_at = sync.frontier_at,
    near_hours = sync.near_hours, mode = sync.mode, site_inc = sync.site_inc,
    site_floor = sync.site_floor, offer_revision = sync.offer_revision,
    catalog_version = sync.catalog_version,
    revision = s.revision + 1
  where s.practice_id = practice;
  return jsonb_build_object('ok', true, 'head', sync.site_head);
end
$$;
