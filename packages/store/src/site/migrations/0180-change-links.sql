-- Without e-ID: a link in the confirmation, usable once, with the patient's date of birth.

create table change_link (
  practice_id uuid not null,
  booking_id uuid not null,
  token_hash text not null,
  birth_hash text not null,
  expires_at timestamptz not null,
  wrong_tries integer not null default 0,
  used_at timestamptz,
  constraint change_link_pkey primary key (practice_id, booking_id),
  constraint change_link_once unique (practice_id, token_hash),
  constraint change_link_booking foreign key (practice_id, booking_id) references booking
);
comment on table change_link is
  'A link by which one visit is seen and changed without e-ID. Token and date of birth are keyed '
  'hashes; the keys lie outside the database.';

create or replace function site_insert_booking(practice uuid, new_booking jsonb)
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
  if jsonb_typeof(new_booking -> 'changeLink') = 'object' then
    insert into change_link (practice_id, booking_id, token_hash, birth_hash, expires_at)
    values (
      practice, (new_booking ->> 'bookingId')::uuid,
      new_booking -> 'changeLink' ->> 'tokenHash', new_booking -> 'changeLink' ->> 'birthHash',
      upper(site_range(new_booking -> 'during'))
    );
  end if;
end
$$;
comment on function site_insert_booking is
  'Inserts a booking with what it occupies, and its link if it has one; a subject that is taken '
  'ends the whole transaction with 23P01 on occupancy_free.';

create function site_use_change_link(practice uuid, token text, birth text, at timestamptz)
returns uuid language plpgsql as $$
declare
  found_link change_link%rowtype;
begin
  select l.* into found_link from change_link l
  where l.practice_id = practice and l.token_hash = token
    and l.used_at is null and l.wrong_tries < 5 and l.expires_at > at
  for update;
  if not found then
    return null;
  end if;
  if found_link.birth_hash <> birth then
    update change_link l set wrong_tries = l.wrong_tries + 1
    where l.practice_id = practice and l.booking_id = found_link.booking_id;
    return null;
  end if;
  update change_link l set used_at = at
  where l.practice_id = practice and l.booking_id = found_link.booking_id;
  return found_link.booking_id;
end
$$;
comment on function site_use_change_link is
  'Uses a link up, once, by the right date of birth; answers its booking, or null alike for one '
  'that is unknown, used, spoilt by five wrong tries, over, or not that person''s.';
