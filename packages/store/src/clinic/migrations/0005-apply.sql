-- What the decisions of the clinic's side come back as (ClinicWrite), and how it is written down:
-- one function, called once per decision, under the lock on practice_sync.

create function at_ms(p_ms bigint) returns timestamptz language sql immutable as $$
  select timestamptz 'epoch' + p_ms * interval '1 millisecond';
$$;
comment on function at_ms(bigint) is 'The instant so many milliseconds after 1970.';

create function ms_of(p_at timestamptz) returns bigint language sql immutable as $$
  select (extract(epoch from p_at) * 1000)::bigint;
$$;
comment on function ms_of(timestamptz) is 'An instant in milliseconds since 1970.';

create function during_of(p jsonb) returns tstzrange language sql immutable as $$
  select tstzrange(at_ms((p->>'from')::bigint), at_ms((p->>'to')::bigint));
$$;
comment on function during_of(jsonb) is 'A half-open interval {from,to} in milliseconds.';

create function ids_of(p jsonb) returns uuid[] language sql immutable as $$
  select coalesce(array_agg(value::uuid order by ordinality), '{}')
  from jsonb_array_elements_text(p) with ordinality;
$$;
comment on function ids_of(jsonb) is 'A JSON array of ids.';

create function actor_of(p jsonb) returns uuid language sql immutable as $$
  select case when p->>'type' = 'user' then (p->>'userId')::uuid end;
$$;
comment on function actor_of(jsonb) is 'The user; null for the technical user ITB.';

create function apply_append(w jsonb) returns void language plpgsql as $$
declare
  s practice_sync;
  the_body text := coalesce(w->>'body', (w->'entry')::text);
  the_type text := w->'entry'->>'type';
  the_v integer := coalesce((w->>'v')::integer, 1);
  must boolean := coalesce((w->>'mustUnderstand')::boolean, true);
  the_at bigint := (w->>'at')::bigint;
  the_hash text;
begin
  update practice_sync set head = head + 1 returning * into s;
  the_hash := encode(sha256(convert_to(
    concat_ws(e'\n', s.head_hash, s.inc, s.head, the_type, the_v, the_at, the_body), 'UTF8'
  )), 'hex');
  insert into clinic_log (inc, seq, type, v, must_understand, at, prev_hash, hash, body)
  values (s.inc, s.head, the_type, the_v, must, at_ms(the_at), s.head_hash, the_hash, the_body);
  update practice_sync set head_hash = the_hash;
end;
$$;
comment on function apply_append(jsonb) is
  'Appends an entry for the site: next number, hash over the one before (protocol, hash-chain).';

create function apply_insert_booking(w jsonb) returns void language plpgsql as $$
declare
  b jsonb := w->'booking';
  who uuid := actor_of(w->'actor');
  the_at timestamptz := at_ms((b->>'registeredAt')::bigint);
  is_conflict boolean := (b->>'conflict')::boolean;
  is_cancelled boolean := b->>'state' = 'cancelled';
begin
  insert into booking (
    id, resource_id, practitioner_id, template_id, patient_id, starts_at, ends_at, state, source,
    replaces, override, conflict, known_at_site, overridden, book_text, summons_card,
    move_next_recall, expected_amount, cancel_reason, registered_by, registered_at, changed_at
  ) values (
    (b->>'id')::uuid, (b->>'resourceId')::uuid, (b->>'practitionerId')::uuid,
    (b->>'templateId')::uuid, (b->>'patientId')::uuid,
    lower(during_of(b->'during')), upper(during_of(b->'during')), b->>'state', b->>'source',
    (b->>'replaces')::uuid, (b->>'override')::boolean, is_conflict,
    (b->>'knownAtSite')::boolean,
    coalesce((select array_agg(value) from jsonb_array_elements_text(b->'overridden')), '{}'),
    b->>'bookText', (b->>'summonsCard')::boolean, (b->>'moveNextRecall')::boolean,
    (b->>'expectedAmount')::integer, case when is_cancelled then 'clinic' end, who, the_at,
    the_at
  );
  insert into occupancy (booking_id, subject_id, during, conflict)
  select (b->>'id')::uuid, (o->>'subjectId')::uuid, during_of(o->'during'), is_conflict
  from jsonb_array_elements(b->'occupancies') o
  where not is_cancelled;
  insert into booking_history (booking_id, at, by_user, what, detail)
  values ((b->>'id')::uuid, the_at, who, 'booked', jsonb_strip_nulls(jsonb_build_object(
    'replaces', b->'replaces', 'overridden', nullif(b->'overridden', '[]'),
    'override', nullif(b->'override', 'false'), 'conflict', nullif(b->'conflict', 'false'))));
end;
$$;
comment on function apply_insert_booking(jsonb) is
  'A booking with its occupancies; the constraint occupancy_free has the last word.';

create function apply_booking_state(w jsonb) returns void language plpgsql as $$
declare
  the_id uuid := (w->>'bookingId')::uuid;
  the_state text := w->>'state';
  the_at timestamptz := at_ms((w->>'at')::bigint);
begin
  update booking set state = the_state, changed_at = the_at,
    cancel_reason = case when the_state = 'cancelled' then coalesce(w->>'reason', 'clinic') end,
    cancel_note = case when the_state = 'cancelled' then coalesce(w->>'note', '') else '' end
  where id = the_id and state <> 'cancelled';
  if not found then
    return;
  end if;
  if the_state = 'cancelled' then
    delete from occupancy where booking_id = the_id;
    insert into tombstone (booking_id, at) values (the_id, the_at) on conflict do nothing;
  end if;
  insert into booking_history (booking_id, at, by_user, what, detail)
  values (the_id, the_at, actor_of(w->'actor'), the_state,
    jsonb_strip_nulls(jsonb_build_object('reason', w->'reason')));
end;
$$;
comment on function apply_booking_state(jsonb) is
  'A booking''s new state; a cancelled one frees its time for ever and leaves a tombstone.';

create function apply_planned(w jsonb) returns void language plpgsql as $$
declare
  s jsonb := w->'shift';
  p jsonb := w->'preblock';
begin
  case w->>'type'
    when 'insert-shift' then
      insert into shift (id, resource_id, practitioner_id, starts_local, ends_local)
      values ((s->>'id')::uuid, (s->>'resourceId')::uuid, (s->>'practitionerId')::uuid,
        (s->>'from')::timestamp, (s->>'to')::timestamp);
    when 'delete-shift' then
      delete from shift where id = (w->>'shiftId')::uuid;
    when 'insert-preblock' then
      insert into preblock (
        id, kind_id, resource_id, starts_local, ends_local, series_id, placed_by, placed_at
      ) values (
        (p->>'id')::uuid, (p->>'kindId')::uuid, (p->>'resourceId')::uuid,
        (p->>'from')::timestamp, (p->>'to')::timestamp, (p->>'seriesId')::uuid,
        actor_of(w->'actor'), at_ms((w->>'at')::bigint)
      );
    when 'delete-preblock' then
      delete from preblock where id = (w->>'preblockId')::uuid;
  end case;
end;
$$;
comment on function apply_planned(jsonb) is 'Shifts and preblocks come and go.';

create function apply_announced(w jsonb) returns void language plpgsql as $$
declare
  cut tstzmultirange := tstzmultirange(during_of(w->'during'));
begin
  case w->>'type'
    when 'announce' then
      insert into announced_offer (
        offer_id, preblock_id, preblock_kind_id, resource_id, practitioner_id, anchor_at,
        expires_at, open
      ) values (
        (w->>'offerId')::uuid, (w->>'preblockId')::uuid, (w->>'preblockKindId')::uuid,
        (w->>'resourceId')::uuid, (w->>'practitionerId')::uuid,
        at_ms((w->>'anchorAt')::bigint), at_ms((w->>'expiresAt')::bigint), cut
      );
      return;
    when 'cut-announced' then
      update announced_offer set open = open - cut
      where open && cut and (resource_id = any (ids_of(w->'subjectIds'))
        or practitioner_id = any (ids_of(w->'subjectIds')));
    when 'withdraw-announced' then
      update announced_offer set open = open - cut
      where open && cut and preblock_id = (w->>'preblockId')::uuid
        and resource_id = (w->>'resourceId')::uuid
        and practitioner_id = (w->>'practitionerId')::uuid;
  end case;
  delete from announced_offer where isempty(open);
end;
$$;
comment on function apply_announced(jsonb) is 'What the site was told that it may sell.';

create function apply_claim(w jsonb) returns void language plpgsql as $$
begin
  case w->>'type'
    when 'insert-withdrawal' then
      insert into withdrawal (
        withdraw_id, preblock_id, resource_id, practitioner_id, during, asked_at
      ) values (
        (w->>'withdrawId')::uuid, (w->>'preblockId')::uuid, (w->>'resourceId')::uuid,
        (w->>'practitionerId')::uuid, during_of(w->'during'), at_ms((w->>'at')::bigint)
      );
    when 'finish-withdrawal' then
      delete from withdrawal where withdraw_id = (w->>'withdrawId')::uuid;
    when 'insert-claim' then
      insert into claim (claim_id, subject_ids, during, state, intended, asked_at)
      values ((w->>'claimId')::uuid, ids_of(w->'subjectIds'), during_of(w->'during'), 'asked',
        w->'intended', at_ms((w->>'at')::bigint));
    when 'set-claim-state' then
      update claim set state = w->>'state' where claim_id = (w->>'claimId')::uuid;
    when 'insert-block' then
      insert into block (block_id, subject_id, during)
      select (w->>'blockId')::uuid, (o->>'subjectId')::uuid, during_of(o->'during')
      from jsonb_array_elements(w->'occupancies') o
      on conflict do nothing;
    when 'delete-block' then
      delete from block where block_id = (w->>'blockId')::uuid;
  end case;
end;
$$;
comment on function apply_claim(jsonb) is 'Withdrawals, claims and blocks come and go.';

create function apply_one(w jsonb) returns void language plpgsql as $$
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
    else raise exception 'unknown write %', w->>'type';
  end case;
end;
$$;
comment on function apply_one(jsonb) is 'One write of a decision.';

create function note_changes(p_changes jsonb) returns bigint language plpgsql as $$
declare
  the_revision bigint;
begin
  update practice_sync set revision = revision + 1 returning revision into the_revision;
  insert into change (revision, changes) values (the_revision, p_changes);
  delete from change where revision <= the_revision - 5000 and the_revision % 500 = 0;
  return the_revision;
end;
$$;
comment on function note_changes(jsonb) is 'Counts a commit and tells the open pages what it touched.';

create function clinic_apply(p_writes jsonb, p_changes jsonb) returns jsonb language plpgsql as $$
declare
  w jsonb;
  head_before bigint;
  head_after bigint;
  the_revision bigint;
begin
  select head into head_before from practice_sync for update;
  for w in select value from jsonb_array_elements(p_writes) loop
    perform apply_one(w);
  end loop;
  the_revision := note_changes(p_changes);
  select head into head_after from practice_sync;
  return jsonb_build_object(
    'head', head_after, 'appended', head_after - head_before, 'revision', the_revision
  );
end;
$$;
comment on function clinic_apply(jsonb, jsonb) is
  'Writes down a decision: all of it or nothing. Answers the head of the log and the revision.';
