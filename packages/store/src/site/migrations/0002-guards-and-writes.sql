-- One breath out: site_apply locks a practice, checks that what a decision rested on still holds,
-- and writes what it decided. All times come in as milliseconds since 1970 (Instant).
-- Functions that read or write are plpgsql, which keeps their plans; sql only where it is inlined
-- (so never volatile beyond its body, and strict only where its body is).

create function site_instant(ms bigint) returns timestamptz
language sql immutable strict parallel safe
return to_timestamp(ms / 1000.0::double precision);
comment on function site_instant is 'An Instant: whole milliseconds since 1970-01-01T00:00Z.';

create function site_ms(at timestamptz) returns double precision
language sql stable strict parallel safe
return round(extract(epoch from at) * 1000)::double precision;
comment on function site_ms is 'The Instant of a timestamptz, as a number that JSON carries whole.';

create function site_range(during jsonb) returns tstzrange
language sql immutable parallel safe
return tstzrange(
  site_instant((during -> 'from')::bigint), site_instant((during -> 'to')::bigint)
);
comment on function site_range is 'A half-open interval {from, to}.';

create function site_is_free(practice uuid, occupancies jsonb, except_booking uuid)
returns boolean language plpgsql stable as $$
declare
  part jsonb;
  subject uuid;
  wanted tstzrange;
begin
  for part in select value from jsonb_array_elements(occupancies) loop
    subject := (part ->> 'subjectId')::uuid;
    wanted := site_range(part -> 'during');
    if exists (
      select from occupancy o
      where o.practice_id = practice and o.subject_id = subject and o.during && wanted
        and o.booking_id is distinct from except_booking
    ) or exists (
      select from block b
      where b.practice_id = practice and b.subject_id = subject and b.during && wanted
    ) then
      return false;
    end if;
  end loop;
  return true;
end
$$;
comment on function site_is_free is 'No live booking but the excepted one, and no block, is there.';

create function site_is_not_held(practice uuid, guard jsonb)
returns boolean language plpgsql stable as $$
begin
  return not exists (
    select from jsonb_array_elements(guard -> 'occupancies') as part
    join hold_occupancy o
      on o.practice_id = practice
      and o.subject_id = (part.value ->> 'subjectId')::uuid
      and o.during && site_range(part.value -> 'during')
    join hold h on h.practice_id = o.practice_id and h.hold_id = o.hold_id
    where h.expires_at > site_instant((guard -> 'at')::bigint)
      and h.hold_id is distinct from (guard ->> 'except')::uuid
  );
end
$$;
comment on function site_is_not_held is 'No hold of somebody else is alive there at guard.at.';

create function site_is_offered(practice uuid, guard jsonb)
returns boolean language plpgsql stable as $$
declare
  wanted tstzrange := site_range(guard -> 'during');
begin
  return coalesce((
    select wanted <@ range_agg(o.open)
    from offer o
    where o.practice_id = practice
      and o.resource_id = (guard ->> 'resourceId')::uuid
      and o.during && wanted
      and o.practitioner_id = (guard ->> 'practitionerId')::uuid
      and o.preblock_id = (guard ->> 'preblockId')::uuid
      and (o.expires_at is null or o.expires_at > site_instant((guard -> 'at')::bigint))
  ), false);
end
$$;
comment on function site_is_offered is
  'One preblock''s standing offers under one practitioner together cover the interval.';

create function site_guard_holds(sync practice_sync, guard jsonb)
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
    when 'key-unused' then
      return not exists (
        select from idempotency_key k
        where k.practice_id = sync.practice_id and k.key = guard ->> 'key'
      );
  end case;
end
$$;
comment on function site_guard_holds is 'Whether one guard of a decision still holds.';

create function site_insert_booking(practice uuid, new_booking jsonb)
returns void language plpgsql as $$
declare
  taken integer;
begin
  insert into booking (
    practice_id, booking_id, template_id, resource_id, practitioner_id, preblock_id, during,
    state, replaces, patient_key, sealed, request_expires_at, registered_at
  ) values (
    practice, (new_booking ->> 'bookingId')::uuid, (new_booking ->> 'templateId')::uuid,
    (new_booking ->> 'resourceId')::uuid, (new_booking ->> 'practitionerId')::uuid,
    (new_booking ->> 'preblockId')::uuid, site_range(new_booking -> 'during'),
    new_booking ->> 'state', (new_booking ->> 'replaces')::uuid,
    new_booking ->> 'patientKey', new_booking ->> 'sealed',
    site_instant((new_booking ->> 'requestExpiresAt')::bigint),
    site_instant((new_booking -> 'registeredAt')::bigint)
  );
  -- DO NOTHING, for a plain insert against an exclusion constraint may deadlock.
  insert into occupancy (practice_id, booking_id, subject_id, during)
  select practice, (new_booking ->> 'bookingId')::uuid, (value ->> 'subjectId')::uuid,
    site_range(value -> 'during')
  from jsonb_array_elements(new_booking -> 'occupancies')
  on conflict do nothing;
  get diagnostics taken = row_count;
  if taken <> jsonb_array_length(new_booking -> 'occupancies') then
    raise exception 'time taken' using errcode = '23P01', constraint = 'occupancy_free';
  end if;
end
$$;
comment on function site_insert_booking is
  'Inserts a booking with what it occupies; a subject that is taken ends the whole transaction '
  'with 23P01 on occupancy_free.';

create function site_set_booking_state(practice uuid, change jsonb)
returns void language plpgsql as $$
begin
  update booking
  set state = change ->> 'state',
    request_expires_at = case when change ->> 'state' = 'pending' then request_expires_at end
  where practice_id = practice and booking_id = (change ->> 'bookingId')::uuid;
  if change ->> 'state' = 'cancelled' then
    delete from occupancy
    where practice_id = practice and booking_id = (change ->> 'bookingId')::uuid;
    insert into tombstone (practice_id, booking_id, at)
    values (
      practice, (change ->> 'bookingId')::uuid, site_instant((change -> 'at')::bigint)
    )
    on conflict on constraint tombstone_pkey do nothing;
  end if;
end
$$;
comment on function site_set_booking_state is
  'A cancelled booking frees its time and leaves a tombstone.';

create function site_put_catalog(practice uuid, content jsonb, verbatim text)
returns void language plpgsql as $$
begin
  insert into catalog (practice_id, version, content) values (practice, 1, verbatim)
  on conflict on constraint catalog_pkey
    do update set version = catalog.version + 1, content = excluded.content;
  delete from clinic where practice_id = practice;
  insert into clinic (practice_id, clinic_id, organisation_id, name)
  select practice, (value ->> 'id')::uuid, (value ->> 'organisationId')::uuid, value ->> 'name'
  from jsonb_array_elements(content -> 'clinics');
  update practice p set name = coalesce(nullif(content ->> 'practiceName', ''), p.name)
  where p.practice_id = site_put_catalog.practice;
end
$$;
comment on function site_put_catalog is 'Replaces what the practice shows, and its clinics.';

create function site_insert_hold(practice uuid, new_hold jsonb)
returns void language plpgsql as $$
begin
  insert into hold (practice_id, hold_id, session, expires_at) values (
    practice, (new_hold ->> 'holdId')::uuid, new_hold ->> 'session',
    site_instant((new_hold -> 'expiresAt')::bigint)
  );
  insert into hold_occupancy (practice_id, hold_id, subject_id, during)
  select practice, (new_hold ->> 'holdId')::uuid, (value ->> 'subjectId')::uuid,
    site_range(value -> 'during')
  from jsonb_array_elements(new_hold -> 'occupancies');
end
$$;
comment on function site_insert_hold is 'Places a hold.';

create function site_insert_offer(practice uuid, new_offer jsonb)
returns void language plpgsql as $$
begin
  insert into offer (
    practice_id, offer_id, preblock_id, preblock_kind_id, resource_id, practitioner_id,
    anchor_at, expires_at, during, open
  ) values (
    practice, (new_offer ->> 'offerId')::uuid, (new_offer ->> 'preblockId')::uuid,
    (new_offer ->> 'preblockKindId')::uuid, (new_offer ->> 'resourceId')::uuid,
    (new_offer ->> 'practitionerId')::uuid, site_instant((new_offer -> 'anchorAt')::bigint),
    site_instant((new_offer ->> 'expiresAt')::bigint), site_range(new_offer -> 'during'),
    tstzmultirange(site_range(new_offer -> 'during'))
  );
end
$$;
comment on function site_insert_offer is 'Time handed over by the clinic, all of it open.';

create function site_end_offers(practice uuid, ended jsonb)
returns void language plpgsql as $$
declare
  gone tstzmultirange := tstzmultirange(site_range(ended -> 'during'));
  subjects uuid[] := array(
    select value::uuid from jsonb_array_elements_text(ended -> 'subjectIds')
  );
begin
  -- An offer that is ended whole goes; one that is cut keeps the rest.
  if ended ->> 'type' = 'cut-offers' then
    delete from offer
    where practice_id = practice and during && site_range(ended -> 'during')
      and (resource_id = any (subjects) or practitioner_id = any (subjects)) and open <@ gone;
    update offer set open = open - gone
    where practice_id = practice and during && site_range(ended -> 'during')
      and (resource_id = any (subjects) or practitioner_id = any (subjects)) and open && gone;
  else
    delete from offer
    where practice_id = practice and resource_id = (ended ->> 'resourceId')::uuid
      and during && site_range(ended -> 'during')
      and practitioner_id = (ended ->> 'practitionerId')::uuid
      and preblock_id = (ended ->> 'preblockId')::uuid and open <@ gone;
    update offer set open = open - gone
    where practice_id = practice and resource_id = (ended ->> 'resourceId')::uuid
      and during && site_range(ended -> 'during')
      and practitioner_id = (ended ->> 'practitionerId')::uuid
      and preblock_id = (ended ->> 'preblockId')::uuid and open && gone;
  end if;
end
$$;
comment on function site_end_offers is
  'Ends offers within an interval: all that bind any of some subjects, or those of one preblock.';
