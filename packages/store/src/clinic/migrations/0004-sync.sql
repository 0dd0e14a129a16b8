-- Keeping in step with the booking site: the lock row, the log, and what the site was told.

create table practice_key (
  practice_id uuid not null,
  sealing_public_key text not null,
  sealing_private_key text not null,
  created_at timestamptz not null default now(),
  constraint practice_key_pkey primary key (practice_id),
  constraint practice_key_practice foreign key (practice_id) references practice
);
comment on table practice_key is
  'The key pair to which the site seals patients'' details, base64. The private key never leaves '
  'this database and its backups.';

create table practice_sync (
  practice_id uuid not null,
  installation_id text not null,
  mode text not null default 'unpaired',
  inc text not null,
  head bigint not null default 0,
  head_hash text not null default repeat('0', 64),
  site_url text,
  site_inc text,
  site_cursor bigint not null default 0,
  site_cursor_hash text not null default repeat('0', 64),
  frontier_at timestamptz not null default '-infinity',
  catalog_hash text not null default '',
  revision bigint not null default 0,
  register_revision bigint not null default 0,
  halted_seq bigint,
  halted_because text,
  constraint practice_sync_pkey primary key (practice_id),
  constraint practice_sync_practice foreign key (practice_id) references practice,
  constraint practice_sync_mode_known
    check (mode in ('unpaired', 'paired', 'recover', 'halted')),
  constraint practice_sync_halt_says_where
    check ((mode = 'halted') = (halted_because is not null)),
  constraint practice_sync_counters check (head >= 0 and site_cursor >= 0)
);
comment on table practice_sync is
  'One row per practice: its lock serialises every change. Head of the own log, cursor in the '
  'site''s log, frontier between near and far time, revision of the book.';

create function frontier_never_back() returns trigger language plpgsql as $$
begin
  new.frontier_at := greatest(old.frontier_at, new.frontier_at);
  return new;
end;
$$;
comment on function frontier_never_back() is 'The frontier never decreases (R5, I6).';
create trigger practice_sync_frontier before update of frontier_at on practice_sync
  for each row execute function frontier_never_back();

create table link_status (
  practice_id uuid not null,
  connected boolean not null default false,
  connected_since timestamptz,
  last_exchange_at timestamptz,
  epoch bigint not null default 0,
  acked bigint not null default 0,
  waiting_in bigint not null default 0,
  reported_at timestamptz not null default now(),
  constraint link_status_pkey primary key (practice_id),
  constraint link_status_practice foreign key (practice_id) references practice
);
comment on table link_status is
  'How the Online Client sees its connection, as long as it goes on reporting; written apart from '
  'the lock row, lost without harm.';

create table clinic_log (
  inc text not null,
  seq bigint not null,
  type text not null,
  v integer not null,
  must_understand boolean not null,
  at timestamptz not null,
  prev_hash text not null,
  hash text not null,
  body text not null,
  constraint clinic_log_pkey primary key (inc, seq),
  constraint clinic_log_from_one check (seq >= 1),
  constraint clinic_log_hash check (hash ~ '^[0-9a-f]{64}$' and prev_hash ~ '^[0-9a-f]{64}$')
);
comment on table clinic_log is
  'The entries for the site, in commit order without gaps, each hash covering the one before.';

create table announced_offer (
  offer_id uuid not null,
  preblock_id uuid not null,
  preblock_kind_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  anchor_at timestamptz not null,
  expires_at timestamptz,
  open tstzmultirange not null,
  constraint announced_offer_pkey primary key (offer_id)
);
create index announced_offer_open on announced_offer using gist (open);
comment on table announced_offer is
  'What the site was told that it may sell, and what is left of it.';

create table withdrawal (
  withdraw_id uuid not null,
  preblock_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  during tstzrange not null,
  asked_at timestamptz not null,
  constraint withdrawal_pkey primary key (withdraw_id)
);
create index withdrawal_during on withdrawal using gist (during);
comment on table withdrawal is
  'Offered time asked back from the site and not yet answered; it still counts as announced.';

create table claim (
  claim_id uuid not null,
  subject_ids uuid[] not null,
  during tstzrange not null,
  state text not null,
  intended jsonb not null,
  asked_at timestamptz not null,
  constraint claim_pkey primary key (claim_id),
  constraint claim_state_known check (state in ('asked', 'abandoned', 'won', 'lost', 'taken'))
);
create index claim_open on claim using gist (during) where (state in ('asked', 'abandoned'));
comment on table claim is
  'Far offered time that staff asked the site for, with the visit that is meant for it.';

create table block (
  block_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint block_pkey primary key (block_id, subject_id, during)
);
create index block_during on block using gist (during);
comment on table block is
  'Marks that stand at the site for near bookings of staff, until they are taken away.';

create table tombstone (
  booking_id uuid not null,
  at timestamptz not null,
  constraint tombstone_pkey primary key (booking_id)
);
comment on table tombstone is
  'Bookings that are cancelled for ever; whatever comes later for such an id is void (R6).';
