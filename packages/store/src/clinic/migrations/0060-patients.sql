-- The patient's card: numbers and their history, protected identity, recall, and who was called.

create sequence reserve_number_sequence;

alter table patient
  add column reserve_number text,
  add column born_on date,
  add column protection text not null default 'none',
  add column recall_months integer,
  add column recall_next_on date,
  add column recall_practitioner_id uuid,
  add column recall_template_id uuid,
  add column recall_minutes integer,
  add column recall_note text not null default '',
  add column recall_stopped boolean not null default false,
  add column card_version integer not null default 1,
  add column card_changed_at timestamptz not null default now(),
  add constraint patient_reserve_number_once unique (reserve_number),
  add constraint patient_reserve_number_shape
    check (reserve_number ~ '^[0-9]{8}(?=.*[A-Z])[0-9A-Z]{4}$'),
  add constraint patient_one_number check (identity_number is null or reserve_number is null),
  add constraint patient_protection_known
    check (protection in ('none', 'confidential', 'protected-registration')),
  add constraint patient_protected_unreachable check (
    protection = 'none' or concat(email, mobile, street, postal_code, town) = ''
  ),
  add constraint patient_recall_practitioner
    foreign key (recall_practitioner_id) references practitioner,
  add constraint patient_recall_template
    foreign key (recall_template_id) references booking_template,
  add constraint patient_recall_months check (recall_months between 1 and 120),
  add constraint patient_recall_minutes check (recall_minutes between 5 and 720);
create index patient_by_recall on patient (recall_next_on)
  where recall_next_on is not null and not recall_stopped;
create index patient_by_given_name on patient (lower(given_name) text_pattern_ops);

create table patient_number (
  id bigint generated always as identity,
  patient_id uuid not null,
  number text not null,
  ended_at timestamptz not null,
  ended_by uuid,
  constraint patient_number_pkey primary key (id),
  constraint patient_number_patient foreign key (patient_id) references patient
);
create index patient_number_of on patient_number (patient_id);
create index patient_number_by_number on patient_number (number);
comment on table patient_number is
  'Numbers that a patient had before: a samordningsnummer or reserve number gives way to a '
  'personnummer. A search for the old one still finds the patient.';

create table recall_move (
  id bigint generated always as identity,
  booking_id uuid not null,
  patient_id uuid not null,
  previous_on date,
  moved_to date not null,
  constraint recall_move_pkey primary key (id),
  constraint recall_move_booking_once unique (booking_id),
  constraint recall_move_booking foreign key (booking_id) references booking,
  constraint recall_move_patient foreign key (patient_id) references patient
);
create index recall_move_of on recall_move (patient_id, id);
comment on table recall_move is
  'A live booking that moved its patient''s next recall (Flytta nästa rev), and where it was '
  'before, so that cancelling the booking gives it back.';

create table recall_call (
  id bigint generated always as identity,
  patient_id uuid not null,
  due_on date not null,
  how text not null,
  called_at timestamptz not null,
  called_by uuid,
  constraint recall_call_pkey primary key (id),
  constraint recall_call_patient foreign key (patient_id) references patient,
  constraint recall_call_how_known check (how in ('card', 'phone', 'other'))
);
create index recall_call_of on recall_call (patient_id, due_on);
comment on table recall_call is 'Who was called to a recall, when, how and by whom.';

alter table permission_choice
  drop constraint permission_choice_known,
  add constraint permission_choice_known check (permission ~ '^[a-z]+(-[a-z]+)*$');
