create extension btree_gist;

create table block (
  practice_id uuid not null,
  block_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint block_pkey PRIMARY KEY (practice_id, block_id, subject_id, during),
  constraint block_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint block_during_half_open CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during))))
);
comment on table block is 'Time that the clinic took back for a visit of its own; blocks may overlap, each frees itself.';
CREATE INDEX block_by_subject ON public.block USING gist (practice_id, subject_id, during);
-- policy block_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table booking (
  practice_id uuid not null,
  booking_id uuid not null,
  template_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  preblock_id uuid,
  during tstzrange not null,
  state text not null,
  replaces uuid,
  patient_key text,
  sealed text,
  request_expires_at timestamp with time zone,
  registered_at timestamp with time zone not null,
  constraint booking_pkey PRIMARY KEY (practice_id, booking_id),
  constraint booking_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint booking_during_half_open CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)))),
  constraint booking_request_expires CHECK (((state <> 'pending'::text) OR (request_expires_at IS NOT NULL))),
  constraint booking_sealed_by_patient CHECK (((patient_key IS NULL) OR (sealed IS NOT NULL))),
  constraint booking_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'confirmed'::text, 'arrived'::text, 'completed'::text, 'no-show'::text, 'cancelled'::text])))
);
comment on table booking is 'A visit that the site sold or that staff placed on offered time. It never moves in place. The patient is sealed to the practice; patient_key is a keyed hash.';
CREATE INDEX booking_by_patient ON public.booking USING btree (practice_id, patient_key) WHERE (patient_key IS NOT NULL);
CREATE INDEX booking_pending ON public.booking USING btree (practice_id, request_expires_at) WHERE (state = 'pending'::text);
-- policy booking_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table catalog (
  practice_id uuid not null,
  version integer not null,
  content text not null,
  constraint catalog_pkey PRIMARY KEY (practice_id),
  constraint catalog_practice FOREIGN KEY (practice_id) REFERENCES practice(practice_id),
  constraint catalog_version_from_one CHECK ((version >= 1))
);
comment on table catalog is 'What a practice shows of itself, JSON as it last came, whole: clinics, practitioners, templates.';
-- policy catalog_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table change_link (
  practice_id uuid not null,
  booking_id uuid not null,
  token_hash text not null,
  birth_hash text not null,
  expires_at timestamp with time zone not null,
  wrong_tries integer not null default 0,
  used_at timestamp with time zone,
  constraint change_link_pkey PRIMARY KEY (practice_id, booking_id),
  constraint change_link_once UNIQUE (practice_id, token_hash),
  constraint change_link_booking FOREIGN KEY (practice_id, booking_id) REFERENCES booking(practice_id, booking_id)
);
comment on table change_link is 'A link by which one visit is seen and changed without e-ID. Token and date of birth are keyed hashes; the keys lie outside the database.';

create table clinic (
  practice_id uuid not null,
  clinic_id uuid not null,
  organisation_id uuid not null,
  name text not null,
  constraint clinic_pkey PRIMARY KEY (practice_id, clinic_id),
  constraint clinic_practice FOREIGN KEY (practice_id) REFERENCES practice(practice_id)
);
comment on table clinic is 'The site''s directory: which practice a clinic belongs to. Follows the catalog.';
CREATE INDEX clinic_by_id ON public.clinic USING btree (clinic_id);
CREATE INDEX clinic_by_name ON public.clinic USING btree (name, clinic_id);
CREATE INDEX clinic_by_organisation ON public.clinic USING btree (organisation_id, name, clinic_id);
-- policy clinic_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table clinic_life (
  practice_id uuid not null,
  inc text not null,
  ended_at timestamp with time zone not null default now(),
  constraint clinic_life_pkey PRIMARY KEY (practice_id, inc),
  constraint clinic_life_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id)
);
comment on table clinic_life is 'Lives of a clinic''s log that are over: who still writes one is a copy.';
-- policy clinic_life_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table database_mark (
  only_one boolean not null default true,
  mark text not null,
  constraint database_mark_pkey PRIMARY KEY (only_one),
  constraint database_mark_only_one CHECK (only_one)
);
comment on table database_mark is 'Which database of which server this was when the site last knew where it stood.';

create table hold (
  practice_id uuid not null,
  hold_id uuid not null,
  session text not null,
  expires_at timestamp with time zone not null,
  renewed boolean not null default false,
  constraint hold_pkey PRIMARY KEY (practice_id, hold_id),
  constraint hold_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id)
);
comment on table hold is 'A patient''s reservation while typing: binds other patients only, yields to the clinic. session is a keyed hash.';
CREATE INDEX hold_by_expiry ON public.hold USING btree (expires_at);
CREATE INDEX hold_by_session ON public.hold USING btree (practice_id, session);
-- policy hold_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table hold_occupancy (
  practice_id uuid not null,
  hold_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint hold_occupancy_pkey PRIMARY KEY (practice_id, hold_id, subject_id, during),
  constraint hold_occupancy_hold FOREIGN KEY (practice_id, hold_id) REFERENCES hold(practice_id, hold_id) ON DELETE CASCADE
);
comment on table hold_occupancy is 'What a hold reserves.';
CREATE INDEX hold_occupancy_by_subject ON public.hold_occupancy USING gist (practice_id, subject_id, during);
-- policy hold_occupancy_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table idempotency_key (
  practice_id uuid not null,
  key text not null,
  fingerprint text not null,
  booking_id uuid not null,
  at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (practice_id, key),
  constraint idempotency_key_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id)
);
comment on table idempotency_key is 'Answers a repeated booking request with the first one''s booking. fingerprint is a keyed hash of the request.';
CREATE INDEX idempotency_key_by_age ON public.idempotency_key USING btree (at);
-- policy idempotency_key_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

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
  at timestamp with time zone not null,
  told boolean not null default false,
  ask_at timestamp with time zone,
  constraint message_delivery_pkey PRIMARY KEY (practice_id, booking_id, kind, channel),
  constraint message_delivery_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint message_delivery_channel_known CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint message_delivery_fault_of_failure CHECK (((fault IS NOT NULL) OR (state <> ALL (ARRAY['failed'::text, 'uncertain'::text])))),
  constraint message_delivery_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'uncertain'::text])))
);
comment on table message_delivery is 'One row per booking, kind and channel: a message leaves once. Nothing of the patient. sending: being handed over; uncertain: it may have left, and never leaves again by itself. told: the clinic has it in its log.';
CREATE INDEX message_delivery_by_age ON public.message_delivery USING btree (at);
CREATE INDEX message_delivery_reported ON public.message_delivery USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX message_delivery_unreported ON public.message_delivery USING btree (COALESCE(ask_at, at)) WHERE ((state = 'sent'::text) AND (reference IS NOT NULL));
CREATE INDEX message_delivery_untold ON public.message_delivery USING btree (practice_id) WHERE ((state = ANY (ARRAY['failed'::text, 'uncertain'::text])) AND (NOT told));
-- policy message_delivery_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table message_outbox (
  practice_id uuid not null,
  booking_id uuid not null,
  kind text not null,
  sealed_to_site text not null,
  created_at timestamp with time zone not null default now(),
  erase_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone,
  constraint message_outbox_pkey PRIMARY KEY (practice_id, booking_id, kind),
  constraint message_outbox_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint message_outbox_kind_known CHECK ((kind = ANY (ARRAY['confirmation'::text, 'preliminary'::text, 'rejection'::text, 'cancellation'::text, 'change'::text])))
);
comment on table message_outbox is 'What is to be sent, sealed to the site''s message key, which lies outside the database. A row is deleted when sent, and in any case at erase_at.';
CREATE INDEX message_outbox_by_erasure ON public.message_outbox USING btree (erase_at);
CREATE INDEX message_outbox_due ON public.message_outbox USING btree (next_try_at, created_at);
-- policy message_outbox_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table occupancy (
  practice_id uuid not null,
  booking_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint occupancy_pkey PRIMARY KEY (practice_id, booking_id, subject_id, during),
  constraint occupancy_booking FOREIGN KEY (practice_id, booking_id) REFERENCES booking(practice_id, booking_id),
  constraint occupancy_during_half_open CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)))),
  constraint occupancy_free EXCLUDE USING gist (practice_id WITH =, subject_id WITH =, during WITH &&)
);
comment on table occupancy is 'What a live booking takes: its chair, its practitioner, shared resources for their parts. No subject is taken twice at one time. A cancelled booking has no rows here.';
-- policy occupancy_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table offer (
  practice_id uuid not null,
  offer_id uuid not null,
  preblock_id uuid not null,
  preblock_kind_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  anchor_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  during tstzrange not null,
  open tstzmultirange not null,
  constraint offer_pkey PRIMARY KEY (practice_id, offer_id),
  constraint offer_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint offer_during_half_open CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)))),
  constraint offer_open_within CHECK (((NOT isempty(open)) AND (open <@ during)))
);
comment on table offer is 'Internet time that the clinic handed over, binding its chair and its practitioner; open is what is left of it.';
CREATE INDEX offer_by_practitioner ON public.offer USING gist (practice_id, practitioner_id, during);
CREATE INDEX offer_by_resource ON public.offer USING gist (practice_id, resource_id, during);
-- policy offer_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table pairing_code (
  code_hash text not null,
  practice_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_by uuid,
  constraint pairing_code_pkey PRIMARY KEY (code_hash)
);
comment on table pairing_code is 'One-time codes, hashed. The one table without practice_id in its key: the practice is not known before the code is used.';

create table practice (
  practice_id uuid not null,
  name text not null,
  installation_id text not null,
  sealing_public_key text not null,
  signing_public_key text not null,
  paired_at timestamp with time zone not null,
  constraint practice_pkey PRIMARY KEY (practice_id),
  constraint practice_name_given CHECK ((name <> ''::text))
);
comment on table practice is 'A paired practice: its Online Client''s installation and its two public keys, base64.';
-- policy practice_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table practice_sync (
  practice_id uuid not null,
  site_inc text not null,
  site_head bigint not null default 0,
  site_head_hash text not null default repeat('0'::text, 64),
  clinic_inc text not null,
  clinic_cursor bigint not null default 0,
  clinic_cursor_hash text not null default repeat('0'::text, 64),
  epoch bigint not null default 0,
  frontier_at timestamp with time zone not null default to_timestamp((0)::double precision),
  near_hours double precision,
  mode text not null default 'paired'::text,
  revision bigint not null default 1,
  offer_revision bigint not null default 1,
  catalog_version integer not null default 0,
  last_seen_at timestamp with time zone,
  site_floor bigint not null default 0,
  admitted_at timestamp with time zone,
  constraint practice_sync_pkey PRIMARY KEY (practice_id),
  constraint practice_sync_practice FOREIGN KEY (practice_id) REFERENCES practice(practice_id),
  constraint practice_sync_counts_up CHECK (((site_head >= 0) AND (clinic_cursor >= 0) AND (epoch >= 0))),
  constraint practice_sync_mode_known CHECK ((mode = ANY (ARRAY['paired'::text, 'recover'::text, 'halted'::text, 'unpaired'::text])))
);
comment on table practice_sync is 'One row per practice: the lock that serialises it, the head of the site''s log, how far the clinic''s log is applied, the frontier between near and far, and the revision that caches follow.';
-- policy practice_sync_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table schema_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);
comment on table schema_migration is 'The numbered changes of this schema that have been made.';

create table site_log (
  practice_id uuid not null,
  seq bigint not null,
  inc text not null,
  type text not null,
  v integer not null,
  must_understand boolean not null,
  at timestamp with time zone not null,
  prev_hash text not null,
  hash text not null,
  body text not null,
  constraint site_log_pkey PRIMARY KEY (practice_id, seq),
  constraint site_log_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint site_log_hash_is_sha256 CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint site_log_seq_from_one CHECK ((seq >= 1))
);
comment on table site_log is 'What the site tells the clinic, in commit order, without gaps, each record chained to the last. The body is kept byte for byte as it was hashed.';
-- policy site_log_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table staged_snapshot (
  practice_id uuid not null,
  part integer not null,
  content jsonb not null,
  constraint staged_snapshot_pkey PRIMARY KEY (practice_id, part),
  constraint staged_snapshot_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id),
  constraint staged_snapshot_from_zero CHECK ((part >= 0))
);
comment on table staged_snapshot is 'A clinic''s snapshot as far as it has come: its beginning as part 0, then its rows by part.';
-- policy staged_snapshot_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

create table tombstone (
  practice_id uuid not null,
  booking_id uuid not null,
  at timestamp with time zone not null,
  constraint tombstone_pkey PRIMARY KEY (practice_id, booking_id),
  constraint tombstone_practice FOREIGN KEY (practice_id) REFERENCES practice_sync(practice_id)
);
comment on table tombstone is 'Cancelled for ever: whatever comes later for this booking is a no-op.';
-- policy tombstone_of_practice: (practice_id = (NULLIF(current_setting('tidbok.practice_id'::text, true), ''::text))::uuid)

CREATE OR REPLACE FUNCTION public.site_append(sync practice_sync, item jsonb)
 RETURNS practice_sync
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_append(practice_sync,jsonb) is 'Appends to the site''s log; answers the practice''s new head.';

CREATE OR REPLACE FUNCTION public.site_apply(practice uuid, guards jsonb, writes jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_apply(uuid,jsonb,jsonb) is 'One transaction of the site: lock, recheck the guards, write. Answers {ok, head}, or {stale} with the guard that no longer holds and nothing written; a taken subject raises 23P01.';

CREATE OR REPLACE FUNCTION public.site_change_mode(sync practice_sync, item jsonb)
 RETURNS practice_sync
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_change_mode(practice_sync,jsonb) is 'Fenced, a new life of both logs, whole again, or left; answers the row as it then is.';

CREATE OR REPLACE FUNCTION public.site_database_mark()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select system_identifier || '/' || timeline_id || '/' || (
    select oid from pg_database where datname = current_database()
  )
  from pg_control_system(), pg_control_checkpoint();
$function$
;
comment on function site_database_mark() is 'Which database of which server this is, and of which of its pasts: another after a restore.';

CREATE OR REPLACE FUNCTION public.site_end_offers(practice uuid, ended jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_end_offers(uuid,jsonb) is 'Ends offers within an interval: all that bind any of some subjects, or those of one preblock.';

CREATE OR REPLACE FUNCTION public.site_facts(practice uuid, stretches tstzmultirange, booking_ids uuid[], idempotency text)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return json_build_object(
    'offers', coalesce((
      select json_agg(json_build_object(
        'offerId', o.offer_id, 'preblockId', o.preblock_id, 'preblockKindId', o.preblock_kind_id,
        'resourceId', o.resource_id, 'practitionerId', o.practitioner_id,
        'anchorAt', site_ms(o.anchor_at), 'expiresAt', site_ms(o.expires_at),
        'open', (select json_agg(site_interval(piece)) from unnest(o.open) as piece)
      ))
      from offer o where o.practice_id = practice and o.during && stretches
    ), '[]'),
    'bookings', coalesce((
      select json_agg(site_visit(b))
      from booking b
      where b.practice_id = practice and b.booking_id in (
        select o.booking_id from occupancy o
        where o.practice_id = practice and o.during && stretches
        union
        select unnest(booking_ids)
      )
    ), '[]'),
    'blocks', coalesce((
      select json_agg(json_build_object(
        'blockId', k.block_id,
        'occupancies', json_build_array(
          json_build_object('subjectId', k.subject_id, 'during', site_interval(k.during))
        )
      ))
      from block k where k.practice_id = practice and k.during && stretches
    ), '[]'),
    'holds', coalesce((
      select json_agg(json_build_object(
        'holdId', h.hold_id, 'session', h.session, 'expiresAt', site_ms(h.expires_at),
        'occupancies', json_build_array(
          json_build_object('subjectId', o.subject_id, 'during', site_interval(o.during))
        )
      ))
      from hold_occupancy o
      join hold h on h.practice_id = o.practice_id and h.hold_id = o.hold_id
      where o.practice_id = practice and o.during && stretches
    ), '[]'),
    'tombstones', coalesce((
      select json_agg(t.booking_id)
      from tombstone t where t.practice_id = practice and t.booking_id = any (booking_ids)
    ), '[]'),
    'remembered', (
      select json_build_object(
        'fingerprint', k.fingerprint, 'bookingId', k.booking_id, 'state', b.state,
        'during', site_interval(b.during)
      )
      from idempotency_key k
      join booking b on b.practice_id = k.practice_id and b.booking_id = k.booking_id
      where k.practice_id = practice and k.key = idempotency
    ),
    'practice', (
      select json_build_object(
        'mode', s.mode, 'catalogVersion', s.catalog_version, 'revision', s.revision,
        'frontierAt', site_ms(s.frontier_at), 'head', s.site_head,
        'clinicCursor', json_build_object(
          'inc', s.clinic_inc, 'seq', s.clinic_cursor, 'hash', s.clinic_cursor_hash
        ),
        'lastContactAt', site_ms(s.last_seen_at), 'sealingPublicKey', p.sealing_public_key
      )
      from practice_sync s join practice p on p.practice_id = s.practice_id
      where s.practice_id = practice
    )
  );
end
$function$
;
comment on function site_facts(uuid,tstzmultirange,uuid[],text) is 'The facts of one decision: all that touches the stretches, and some bookings by id. Without a lock: the guards of the decision say what of it must still hold.';

CREATE OR REPLACE FUNCTION public.site_guard_holds(sync practice_sync, guard jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$
;
comment on function site_guard_holds(practice_sync,jsonb) is 'Whether one guard of a decision still holds.';

CREATE OR REPLACE FUNCTION public.site_insert_booking(practice uuid, new_booking jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_insert_booking(uuid,jsonb) is 'Inserts a booking with what it occupies, and its link if it has one; a subject that is taken ends the whole transaction with 23P01 on occupancy_free.';

CREATE OR REPLACE FUNCTION public.site_insert_hold(practice uuid, new_hold jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_insert_hold(uuid,jsonb) is 'Places a hold.';

CREATE OR REPLACE FUNCTION public.site_insert_offer(practice uuid, new_offer jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_insert_offer(uuid,jsonb) is 'Time handed over by the clinic, all of it open.';

CREATE OR REPLACE FUNCTION public.site_instant(ms bigint)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_timestamp(((ms)::double precision / (1000.0)::double precision))
;
comment on function site_instant(bigint) is 'An Instant: whole milliseconds since 1970-01-01T00:00Z.';

CREATE OR REPLACE FUNCTION public.site_interval(during tstzrange)
 RETURNS json
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN json_build_object('from', site_ms(lower(during)), 'to', site_ms(upper(during)))
;
comment on function site_interval(tstzrange) is 'A range as {from, to}, Instants.';

CREATE OR REPLACE FUNCTION public.site_is_free(practice uuid, occupancies jsonb, except_booking uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$
;
comment on function site_is_free(uuid,jsonb,uuid) is 'No live booking but the excepted one, and no block, is there.';

CREATE OR REPLACE FUNCTION public.site_is_not_held(practice uuid, guard jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$
;
comment on function site_is_not_held(uuid,jsonb) is 'No hold of somebody else is alive there at guard.at.';

CREATE OR REPLACE FUNCTION public.site_is_offered(practice uuid, guard jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$
;
comment on function site_is_offered(uuid,jsonb) is 'One preblock''s standing offers under one practitioner together cover the interval.';

CREATE OR REPLACE FUNCTION public.site_ms(at timestamp with time zone)
 RETURNS double precision
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN (round((EXTRACT(epoch FROM at) * (1000)::numeric)))::double precision
;
comment on function site_ms(timestamp with time zone) is 'The Instant of a timestamptz, as a number that JSON carries whole.';

CREATE OR REPLACE FUNCTION public.site_put_catalog(practice uuid, content jsonb, verbatim text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_put_catalog(uuid,jsonb,text) is 'Replaces what the practice shows, and its clinics.';

CREATE OR REPLACE FUNCTION public.site_range(during jsonb)
 RETURNS tstzrange
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN tstzrange(site_instant(((during -> 'from'::text))::bigint), site_instant(((during -> 'to'::text))::bigint))
;
comment on function site_range(jsonb) is 'A half-open interval {from, to}.';

CREATE OR REPLACE FUNCTION public.site_record_hash(prev text, record site_log)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(((((((((((((prev || '
'::text) || (record).inc) || '
'::text) || (record).seq) || '
'::text) || (record).type) || '
'::text) || (record).v) || '
'::text) || (site_ms((record).at))::bigint) || '
'::text) || (record).body), 'UTF8'::name)), 'hex'::text)
;
comment on function site_record_hash(text,site_log) is 'SHA-256 that chains a record to the one before it; the recipe is the protocol''s.';

CREATE OR REPLACE FUNCTION public.site_set_booking_state(practice uuid, change jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_set_booking_state(uuid,jsonb) is 'A cancelled booking frees its time and leaves a tombstone.';

CREATE OR REPLACE FUNCTION public.site_use_change_link(practice uuid, token text, birth text, at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_use_change_link(uuid,text,text,timestamp with time zone) is 'Uses a link up, once, by the right date of birth; answers its booking, or null alike for one that is unknown, used, spoilt by five wrong tries, over, or not that person''s.';

CREATE OR REPLACE FUNCTION public.site_visit(b booking)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return json_build_object(
    'bookingId', b.booking_id, 'templateId', b.template_id, 'resourceId', b.resource_id,
    'practitionerId', b.practitioner_id, 'preblockId', b.preblock_id,
    'during', site_interval(b.during), 'state', b.state, 'replaces', b.replaces,
    'patientKey', b.patient_key, 'sealed', b.sealed,
    'requestExpiresAt', site_ms(b.request_expires_at),
    'occupancies', coalesce((
      select json_agg(
        json_build_object('subjectId', o.subject_id, 'during', site_interval(o.during))
        order by lower(o.during), o.subject_id
      )
      from occupancy o
      where o.practice_id = b.practice_id and o.booking_id = b.booking_id
    ), '[]'),
    'sealedToSite', (
      select m.sealed_to_site from message_outbox m
      where m.practice_id = b.practice_id and m.booking_id = b.booking_id
      order by m.created_at desc limit 1
    )
  );
end
$function$
;
comment on function site_visit(booking) is 'A booking with what it occupies; nothing once it is cancelled.';

CREATE OR REPLACE FUNCTION public.site_visit_root(practice uuid, booking uuid)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
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
$function$
;
comment on function site_visit_root(uuid,uuid) is 'The first booking of a visit that was moved, and how often it was.';

CREATE OR REPLACE FUNCTION public.site_write(practice uuid, item jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function site_write(uuid,jsonb) is 'Carries out one write of a decision. An unknown type is a fault, never skipped.';
