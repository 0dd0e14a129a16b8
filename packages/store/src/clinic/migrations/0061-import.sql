-- Moving in: a file is kept in pieces, read into rows, and taken in chunk by chunk.

create table import (
  id uuid not null,
  kind text not null,
  file_name text not null,
  state text not null default 'receiving',
  reading jsonb,
  created_at timestamptz not null,
  created_by uuid,
  changed_at timestamptz not null,
  constraint import_pkey primary key (id),
  constraint import_kind_known
    check (kind in ('patients', 'practitioners', 'shifts', 'bookings')),
  constraint import_state_known
    check (state in ('receiving', 'checking', 'read', 'applying', 'done', 'cancelled'))
);
comment on table import is 'A file of another system on its way in; reading says how it is read.';

create table import_piece (
  import_id uuid not null,
  position integer not null,
  bytes bytea not null,
  constraint import_piece_pkey primary key (import_id, position),
  constraint import_piece_of foreign key (import_id) references import on delete cascade
);
comment on table import_piece is 'The file itself, as it was sent; gone once it has been taken in.';

create table import_row (
  import_id uuid not null,
  line integer not null,
  seq integer not null,
  batch integer not null,
  key text not null,
  digest text not null,
  outcome text not null,
  code text,
  details jsonb not null default '{}',
  record jsonb not null,
  label text not null default '',
  applied boolean not null default false,
  constraint import_row_pkey primary key (import_id, seq),
  constraint import_row_of foreign key (import_id) references import on delete cascade,
  constraint import_row_outcome_known
    check (outcome in ('waiting', 'create', 'update', 'unchanged', 'refused')),
  constraint import_row_refused_says_why check ((outcome = 'refused') = (code is not null))
);
create index import_row_by_batch on import_row (import_id, batch);
create index import_row_by_outcome on import_row (import_id, outcome, applied, batch);
comment on table import_row is
  'What would become, and became, of each row of the file: line and reason where it is refused.';

create table imported_record (
  kind text not null,
  key text not null,
  record_id uuid not null,
  digest text not null,
  constraint imported_record_pkey primary key (kind, key)
);
create index imported_record_by_record on imported_record (record_id);
comment on table imported_record is
  'What has come in from files, by its id there or by its content: so the same file twice changes '
  'nothing.';
