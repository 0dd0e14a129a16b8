create function site_write(practice uuid, item jsonb)
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
    when 'put-catalog' then
      perform site_put_catalog(practice, item -> 'catalog', item ->> 'verbatim');
  end case;
end
$$;
comment on function site_write is
  'Carries out one write of a decision. An unknown type is a fault, never skipped.';

create function site_record_hash(prev text, record site_log) returns text
language sql stable parallel safe
return encode(
  sha256(
    convert_to(
      prev || E'\n' || record.inc || E'\n' || record.seq || E'\n' || record.type || E'\n' || record.v
        || E'\n' || site_ms(record.at)::bigint || E'\n' || record.body,
      'UTF8'
    )
  ),
  'hex'
);
comment on function site_record_hash is
  'SHA-256 that chains a record to the one before it; the recipe is the protocol''s.';

create function site_append(sync practice_sync, item jsonb) returns practice_sync
language plpgsql as $$
declare
  record site_log%rowtype;
begin
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
comment on function site_append is 'Appends to the site''s log; answers the practice''s new head.';

create function site_apply(practice uuid, guards jsonb, writes jsonb) returns jsonb
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
      else
        perform site_write(practice, item);
        if item ->> 'type' in ('insert-offer', 'cut-offers', 'withdraw-offers') then
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
    near_hours = sync.near_hours, offer_revision = sync.offer_revision,
    catalog_version = sync.catalog_version,
    revision = s.revision + 1
  where s.practice_id = practice;
  return jsonb_build_object('ok', true, 'head', sync.site_head);
end
$$;
comment on function site_apply is
  'One transaction of the site: lock, recheck the guards, write. Answers {ok, head}, or {stale} '
  'with the guard that no longer holds and nothing written; a taken subject raises 23P01.';
