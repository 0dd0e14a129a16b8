-- The booking site. One database holds many practices: practice_id leads every key, no foreign key
-- and no statement crosses from one practice to another. Nothing here shows who a patient is:
-- details are sealed to the practice's public key before they arrive.

create extension if not exists btree_gist;

create table practice (
  practice_id uuid not null,
  name text not null,
  installation_id text not null,
  sealing_public_key text not null,
  signing_public_key text not null,
  paired_at timestamptz not null,
  constraint practice_pkey primary key (practice_id),
  constraint practice_name_given check (name <> '')
);
comment on table practice is
  'A paired practice: its Online Client''s installation and its two public keys, base64.';

create table practice_sync (
  practice_id uuid not null,
  site_inc text not null,
  site_head bigint not null default 0,
  site_head_hash text not null default repeat('0', 64),
  clinic_inc text not null,
  clinic_cursor bigint not null default 0,
  clinic_cursor_hash text not null default repeat('0', 64),
  epoch bigint not null default 0,
  frontier_at timestamptz not null default to_timestamp(0),
  near_hours double precision,
  mode text not null default 'paired',
  revision bigint not null default 1,
  offer_revision bigint not null default 1,
  catalog_version integer not null default 0,
  last_seen_at timestamptz,
  constraint practice_sync_pkey primary key (practice_id),
  constraint practice_sync_practice foreign key (practice_id) references practice,
  constraint practice_sync_mode_known check (mode in ('paired', 'recover', 'halted')),
  constraint practice_sync_counts_up check (site_head >= 0 and clinic_cursor >= 0 and epoch >= 0)
) with (fillfactor = 50);
comment on table practice_sync is
  'One row per practice: the lock that serialises it, the head of the site''s log, how far the '
  'clinic''s log is applied, the frontier between near and far, and the revision that caches follow.';

-- What is written under the lock refers to the locked row: checking that costs nothing.

create table site_log (
  practice_id uuid not null,
  seq bigint not null,
  inc text not null,
  type text not null,
  v integer not null,
  must_understand boolean not null,
  at timestamptz not null,
  prev_hash text not null,
  hash text not null,
  body text not null,
  constraint site_log_pkey primary key (practice_id, seq),
  constraint site_log_practice foreign key (practice_id) references practice_sync,
  constraint site_log_seq_from_one check (seq >= 1),
  constraint site_log_hash_is_sha256 check (hash ~ '^[0-9a-f]{64}$')
);
comment on table site_log is
  'What the site tells the clinic, in commit order, without gaps, each record chained to the last. '
  'The body is kept byte for byte as it was hashed.';

create table catalog (
  practice_id uuid not null,
  version integer not null,
  content text not null,
  constraint catalog_pkey primary key (practice_id),
  constraint catalog_practice foreign key (practice_id) references practice,
  constraint catalog_version_from_one check (version >= 1)
);
comment on table catalog is
  'What a practice shows of itself, JSON as it last came, whole: clinics, practitioners, templates.';

create table clinic (
  practice_id uuid not null,
  clinic_id uuid not null,
  organisation_id uuid not null,
  name text not null,
  constraint clinic_pkey primary key (practice_id, clinic_id),
  constraint clinic_practice foreign key (practice_id) references practice
);
create index clinic_by_id on clinic (clinic_id);
create index clinic_by_name on clinic (name, clinic_id);
create index clinic_by_organisation on clinic (organisation_id, name, clinic_id);
comment on table clinic is
  'The site''s directory: which practice a clinic belongs to. Follows the catalog.';

create table offer (
  practice_id uuid not null,
  offer_id uuid not null,
  preblock_id uuid not null,
  preblock_kind_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  anchor_at timestamptz not null,
  expires_at timestamptz,
  during tstzrange not null,
  open tstzmultirange not null,
  constraint offer_pkey primary key (practice_id, offer_id),
  constraint offer_practice foreign key (practice_id) references practice_sync,
  constraint offer_during_half_open check (
    not isempty(during) and lower_inc(during) and not upper_inc(during)
  ),
  constraint offer_open_within check (not isempty(open) and open <@ during)
);
create index offer_by_resource on offer using gist (practice_id, resource_id, during);
create index offer_by_practitioner on offer using gist (practice_id, practitioner_id, during);
comment on table offer is
  'Internet time that the clinic handed over, binding its chair and its practitioner; '
  'open is what is left of it.';

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
  request_expires_at timestamptz,
  registered_at timestamptz not null,
  constraint booking_pkey primary key (practice_id, booking_id),
  constraint booking_practice foreign key (practice_id) references practice_sync,
  constraint booking_during_half_open check (
    not isempty(during) and lower_inc(during) and not upper_inc(during)
  ),
  constraint booking_state_known check (
    state in ('pending', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled')
  ),
  constraint booking_request_expires check (state <> 'pending' or request_expires_at is not null),
  constraint booking_sealed_by_patient check ((patient_key is null) = (sealed is null))
);
create index booking_pending on booking (practice_id, request_expires_at) where state = 'pending';
create index booking_by_patient on booking (practice_id, patient_key)
  where patient_key is not null;
comment on table booking is
  'A visit that the site sold or that staff placed on offered time. It never moves in place. '
  'The patient is sealed to the practice; patient_key is a keyed hash.';

create table occupancy (
  practice_id uuid not null,
  booking_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint occupancy_pkey primary key (practice_id, booking_id, subject_id, during),
  constraint occupancy_booking foreign key (practice_id, booking_id) references booking,
  constraint occupancy_during_half_open check (
    not isempty(during) and lower_inc(during) and not upper_inc(during)
  ),
  constraint occupancy_free exclude using gist (
    practice_id with =, subject_id with =, during with &&
  )
);
comment on table occupancy is
  'What a live booking takes: its chair, its practitioner, shared resources for their parts. '
  'No subject is taken twice at one time. A cancelled booking has no rows here.';

create table block (
  practice_id uuid not null,
  block_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint block_pkey primary key (practice_id, block_id, subject_id, during),
  constraint block_practice foreign key (practice_id) references practice_sync,
  constraint block_during_half_open check (
    not isempty(during) and lower_inc(during) and not upper_inc(during)
  )
);
create index block_by_subject on block using gist (practice_id, subject_id, during);
comment on table block is
  'Time that the clinic took back for a visit of its own; blocks may overlap, each frees itself.';

create table hold (
  practice_id uuid not null,
  hold_id uuid not null,
  session text not null,
  expires_at timestamptz not null,
  renewed boolean not null default false,
  constraint hold_pkey primary key (practice_id, hold_id),
  constraint hold_practice foreign key (practice_id) references practice_sync
);
create index hold_by_session on hold (practice_id, session);
create index hold_by_expiry on hold (expires_at);
comment on table hold is
  'A patient''s reservation while typing: binds other patients only, yields to the clinic. '
  'session is a keyed hash.';

create table hold_occupancy (
  practice_id uuid not null,
  hold_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint hold_occupancy_pkey primary key (practice_id, hold_id, subject_id, during),
  constraint hold_occupancy_hold foreign key (practice_id, hold_id) references hold
    on delete cascade
);
create index hold_occupancy_by_subject on hold_occupancy
  using gist (practice_id, subject_id, during);
comment on table hold_occupancy is 'What a hold reserves.';

create table tombstone (
  practice_id uuid not null,
  booking_id uuid not null,
  at timestamptz not null,
  constraint tombstone_pkey primary key (practice_id, booking_id),
  constraint tombstone_practice foreign key (practice_id) references practice_sync
);
comment on table tombstone is
  'Cancelled for ever: whatever comes later for this booking is a no-op.';

create table idempotency_key (
  practice_id uuid not null,
  key text not null,
  fingerprint text not null,
  booking_id uuid not null,
  at timestamptz not null,
  constraint idempotency_key_pkey primary key (practice_id, key),
  constraint idempotency_key_practice foreign key (practice_id) references practice_sync
);
create index idempotency_key_by_age on idempotency_key (at);
comment on table idempotency_key is
  'Answers a repeated booking request with the first one''s booking. '
  'fingerprint is a keyed hash of the request.';

create table message_outbox (
  practice_id uuid not null,
  booking_id uuid not null,
  kind text not null,
  sealed_to_site text not null,
  created_at timestamptz not null default now(),
  erase_at timestamptz not null,
  constraint message_outbox_pkey primary key (practice_id, booking_id, kind),
  constraint message_outbox_practice foreign key (practice_id) references practice_sync,
  constraint message_outbox_kind_known check (
    kind in ('confirmation', 'preliminary', 'rejection', 'cancellation', 'change')
  )
);
create index message_outbox_by_erasure on message_outbox (erase_at);
comment on table message_outbox is
  'What is to be sent, sealed to the site''s message key, which lies outside the database. '
  'A row is deleted when sent, and in any case at erase_at.';

create table pairing_code (
  code_hash text not null,
  practice_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  constraint pairing_code_pkey primary key (code_hash)
);
comment on table pairing_code is
  'One-time codes, hashed. The one table without practice_id in its key: '
  'the practice is not known before the code is used.';

-- Row-level security is prepared: a role that does not own the tables sees only the practice named
-- by the setting tidbok.practice_id. The owner passes freely, so the hot path pays nothing yet.
do $$
declare
  name text;
begin
  foreach name in array array[
    'practice', 'practice_sync', 'site_log', 'catalog', 'clinic', 'offer', 'booking', 'occupancy',
    'block', 'hold', 'hold_occupancy', 'tombstone', 'idempotency_key', 'message_outbox'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy %I on %I using '
      '(practice_id = nullif(current_setting(''tidbok.practice_id'', true), '''')::uuid)',
      name || '_of_practice', name
    );
  end loop;
end
$$;
