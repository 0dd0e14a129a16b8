-- The book: what is planned (local time) and what is booked (instants).

create table shift (
  id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  starts_local timestamp not null,
  ends_local timestamp not null,
  constraint shift_pkey primary key (id),
  constraint shift_resource foreign key (resource_id) references resource,
  constraint shift_practitioner foreign key (practitioner_id) references practitioner,
  constraint shift_forward check (starts_local < ends_local),
  constraint shift_within_a_day check (ends_local <= date_trunc('day', starts_local) + '1 day'),
  constraint shift_practitioner_free exclude using gist (
    practitioner_id with =, tsrange(starts_local, ends_local) with &&
  ),
  constraint shift_resource_free exclude using gist (
    resource_id with =, tsrange(starts_local, ends_local) with &&
  )
);
create index shift_by_time on shift (starts_local);
comment on table shift is
  'When a practitioner works in a chair (pass). A practitioner''s shifts never overlap, in any '
  'chair or clinic, nor do a chair''s.';

create table preblock (
  id uuid not null,
  kind_id uuid not null,
  resource_id uuid not null,
  starts_local timestamp not null,
  ends_local timestamp not null,
  series_id uuid,
  placed_by uuid,
  placed_at timestamptz not null,
  constraint preblock_pkey primary key (id),
  constraint preblock_kind_of foreign key (kind_id) references preblock_kind,
  constraint preblock_resource foreign key (resource_id) references resource,
  constraint preblock_forward check (starts_local < ends_local),
  constraint preblock_within_a_day
    check (ends_local <= date_trunc('day', starts_local) + '1 day'),
  constraint preblock_not_twice exclude using gist (
    resource_id with =, kind_id with =, tsrange(starts_local, ends_local) with &&
  )
);
create index preblock_by_time on preblock (starts_local);
create index preblock_by_kind on preblock (kind_id);
create index preblock_by_series on preblock (series_id) where series_id is not null;
comment on table preblock is
  'A kind placed on an interval of one chair (preblockering). Kinds may lie over each other, a '
  'kind never over itself.';

create table booking (
  id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  template_id uuid not null,
  patient_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null,
  source text not null,
  replaces uuid,
  override boolean not null default false,
  conflict boolean not null default false,
  known_at_site boolean not null default false,
  overridden text[] not null default '{}',
  book_text text not null default '',
  summons_card boolean not null default false,
  move_next_recall boolean not null default false,
  expected_amount integer,
  cancel_reason text,
  cancel_note text not null default '',
  registered_by uuid,
  registered_at timestamptz not null,
  changed_at timestamptz not null,
  constraint booking_pkey primary key (id),
  constraint booking_resource foreign key (resource_id) references resource,
  constraint booking_practitioner foreign key (practitioner_id) references practitioner,
  constraint booking_template_of foreign key (template_id) references booking_template,
  constraint booking_patient foreign key (patient_id) references patient,
  constraint booking_forward check (starts_at < ends_at),
  constraint booking_not_endless check (ends_at <= starts_at + '24 hours'::interval),
  constraint booking_state_known check (
    state in ('pending', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled')
  ),
  constraint booking_source_known check (source in ('staff', 'online')),
  constraint booking_cancelled_says_why check ((state = 'cancelled') = (cancel_reason is not null)),
  constraint booking_amount check (expected_amount >= 0)
);
create index booking_by_start on booking (starts_at);
create index booking_by_replaced on booking (replaces) where replaces is not null;
create index booking_by_patient on booking (patient_id, starts_at);
create index booking_by_template on booking (template_id, starts_at);
comment on table booking is
  'An agreed visit. It never moves in place: a move is a cancellation and a new booking that '
  'replaces it. registered_by is empty for the technical user ITB (P4).';

create function booking_stays() returns trigger language plpgsql as $$
begin
  if (new.id, new.resource_id, new.practitioner_id, new.starts_at, new.ends_at, new.source)
    is distinct from
    (old.id, old.resource_id, old.practitioner_id, old.starts_at, old.ends_at, old.source)
  then
    raise exception 'a booking never moves in place'
      using errcode = 'check_violation', constraint = 'booking_never_moves';
  end if;
  if old.state = 'cancelled' and new.state <> 'cancelled' then
    raise exception 'a cancelled booking stays cancelled'
      using errcode = 'check_violation', constraint = 'booking_cancelled_for_ever';
  end if;
  return new;
end;
$$;
comment on function booking_stays() is 'Bookings are immutable in place; cancel is terminal (R6).';
create trigger booking_never_moves before update on booking
  for each row execute function booking_stays();

create table occupancy (
  booking_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  conflict boolean not null,
  constraint occupancy_pkey primary key (booking_id, subject_id, during),
  constraint occupancy_booking foreign key (booking_id) references booking,
  constraint occupancy_not_empty
    check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  constraint occupancy_free exclude using gist (subject_id with =, during with &&)
    where (not conflict)
);
comment on table occupancy is
  'Who and what a live visit takes, and when: chair, practitioner, shared resources. No subject is '
  'taken twice; a visit under conflict stands outside until a person has solved it.';

create table booking_history (
  id bigint generated always as identity,
  booking_id uuid not null,
  at timestamptz not null,
  by_user uuid,
  what text not null,
  detail jsonb not null default '{}',
  constraint booking_history_pkey primary key (id),
  constraint booking_history_booking foreign key (booking_id) references booking
);
create index booking_history_of on booking_history (booking_id, id);
comment on table booking_history is
  'What happened to a booking, by whom; by_user is empty for the technical user ITB.';

create table needs_person (
  id bigint generated always as identity,
  kind text not null,
  booking_ids uuid[] not null,
  at timestamptz not null,
  solved_at timestamptz,
  solved_by uuid,
  constraint needs_person_pkey primary key (id),
  constraint needs_person_bookings_given check (cardinality(booking_ids) > 0)
);
create index needs_person_open on needs_person (at) where solved_at is null;
comment on table needs_person is 'The tray of what a person must solve (E5).';

create table detail_difference (
  booking_id uuid not null,
  patient_id uuid not null,
  constraint detail_difference_pkey primary key (booking_id),
  constraint detail_difference_booking foreign key (booking_id) references booking,
  constraint detail_difference_patient foreign key (patient_id) references patient
);
comment on table detail_difference is
  'Online bookings whose typed details differ from the register; the register is not overwritten.';

create table online_detail (
  booking_id uuid not null,
  sealed text not null,
  constraint online_detail_pkey primary key (booking_id)
);
comment on table online_detail is
  'What a patient typed for an online booking, still sealed to the practice''s key (base64).';

create table change (
  revision bigint not null,
  at timestamptz not null default now(),
  changes jsonb not null,
  constraint change_pkey primary key (revision)
);
comment on table change is
  'What each commit changed, for the open pages: kind, local dates and ids, never a name.';
