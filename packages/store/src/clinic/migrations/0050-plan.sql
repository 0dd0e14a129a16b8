-- Absences, and what is needed to take a change of the plan back.

create table absence (
  id uuid not null,
  practitioner_id uuid not null,
  starts_local timestamp not null,
  ends_local timestamp not null,
  reason text not null,
  registered_by uuid,
  registered_at timestamptz not null,
  constraint absence_pkey primary key (id),
  constraint absence_practitioner foreign key (practitioner_id) references practitioner,
  constraint absence_forward check (starts_local < ends_local),
  constraint absence_at_most_a_year check (ends_local <= starts_local + '367 days'::interval),
  constraint absence_reason_known
    check (reason in ('illness', 'child-care', 'holiday', 'course', 'other')),
  constraint absence_not_twice exclude using gist (
    practitioner_id with =, tsrange(starts_local, ends_local) with &&
  )
);
create index absence_by_time on absence (starts_local);
comment on table absence is
  'When a practitioner is away, whatever the shifts say (frånvaro): nothing is offered then.';

create table plan_change (
  id uuid not null,
  at timestamptz not null,
  by_user uuid,
  what text not null,
  first_day date not null,
  last_day date not null,
  undo jsonb not null,
  undone_at timestamptz,
  constraint plan_change_pkey primary key (id),
  constraint plan_change_days check (first_day <= last_day)
);
create index plan_change_by_time on plan_change (at);
comment on table plan_change is
  'Changes of shifts, preblocks and absences, with what each took away and put in: its undo.';

create table absence_notice (
  booking_id uuid not null,
  absence_id uuid,
  message text not null,
  registered_by uuid,
  registered_at timestamptz not null,
  sent_at timestamptz,
  constraint absence_notice_pkey primary key (booking_id),
  constraint absence_notice_booking foreign key (booking_id) references booking
);
create index absence_notice_unsent on absence_notice (registered_at) where sent_at is null;
comment on table absence_notice is
  'What patients are to be told whose visit was cancelled because the practitioner is away; '
  'sent_at is empty until the message has left.';
