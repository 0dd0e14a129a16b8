-- Who works here, what they may do, and who has read what.

create table staff_user (
  id uuid not null,
  sign_in_name text not null,
  name text not null,
  password_hash text,
  practitioner_id uuid,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  constraint staff_user_pkey primary key (id),
  constraint staff_user_sign_in_name_once unique (sign_in_name),
  constraint staff_user_sign_in_name check (sign_in_name ~ '^[a-z0-9._-]{1,60}$'),
  constraint staff_user_name_given check (btrim(name) <> ''),
  constraint staff_user_practitioner foreign key (practitioner_id) references practitioner
);
comment on table staff_user is 'A member of staff who signs in, or (without a password) the technical user of an API token. '
  'Passwords by argon2id.';

create table user_role (
  user_id uuid not null,
  role text not null,
  constraint user_role_pkey primary key (user_id, role),
  constraint user_role_user foreign key (user_id) references staff_user on delete cascade,
  constraint user_role_known check (role in ('admin', 'reception', 'practitioner', 'reader'))
);
comment on table user_role is 'The roles of a user.';

create table permission_choice (
  id uuid not null,
  permission text not null,
  role text,
  user_id uuid,
  allowed boolean not null,
  constraint permission_choice_pkey primary key (id),
  constraint permission_choice_user foreign key (user_id) references staff_user on delete cascade,
  constraint permission_choice_one_holder check ((role is null) <> (user_id is null)),
  constraint permission_choice_role_once unique (permission, role),
  constraint permission_choice_user_once unique (permission, user_id),
  constraint permission_choice_known check (permission in ('preblock-internet'))
);
comment on table permission_choice is
  'A permission given or taken by role or user (A1); the user''s own choice wins. '
  'Where nothing stands, everyone has it.';

create table session (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  constraint session_pkey primary key (token_hash),
  constraint session_of_user foreign key (user_id) references staff_user on delete cascade
);
create index session_by_user on session (user_id);
comment on table session is 'A signed-in browser; the token itself is only in its cookie.';

create table trusted_device (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamptz not null,
  constraint trusted_device_pkey primary key (token_hash, user_id),
  constraint trusted_device_user foreign key (user_id) references staff_user on delete cascade
);
comment on table trusted_device is
  'A browser from which a user has signed in: its failures are counted apart, so that nobody can '
  'lock a colleague out of their own computer.';

create table sign_in_failure (
  id bigint generated always as identity,
  sign_in_name text not null,
  bucket text not null,
  failed_at timestamptz not null,
  constraint sign_in_failure_pkey primary key (id)
);
create index sign_in_failure_recent on sign_in_failure (sign_in_name, bucket, failed_at);
comment on table sign_in_failure is
  'Failed attempts by name and by device or address; too many in one bucket close that bucket only.';

create table api_token (
  token_hash text not null,
  name text not null,
  role text not null,
  user_id uuid not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  constraint api_token_pkey primary key (token_hash),
  constraint api_token_user foreign key (user_id) references staff_user,
  constraint api_token_role_known check (role in ('admin', 'reception', 'practitioner', 'reader'))
);
comment on table api_token is 'A key to the staff API with a role; only its hash is kept.';

create table patient_access (
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  what text not null,
  patient_ids uuid[] not null,
  constraint patient_access_pkey primary key (id),
  constraint patient_access_what_given check (what <> '')
);
create index patient_access_by_time on patient_access (at);
comment on table patient_access is 'Who read which patients'' data, when and where in the product.';
