-- What patients are told from the clinic's side: what staff did, and reminders; and what did not
-- leave, here or at the site, until somebody has seen to it.

create table message_settings (
  id boolean not null default true,
  email boolean not null default false,
  sms boolean not null default false,
  sms_sender text not null default '',
  reply_to text not null default '',
  reminder_hours integer not null default 0,
  remind_all boolean not null default false,
  decided_by text,
  decided_on date,
  decision_text text,
  recorded_by uuid,
  recorded_at timestamptz,
  constraint message_settings_pkey primary key (id),
  constraint message_settings_one_row check (id),
  constraint message_settings_decided_first check (
    decided_by is not null or not (email or sms)
  ),
  constraint message_settings_decision_whole check (
    (decided_by is null) = (decided_on is null) and (decided_by is null) = (decision_text is null)
  ),
  constraint message_settings_sender check (sms_sender <> '' or not sms),
  constraint message_settings_reminder check (reminder_hours between 0 and 336)
);
comment on table message_settings is
  'How the practice writes to its patients. Nothing leaves before its risk decision is recorded.';
insert into message_settings default values;

create table message_text (
  kind text not null,
  channel text not null,
  language text not null,
  text text not null,
  constraint message_text_pkey primary key (kind, channel, language),
  constraint message_text_channel_known check (channel in ('email', 'sms')),
  constraint message_text_language_known check (language in ('sv', 'en')),
  constraint message_text_given check (text <> '')
);
comment on table message_text is 'Texts of the clinic''s own that stand in place of the product''s.';

create table message_outbox (
  booking_id uuid not null,
  kind text not null,
  created_at timestamptz not null default clock_timestamp(),
  next_try_at timestamptz not null default '-infinity',
  lease uuid,
  leased_until timestamptz,
  constraint message_outbox_pkey primary key (booking_id, kind),
  constraint message_outbox_booking foreign key (booking_id) references booking
);
create index message_outbox_due on message_outbox (next_try_at, created_at);
comment on table message_outbox is 'Messages that are to be written and sent.';

create table message_delivery (
  booking_id uuid not null,
  kind text not null,
  channel text not null,
  origin text not null,
  state text not null,
  tries integer not null default 0,
  fault text,
  reference text,
  parts integer,
  sealed text,
  starts_at timestamptz,
  at timestamptz not null,
  handled_at timestamptz,
  handled_by uuid,
  constraint message_delivery_pkey primary key (booking_id, kind, channel),
  constraint message_delivery_origin_known check (origin in ('site', 'clinic')),
  constraint message_delivery_state_known check (
    state in ('waiting', 'sending', 'sent', 'delivered', 'failed', 'uncertain', 'unneeded')
  ),
  constraint message_delivery_fault_of_failure
    check (fault is not null or state not in ('failed', 'uncertain'))
);
create index message_delivery_open on message_delivery (at)
  where state in ('failed', 'uncertain') and handled_at is null;
create index message_delivery_reported on message_delivery (reference)
  where reference is not null;
comment on table message_delivery is
  'One row per booking, kind and channel: a message leaves once. origin: whose it was to send; the '
  'site tells only of what failed, with the patient''s details as they were sealed.';
