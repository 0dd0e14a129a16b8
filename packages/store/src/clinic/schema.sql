create extension btree_gist;

create table absence (
  id uuid not null,
  practitioner_id uuid not null,
  starts_local timestamp without time zone not null,
  ends_local timestamp without time zone not null,
  reason text not null,
  registered_by uuid,
  registered_at timestamp with time zone not null,
  constraint absence_pkey PRIMARY KEY (id),
  constraint absence_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id),
  constraint absence_at_most_a_year CHECK ((ends_local <= (starts_local + '367 days'::interval))),
  constraint absence_forward CHECK ((starts_local < ends_local)),
  constraint absence_reason_known CHECK ((reason = ANY (ARRAY['illness'::text, 'child-care'::text, 'holiday'::text, 'course'::text, 'other'::text]))),
  constraint absence_not_twice EXCLUDE USING gist (practitioner_id WITH =, tsrange(starts_local, ends_local) WITH &&)
);
comment on table absence is 'When a practitioner is away, whatever the shifts say (frånvaro): nothing is offered then.';
CREATE INDEX absence_by_time ON public.absence USING btree (starts_local);

create table absence_notice (
  booking_id uuid not null,
  absence_id uuid,
  message text not null,
  registered_by uuid,
  registered_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint absence_notice_pkey PRIMARY KEY (booking_id),
  constraint absence_notice_booking FOREIGN KEY (booking_id) REFERENCES booking(id)
);
comment on table absence_notice is 'What patients are to be told whose visit was cancelled because the practitioner is away; sent_at is empty until the message has left.';
CREATE INDEX absence_notice_unsent ON public.absence_notice USING btree (registered_at) WHERE (sent_at IS NULL);

create table announced_offer (
  offer_id uuid not null,
  preblock_id uuid not null,
  preblock_kind_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  anchor_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  open tstzmultirange not null,
  constraint announced_offer_pkey PRIMARY KEY (offer_id)
);
comment on table announced_offer is 'What the site was told that it may sell, and what is left of it.';
CREATE INDEX announced_offer_open ON public.announced_offer USING gist (open);

create table api_token (
  token_hash text not null,
  name text not null,
  role text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint api_token_pkey PRIMARY KEY (token_hash),
  constraint api_token_user FOREIGN KEY (user_id) REFERENCES staff_user(id),
  constraint api_token_role_known CHECK ((role = ANY (ARRAY['admin'::text, 'reception'::text, 'practitioner'::text, 'reader'::text])))
);
comment on table api_token is 'A key to the staff API with a role; only its hash is kept.';

create table block (
  block_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  constraint block_pkey PRIMARY KEY (block_id, subject_id, during)
);
comment on table block is 'Marks that stand at the site for near bookings of staff, until they are taken away.';
CREATE INDEX block_during ON public.block USING gist (during);

create table book_text (
  id uuid not null,
  name text not null,
  text text not null,
  constraint book_text_pkey PRIMARY KEY (id),
  constraint book_text_name_once UNIQUE (name),
  constraint book_text_name_given CHECK ((btrim(name) <> ''::text))
);
comment on table book_text is 'Standard texts with short names (tidbokstexter) (T3).';

create table booking (
  id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  template_id uuid not null,
  patient_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  state text not null,
  source text not null,
  replaces uuid,
  override boolean not null default false,
  conflict boolean not null default false,
  known_at_site boolean not null default false,
  overridden text[] not null default '{}'::text[],
  book_text text not null default ''::text,
  summons_card boolean not null default false,
  move_next_recall boolean not null default false,
  expected_amount integer,
  cancel_reason text,
  cancel_note text not null default ''::text,
  registered_by uuid,
  registered_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint booking_pkey PRIMARY KEY (id),
  constraint booking_patient FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint booking_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id),
  constraint booking_resource FOREIGN KEY (resource_id) REFERENCES resource(id),
  constraint booking_template_of FOREIGN KEY (template_id) REFERENCES booking_template(id),
  constraint booking_amount CHECK ((expected_amount >= 0)),
  constraint booking_cancelled_says_why CHECK (((state = 'cancelled'::text) = (cancel_reason IS NOT NULL))),
  constraint booking_forward CHECK ((starts_at < ends_at)),
  constraint booking_not_endless CHECK ((ends_at <= (starts_at + '24:00:00'::interval))),
  constraint booking_source_known CHECK ((source = ANY (ARRAY['staff'::text, 'online'::text]))),
  constraint booking_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'confirmed'::text, 'arrived'::text, 'completed'::text, 'no-show'::text, 'cancelled'::text])))
);
comment on table booking is 'An agreed visit. It never moves in place: a move is a cancellation and a new booking that replaces it. registered_by is empty for the technical user ITB (P4).';
CREATE INDEX booking_by_patient ON public.booking USING btree (patient_id, starts_at);
CREATE INDEX booking_by_replaced ON public.booking USING btree (replaces) WHERE (replaces IS NOT NULL);
CREATE INDEX booking_by_start ON public.booking USING btree (starts_at);
CREATE INDEX booking_by_template ON public.booking USING btree (template_id, starts_at);
CREATE TRIGGER booking_never_moves BEFORE UPDATE ON public.booking FOR EACH ROW EXECUTE FUNCTION booking_stays();

create table booking_history (
  id bigint generated always as identity not null,
  booking_id uuid not null,
  at timestamp with time zone not null,
  by_user uuid,
  what text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint booking_history_pkey PRIMARY KEY (id),
  constraint booking_history_booking FOREIGN KEY (booking_id) REFERENCES booking(id)
);
comment on table booking_history is 'What happened to a booking, by whom; by_user is empty for the technical user ITB.';
CREATE INDEX booking_history_of ON public.booking_history USING btree (booking_id, id);

create table booking_seen (
  booking_id uuid not null,
  at timestamp with time zone not null,
  by_user uuid not null,
  constraint booking_seen_pkey PRIMARY KEY (booking_id),
  constraint booking_seen_booking FOREIGN KEY (booking_id) REFERENCES booking(id) ON DELETE CASCADE
);
comment on table booking_seen is 'Online bookings that a member of staff has opened or ticked off; the rest stand on the day sheet.';

create table booking_template (
  id uuid not null,
  name text not null,
  minutes integer not null,
  category_id uuid,
  use_in_book boolean not null default true,
  use_in_recall boolean not null default false,
  use_online boolean not null default false,
  rebookable boolean not null default false,
  cancellable boolean not null default false,
  book_text text not null default ''::text,
  summons_card boolean not null default false,
  move_next_recall boolean not null default false,
  expected_amount integer,
  pattern_unit_minutes integer,
  pattern_signs text,
  retired boolean not null default false,
  registered_by uuid,
  registered_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  new_patients_online boolean not null default true,
  from_age integer,
  to_age integer,
  constraint booking_template_pkey PRIMARY KEY (id),
  constraint booking_template_category FOREIGN KEY (category_id) REFERENCES treatment_category(id),
  constraint booking_template_ages CHECK ((((COALESCE(from_age, 0) >= 0) AND (COALESCE(from_age, 0) <= 150)) AND ((COALESCE(to_age, 150) >= 0) AND (COALESCE(to_age, 150) <= 150)) AND (COALESCE(from_age, 0) <= COALESCE(to_age, 150)))),
  constraint booking_template_amount CHECK ((expected_amount >= 0)),
  constraint booking_template_minutes CHECK (((minutes >= 1) AND (minutes <= 720))),
  constraint booking_template_name_given CHECK ((btrim(name) <> ''::text)),
  constraint booking_template_online_needs_category CHECK (((NOT use_online) OR (category_id IS NOT NULL))),
  constraint booking_template_pattern CHECK ((((pattern_unit_minutes IS NULL) = (pattern_signs IS NULL)) AND ((pattern_unit_minutes * char_length(pattern_signs)) = minutes)))
);
comment on table booking_template is 'A kind of visit (bokningsmall) (T1). In use by bookings it is retired, not erased (T5).';

create table change (
  revision bigint not null,
  at timestamp with time zone not null default now(),
  changes jsonb not null,
  constraint change_pkey PRIMARY KEY (revision)
);
comment on table change is 'What each commit changed, for the open pages: kind, local dates and ids, never a name.';

create table claim (
  claim_id uuid not null,
  subject_ids uuid[] not null,
  during tstzrange not null,
  state text not null,
  intended jsonb not null,
  asked_at timestamp with time zone not null,
  constraint claim_pkey PRIMARY KEY (claim_id),
  constraint claim_state_known CHECK ((state = ANY (ARRAY['asked'::text, 'abandoned'::text, 'won'::text, 'lost'::text, 'taken'::text])))
);
comment on table claim is 'Far offered time that staff asked the site for, with the visit that is meant for it.';
CREATE INDEX claim_open ON public.claim USING gist (during) WHERE (state = ANY (ARRAY['asked'::text, 'abandoned'::text]));

create table clinic (
  id uuid not null,
  organisation_id uuid not null,
  company_id uuid not null,
  name text not null,
  street text not null default ''::text,
  postal_code text not null default ''::text,
  town text not null default ''::text,
  phone text not null default ''::text,
  opening_text text not null default ''::text,
  takes_part_online boolean not null default true,
  active boolean not null default true,
  site_colour text,
  constraint clinic_pkey PRIMARY KEY (id),
  constraint clinic_company FOREIGN KEY (company_id) REFERENCES company(id),
  constraint clinic_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint clinic_name_given CHECK ((btrim(name) <> ''::text)),
  constraint clinic_site_colour CHECK ((site_colour ~* '^#[0-9a-f]{6}$'::text))
);
comment on table clinic is 'A place where patients go, and what the site shows of it (E2).';

create table clinic_log (
  inc text not null,
  seq bigint not null,
  type text not null,
  v integer not null,
  must_understand boolean not null,
  at timestamp with time zone not null,
  prev_hash text not null,
  hash text not null,
  body text not null,
  constraint clinic_log_pkey PRIMARY KEY (inc, seq),
  constraint clinic_log_from_one CHECK ((seq >= 1)),
  constraint clinic_log_hash CHECK (((hash ~ '^[0-9a-f]{64}$'::text) AND (prev_hash ~ '^[0-9a-f]{64}$'::text)))
);
comment on table clinic_log is 'The entries for the site, in commit order without gaps, each hash covering the one before.';

create table clinic_logo (
  clinic_id uuid not null,
  media_type text not null,
  bytes bytea not null,
  width integer not null,
  height integer not null,
  constraint clinic_logo_pkey PRIMARY KEY (clinic_id),
  constraint clinic_logo_clinic FOREIGN KEY (clinic_id) REFERENCES clinic(id) ON DELETE CASCADE,
  constraint clinic_logo_kind CHECK ((media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text]))),
  constraint clinic_logo_size CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 200000)))
);
comment on table clinic_logo is 'The picture that the site shows beside a clinic''s name (E2).';

create table company (
  id uuid not null,
  organisation_id uuid not null,
  name text not null,
  short_name text not null default ''::text,
  organisation_number text not null default ''::text,
  template_list_inherits boolean not null default true,
  template_list_id uuid,
  online_template_list_inherits boolean not null default true,
  online_template_list_id uuid,
  preblock_list_inherits boolean not null default true,
  preblock_list_id uuid,
  active boolean not null default true,
  registered_on date not null default CURRENT_DATE,
  responsible_id uuid,
  contact_title text not null default ''::text,
  contact_given_name text not null default ''::text,
  contact_family_name text not null default ''::text,
  street text not null default ''::text,
  postal_code text not null default ''::text,
  town text not null default ''::text,
  bankgiro text not null default ''::text,
  plusgiro text not null default ''::text,
  payment_days integer,
  uses_organisation_economy boolean not null default true,
  constraint company_pkey PRIMARY KEY (id),
  constraint company_online_template_list FOREIGN KEY (online_template_list_id) REFERENCES list(id),
  constraint company_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint company_preblock_list FOREIGN KEY (preblock_list_id) REFERENCES list(id),
  constraint company_responsible FOREIGN KEY (responsible_id) REFERENCES practitioner(id),
  constraint company_template_list FOREIGN KEY (template_list_id) REFERENCES list(id),
  constraint company_name_given CHECK ((btrim(name) <> ''::text)),
  constraint company_one_online_choice CHECK ((NOT (online_template_list_inherits AND (online_template_list_id IS NOT NULL)))),
  constraint company_one_preblock_choice CHECK ((NOT (preblock_list_inherits AND (preblock_list_id IS NOT NULL)))),
  constraint company_one_template_choice CHECK ((NOT (template_list_inherits AND (template_list_id IS NOT NULL)))),
  constraint company_payment_days CHECK (((payment_days >= 0) AND (payment_days <= 365)))
);
comment on table company is 'The legal entity that a practitioner works for: its card (L5). Several may share a clinic.';

create table detail_difference (
  booking_id uuid not null,
  patient_id uuid not null,
  constraint detail_difference_pkey PRIMARY KEY (booking_id),
  constraint detail_difference_booking FOREIGN KEY (booking_id) REFERENCES booking(id),
  constraint detail_difference_patient FOREIGN KEY (patient_id) REFERENCES patient(id)
);
comment on table detail_difference is 'Online bookings whose typed details differ from the register; the register is not overwritten.';

create table import (
  id uuid not null,
  kind text not null,
  file_name text not null,
  state text not null default 'receiving'::text,
  reading jsonb,
  created_at timestamp with time zone not null,
  created_by uuid,
  changed_at timestamp with time zone not null,
  size_bytes bigint,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_kind_known CHECK ((kind = ANY (ARRAY['patients'::text, 'practitioners'::text, 'shifts'::text, 'bookings'::text]))),
  constraint import_size_positive CHECK ((size_bytes >= 0)),
  constraint import_state_known CHECK ((state = ANY (ARRAY['receiving'::text, 'checking'::text, 'read'::text, 'applying'::text, 'done'::text, 'cancelled'::text])))
);
comment on table import is 'A file of another system on its way in; reading says how it is read.';

create table import_piece (
  import_id uuid not null,
  "position" integer not null,
  bytes bytea not null,
  constraint import_piece_pkey PRIMARY KEY (import_id, "position"),
  constraint import_piece_of FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
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
  details jsonb not null default '{}'::jsonb,
  record jsonb not null,
  label text not null default ''::text,
  applied boolean not null default false,
  constraint import_row_pkey PRIMARY KEY (import_id, seq),
  constraint import_row_of FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE,
  constraint import_row_outcome_known CHECK ((outcome = ANY (ARRAY['waiting'::text, 'create'::text, 'update'::text, 'unchanged'::text, 'refused'::text]))),
  constraint import_row_refused_says_why CHECK (((outcome = 'refused'::text) = (code IS NOT NULL)))
);
comment on table import_row is 'What would become, and became, of each row of the file: line and reason where it is refused.';
CREATE INDEX import_row_by_batch ON public.import_row USING btree (import_id, batch);
CREATE INDEX import_row_by_outcome ON public.import_row USING btree (import_id, outcome, applied, batch);

create table imported_record (
  kind text not null,
  key text not null,
  record_id uuid not null,
  digest text not null,
  constraint imported_record_pkey PRIMARY KEY (kind, key)
);
comment on table imported_record is 'What has come in from files, by its id there or by its content: so the same file twice changes nothing.';
CREATE INDEX imported_record_by_record ON public.imported_record USING btree (record_id);

create table link_status (
  practice_id uuid not null,
  connected boolean not null default false,
  connected_since timestamp with time zone,
  last_exchange_at timestamp with time zone,
  epoch bigint not null default 0,
  acked bigint not null default 0,
  waiting_in bigint not null default 0,
  reported_at timestamp with time zone not null default now(),
  constraint link_status_pkey PRIMARY KEY (practice_id),
  constraint link_status_practice FOREIGN KEY (practice_id) REFERENCES practice(id)
);
comment on table link_status is 'How the Online Client sees its connection, as long as it goes on reporting; written apart from the lock row, lost without harm.';

create table list (
  id uuid not null,
  kind text not null,
  name text not null,
  owner_type text not null,
  owner_organisation_id uuid,
  owner_company_id uuid,
  owner_practitioner_id uuid,
  constraint list_pkey PRIMARY KEY (id),
  constraint list_kind_of_list UNIQUE (id, kind),
  constraint list_owner_company FOREIGN KEY (owner_company_id) REFERENCES company(id),
  constraint list_owner_organisation FOREIGN KEY (owner_organisation_id) REFERENCES organisation(id),
  constraint list_owner_practitioner FOREIGN KEY (owner_practitioner_id) REFERENCES practitioner(id),
  constraint list_kind_known CHECK ((kind = ANY (ARRAY['templates'::text, 'preblocks'::text]))),
  constraint list_name_given CHECK ((btrim(name) <> ''::text)),
  constraint list_one_owner CHECK ((((owner_type = 'organisation'::text) = (owner_organisation_id IS NOT NULL)) AND ((owner_type = 'company'::text) = (owner_company_id IS NOT NULL)) AND ((owner_type = 'practitioner'::text) = (owner_practitioner_id IS NOT NULL)))),
  constraint list_owner_type_known CHECK ((owner_type = ANY (ARRAY['all'::text, 'organisation'::text, 'company'::text, 'practitioner'::text])))
);
comment on table list is 'A list of templates or of preblock kinds, and for whom it is (L1).';

create table list_item (
  list_id uuid not null,
  kind text not null,
  "position" integer not null,
  template_id uuid,
  preblock_kind_id uuid,
  constraint list_item_pkey PRIMARY KEY (list_id, "position"),
  constraint list_item_preblock_kind_once UNIQUE (list_id, preblock_kind_id),
  constraint list_item_template_once UNIQUE (list_id, template_id),
  constraint list_item_list FOREIGN KEY (list_id, kind) REFERENCES list(id, kind) ON DELETE CASCADE,
  constraint list_item_preblock_kind FOREIGN KEY (preblock_kind_id) REFERENCES preblock_kind(id),
  constraint list_item_template FOREIGN KEY (template_id) REFERENCES booking_template(id),
  constraint list_item_fits_list CHECK ((((kind = 'templates'::text) = (template_id IS NOT NULL)) AND ((kind = 'preblocks'::text) = (preblock_kind_id IS NOT NULL))))
);
comment on table list_item is 'What stands in a list, in its order (L2).';

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
  starts_at timestamp with time zone,
  at timestamp with time zone not null,
  handled_at timestamp with time zone,
  handled_by uuid,
  ask_at timestamp with time zone,
  constraint message_delivery_pkey PRIMARY KEY (booking_id, kind, channel),
  constraint message_delivery_fault_of_failure CHECK (((fault IS NOT NULL) OR (state <> ALL (ARRAY['failed'::text, 'uncertain'::text])))),
  constraint message_delivery_origin_known CHECK ((origin = ANY (ARRAY['site'::text, 'clinic'::text]))),
  constraint message_delivery_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'uncertain'::text, 'unneeded'::text])))
);
comment on table message_delivery is 'One row per booking, kind and channel: a message leaves once. origin: whose it was to send; the site tells only of what failed, with the patient''s details as they were sealed.';
CREATE INDEX message_delivery_open ON public.message_delivery USING btree (at) WHERE ((state = ANY (ARRAY['failed'::text, 'uncertain'::text])) AND (handled_at IS NULL));
CREATE INDEX message_delivery_reported ON public.message_delivery USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX message_delivery_unreported ON public.message_delivery USING btree (COALESCE(ask_at, at)) WHERE ((state = 'sent'::text) AND (reference IS NOT NULL));

create table message_outbox (
  booking_id uuid not null,
  kind text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  next_try_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone,
  constraint message_outbox_pkey PRIMARY KEY (booking_id, kind),
  constraint message_outbox_booking FOREIGN KEY (booking_id) REFERENCES booking(id)
);
comment on table message_outbox is 'Messages that are to be written and sent.';
CREATE INDEX message_outbox_due ON public.message_outbox USING btree (next_try_at, created_at);

create table message_settings (
  id boolean not null default true,
  email boolean not null default false,
  sms boolean not null default false,
  sms_sender text not null default ''::text,
  reply_to text not null default ''::text,
  reminder_hours integer not null default 0,
  remind_all boolean not null default false,
  decided_by text,
  decided_on date,
  decision_text text,
  recorded_by uuid,
  recorded_at timestamp with time zone,
  constraint message_settings_pkey PRIMARY KEY (id),
  constraint message_settings_decided_first CHECK (((decided_by IS NOT NULL) OR (NOT (email OR sms)))),
  constraint message_settings_decision_whole CHECK ((((decided_by IS NULL) = (decided_on IS NULL)) AND ((decided_by IS NULL) = (decision_text IS NULL)))),
  constraint message_settings_one_row CHECK (id),
  constraint message_settings_reminder CHECK (((reminder_hours >= 0) AND (reminder_hours <= 336))),
  constraint message_settings_sender CHECK (((sms_sender <> ''::text) OR (NOT sms)))
);
comment on table message_settings is 'How the practice writes to its patients. Nothing leaves before its risk decision is recorded.';

create table message_text (
  kind text not null,
  channel text not null,
  language text not null,
  text text not null,
  constraint message_text_pkey PRIMARY KEY (kind, channel, language),
  constraint message_text_channel_known CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint message_text_given CHECK ((text <> ''::text)),
  constraint message_text_language_known CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text])))
);
comment on table message_text is 'Texts of the clinic''s own that stand in place of the product''s.';

create table needs_person (
  id bigint generated always as identity not null,
  kind text not null,
  booking_ids uuid[] not null,
  at timestamp with time zone not null,
  solved_at timestamp with time zone,
  solved_by uuid,
  constraint needs_person_pkey PRIMARY KEY (id),
  constraint needs_person_bookings_given CHECK ((cardinality(booking_ids) > 0))
);
comment on table needs_person is 'The tray of what a person must solve (E5).';
CREATE INDEX needs_person_open ON public.needs_person USING btree (at) WHERE (solved_at IS NULL);

create table occupancy (
  booking_id uuid not null,
  subject_id uuid not null,
  during tstzrange not null,
  conflict boolean not null,
  constraint occupancy_pkey PRIMARY KEY (booking_id, subject_id, during),
  constraint occupancy_booking FOREIGN KEY (booking_id) REFERENCES booking(id),
  constraint occupancy_not_empty CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during)))),
  constraint occupancy_free EXCLUDE USING gist (subject_id WITH =, during WITH &&) WHERE ((NOT conflict))
);
comment on table occupancy is 'Who and what a live visit takes, and when: chair, practitioner, shared resources. No subject is taken twice; a visit under conflict stands outside until a person has solved it.';

create table online_detail (
  booking_id uuid not null,
  sealed text not null,
  constraint online_detail_pkey PRIMARY KEY (booking_id)
);
comment on table online_detail is 'What a patient typed for an online booking, still sealed to the practice''s key (base64).';

create table organisation (
  id uuid not null,
  name text not null,
  template_list_inherits boolean not null default false,
  template_list_id uuid,
  online_template_list_inherits boolean not null default false,
  online_template_list_id uuid,
  preblock_list_inherits boolean not null default false,
  preblock_list_id uuid,
  organisation_number text not null default ''::text,
  short_name text not null default ''::text,
  active boolean not null default true,
  registered_on date not null default CURRENT_DATE,
  responsible_id uuid,
  contact_title text not null default ''::text,
  contact_given_name text not null default ''::text,
  contact_family_name text not null default ''::text,
  street text not null default ''::text,
  postal_code text not null default ''::text,
  town text not null default ''::text,
  bankgiro text not null default ''::text,
  plusgiro text not null default ''::text,
  payment_days integer,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_online_template_list FOREIGN KEY (online_template_list_id) REFERENCES list(id),
  constraint organisation_preblock_list FOREIGN KEY (preblock_list_id) REFERENCES list(id),
  constraint organisation_responsible FOREIGN KEY (responsible_id) REFERENCES practitioner(id),
  constraint organisation_template_list FOREIGN KEY (template_list_id) REFERENCES list(id),
  constraint organisation_inherits_from_nobody CHECK (((NOT template_list_inherits) AND (NOT online_template_list_inherits) AND (NOT preblock_list_inherits))),
  constraint organisation_name_given CHECK ((btrim(name) <> ''::text)),
  constraint organisation_payment_days CHECK (((payment_days >= 0) AND (payment_days <= 365)))
);
comment on table organisation is 'A chain or owner: its card, with the three list choices (L4, L5).';

create table patient (
  id uuid not null,
  identity_number text,
  given_name text not null,
  family_name text not null,
  email text not null default ''::text,
  mobile text not null default ''::text,
  street text not null default ''::text,
  postal_code text not null default ''::text,
  town text not null default ''::text,
  registered_at timestamp with time zone not null default now(),
  reserve_number text,
  born_on date,
  protection text not null default 'none'::text,
  recall_months integer,
  recall_next_on date,
  recall_practitioner_id uuid,
  recall_template_id uuid,
  recall_minutes integer,
  recall_note text not null default ''::text,
  recall_stopped boolean not null default false,
  card_version integer not null default 1,
  card_changed_at timestamp with time zone not null default now(),
  constraint patient_pkey PRIMARY KEY (id),
  constraint patient_identity_number_once UNIQUE (identity_number),
  constraint patient_reserve_number_once UNIQUE (reserve_number),
  constraint patient_recall_practitioner FOREIGN KEY (recall_practitioner_id) REFERENCES practitioner(id),
  constraint patient_recall_template FOREIGN KEY (recall_template_id) REFERENCES booking_template(id),
  constraint patient_identity_number_digits CHECK ((identity_number ~ '^[0-9]{12}$'::text)),
  constraint patient_name_given CHECK (((btrim(given_name) <> ''::text) AND (btrim(family_name) <> ''::text))),
  constraint patient_one_number CHECK (((identity_number IS NULL) OR (reserve_number IS NULL))),
  constraint patient_protected_unreachable CHECK (((protection = 'none'::text) OR (concat(email, mobile, street, postal_code, town) = ''::text))),
  constraint patient_protection_known CHECK ((protection = ANY (ARRAY['none'::text, 'confidential'::text, 'protected-registration'::text]))),
  constraint patient_recall_minutes CHECK (((recall_minutes >= 5) AND (recall_minutes <= 720))),
  constraint patient_recall_months CHECK (((recall_months >= 1) AND (recall_months <= 120))),
  constraint patient_reserve_number_shape CHECK ((reserve_number ~ '^[0-9]{8}(?=.*[A-Z])[0-9A-Z]{4}$'::text))
);
comment on table patient is 'The patient register. Details typed online never overwrite it.';
CREATE INDEX patient_by_given_name ON public.patient USING btree (lower(given_name) text_pattern_ops);
CREATE INDEX patient_by_name ON public.patient USING btree (lower(family_name) text_pattern_ops, lower(given_name));
CREATE INDEX patient_by_recall ON public.patient USING btree (recall_next_on) WHERE ((recall_next_on IS NOT NULL) AND (NOT recall_stopped));

create table patient_access (
  id bigint generated always as identity not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  what text not null,
  patient_ids uuid[] not null,
  constraint patient_access_pkey PRIMARY KEY (id),
  constraint patient_access_what_given CHECK ((what <> ''::text))
);
comment on table patient_access is 'Who read which patients'' data, when and where in the product.';
CREATE INDEX patient_access_by_time ON public.patient_access USING btree (at);

create table patient_number (
  id bigint generated always as identity not null,
  patient_id uuid not null,
  number text not null,
  ended_at timestamp with time zone not null,
  ended_by uuid,
  constraint patient_number_pkey PRIMARY KEY (id),
  constraint patient_number_patient FOREIGN KEY (patient_id) REFERENCES patient(id)
);
comment on table patient_number is 'Numbers that a patient had before: a samordningsnummer or reserve number gives way to a personnummer. A search for the old one still finds the patient.';
CREATE INDEX patient_number_by_number ON public.patient_number USING btree (number);
CREATE INDEX patient_number_of ON public.patient_number USING btree (patient_id);

create table pattern_sign (
  id uuid not null,
  sign text not null,
  name text not null,
  needs text not null,
  constraint pattern_sign_pkey PRIMARY KEY (id),
  constraint pattern_sign_once UNIQUE (sign),
  constraint pattern_sign_fixed CHECK ((((sign <> '/'::text) OR (needs = 'practitioner'::text)) AND ((sign <> '.'::text) OR (needs = 'nobody'::text)))),
  constraint pattern_sign_name_given CHECK ((btrim(name) <> ''::text)),
  constraint pattern_sign_needs_known CHECK ((needs = ANY (ARRAY['practitioner'::text, 'shared'::text, 'nobody'::text]))),
  constraint pattern_sign_one_character CHECK (((char_length(sign) = 1) AND (sign !~ '\s'::text)))
);
comment on table pattern_sign is 'A sign of team booking patterns by its name, and what it needs beside the chair: the practitioner, the clinic''s shared resource of that sign, or nobody (T4).';

create table permission_choice (
  id uuid not null,
  permission text not null,
  role text,
  user_id uuid,
  allowed boolean not null,
  constraint permission_choice_pkey PRIMARY KEY (id),
  constraint permission_choice_role_once UNIQUE (permission, role),
  constraint permission_choice_user_once UNIQUE (permission, user_id),
  constraint permission_choice_user FOREIGN KEY (user_id) REFERENCES staff_user(id) ON DELETE CASCADE,
  constraint permission_choice_known CHECK ((permission = ANY (ARRAY['preblock-internet'::text, 'read-book'::text, 'write-bookings'::text, 'write-preblocks'::text, 'write-schedule'::text, 'read-patients'::text, 'write-patients'::text, 'patient-protected'::text, 'register-export'::text, 'read-settings'::text, 'write-settings'::text, 'write-users'::text]))),
  constraint permission_choice_one_holder CHECK (((role IS NULL) <> (user_id IS NULL)))
);
comment on table permission_choice is 'A permission given or taken by role or user (A1); the user''s own choice wins. Where nothing stands, the role''s own right holds, and Preblock för internet is everyone''s.';

create table plan_change (
  id uuid not null,
  at timestamp with time zone not null,
  by_user uuid,
  what text not null,
  first_day date not null,
  last_day date not null,
  undo jsonb not null,
  undone_at timestamp with time zone,
  constraint plan_change_pkey PRIMARY KEY (id),
  constraint plan_change_days CHECK ((first_day <= last_day))
);
comment on table plan_change is 'Changes of shifts, preblocks and absences, with what each took away and put in: its undo.';
CREATE INDEX plan_change_by_time ON public.plan_change USING btree (at);

create table practice (
  id uuid not null,
  only_one boolean not null default true,
  name text not null,
  zone_id text not null,
  lead_time_minutes integer not null default 120,
  horizon_months integer not null default 12,
  change_deadline jsonb not null default '{"type": "hours", "hours": 24}'::jsonb,
  near_hours integer not null default 24,
  offline_selling_hours integer not null default 96,
  required_address_fields text[] not null default '{}'::text[],
  max_open_visits integer,
  books_children boolean not null default true,
  books_without_number boolean not null default false,
  change_by_link boolean not null default false,
  constraint practice_pkey PRIMARY KEY (id),
  constraint practice_only_one UNIQUE (only_one),
  constraint practice_address_fields CHECK ((required_address_fields <@ ARRAY['street'::text, 'postalCode'::text, 'town'::text])),
  constraint practice_horizon CHECK (((horizon_months >= 0) AND (horizon_months <= 36))),
  constraint practice_lead_time CHECK (((lead_time_minutes >= 0) AND (lead_time_minutes <= 525600))),
  constraint practice_max_open_visits CHECK (((max_open_visits >= 1) AND (max_open_visits <= 100))),
  constraint practice_name_given CHECK ((btrim(name) <> ''::text)),
  constraint practice_near_hours CHECK (((near_hours >= 0) AND (near_hours <= 876000))),
  constraint practice_offline_hours CHECK (((offline_selling_hours >= 0) AND (offline_selling_hours <= 8760))),
  constraint practice_only_one_true CHECK (only_one)
);
comment on table practice is 'The practice whose book this is, with the limits of online booking (E3, E4).';

create table practice_key (
  practice_id uuid not null,
  sealing_public_key text not null,
  sealing_private_key text not null,
  created_at timestamp with time zone not null default now(),
  constraint practice_key_pkey PRIMARY KEY (practice_id),
  constraint practice_key_practice FOREIGN KEY (practice_id) REFERENCES practice(id)
);
comment on table practice_key is 'The key pair to which the site seals patients'' details, base64. The private key never leaves this database and its backups.';

create table practice_sync (
  practice_id uuid not null,
  installation_id text not null,
  mode text not null default 'unpaired'::text,
  inc text not null,
  head bigint not null default 0,
  head_hash text not null default repeat('0'::text, 64),
  site_url text,
  site_inc text,
  site_cursor bigint not null default 0,
  site_cursor_hash text not null default repeat('0'::text, 64),
  frontier_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  catalog_hash text not null default ''::text,
  revision bigint not null default 0,
  register_revision bigint not null default 0,
  halted_seq bigint,
  halted_because text,
  recovery text,
  leaving boolean not null default false,
  database_mark text,
  constraint practice_sync_pkey PRIMARY KEY (practice_id),
  constraint practice_sync_practice FOREIGN KEY (practice_id) REFERENCES practice(id),
  constraint practice_sync_counters CHECK (((head >= 0) AND (site_cursor >= 0))),
  constraint practice_sync_halt_says_where CHECK (((mode = 'halted'::text) = (halted_because IS NOT NULL))),
  constraint practice_sync_mode_known CHECK ((mode = ANY (ARRAY['unpaired'::text, 'paired'::text, 'recover'::text, 'halted'::text]))),
  constraint practice_sync_recovery_known CHECK ((recovery = ANY (ARRAY['restored'::text, 'whole'::text])))
);
comment on table practice_sync is 'One row per practice: its lock serialises every change. Head of the own log, cursor in the site''s log, frontier between near and far time, revision of the book.';
CREATE TRIGGER practice_sync_frontier BEFORE UPDATE OF frontier_at ON public.practice_sync FOR EACH ROW EXECUTE FUNCTION frontier_never_back();

create table practitioner (
  id uuid not null,
  number text not null,
  title text not null,
  given_name text not null,
  family_name text not null,
  clinic_id uuid not null,
  company_id uuid not null,
  takes_part_online boolean not null default true,
  time_unit_minutes integer not null default 5,
  template_list_inherits boolean not null default true,
  template_list_id uuid,
  online_template_list_inherits boolean not null default true,
  online_template_list_id uuid,
  preblock_list_inherits boolean not null default true,
  preblock_list_id uuid,
  active boolean not null default true,
  registered_on date not null default CURRENT_DATE,
  constraint practitioner_pkey PRIMARY KEY (id),
  constraint practitioner_number_once UNIQUE (number),
  constraint practitioner_clinic FOREIGN KEY (clinic_id) REFERENCES clinic(id),
  constraint practitioner_company FOREIGN KEY (company_id) REFERENCES company(id),
  constraint practitioner_online_template_list FOREIGN KEY (online_template_list_id) REFERENCES list(id),
  constraint practitioner_preblock_list FOREIGN KEY (preblock_list_id) REFERENCES list(id),
  constraint practitioner_template_list FOREIGN KEY (template_list_id) REFERENCES list(id),
  constraint practitioner_name_given CHECK (((btrim(given_name) <> ''::text) AND (btrim(family_name) <> ''::text))),
  constraint practitioner_one_online_choice CHECK ((NOT (online_template_list_inherits AND (online_template_list_id IS NOT NULL)))),
  constraint practitioner_one_preblock_choice CHECK ((NOT (preblock_list_inherits AND (preblock_list_id IS NOT NULL)))),
  constraint practitioner_one_template_choice CHECK ((NOT (template_list_inherits AND (template_list_id IS NOT NULL)))),
  constraint practitioner_time_unit CHECK ((time_unit_minutes = ANY (ARRAY[5, 10, 15]))),
  constraint practitioner_title_known CHECK ((title = ANY (ARRAY['dentist'::text, 'hygienist'::text, 'assistant'::text])))
);
comment on table practitioner is 'A dentist or hygienist (behandlare): the register card with its list choices (L4, L5).';

create table practitioner_resource (
  practitioner_id uuid not null,
  resource_id uuid not null,
  "position" integer not null,
  constraint practitioner_resource_pkey PRIMARY KEY (practitioner_id, resource_id),
  constraint practitioner_resource_place_once UNIQUE (practitioner_id, "position"),
  constraint practitioner_resource_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id) ON DELETE CASCADE,
  constraint practitioner_resource_resource FOREIGN KEY (resource_id) REFERENCES resource(id) ON DELETE CASCADE
);
comment on table practitioner_resource is 'The chairs that a practitioner uses, their own first: a team visit may be in any of them while they are on shift in one (T4, L5).';

create table preblock (
  id uuid not null,
  kind_id uuid not null,
  resource_id uuid not null,
  starts_local timestamp without time zone not null,
  ends_local timestamp without time zone not null,
  series_id uuid,
  placed_by uuid,
  placed_at timestamp with time zone not null,
  constraint preblock_pkey PRIMARY KEY (id),
  constraint preblock_kind_of FOREIGN KEY (kind_id) REFERENCES preblock_kind(id),
  constraint preblock_resource FOREIGN KEY (resource_id) REFERENCES resource(id),
  constraint preblock_forward CHECK ((starts_local < ends_local)),
  constraint preblock_within_a_day CHECK ((ends_local <= (date_trunc('day'::text, starts_local) + '1 day'::interval))),
  constraint preblock_not_twice EXCLUDE USING gist (resource_id WITH =, kind_id WITH =, tsrange(starts_local, ends_local) WITH &&)
);
comment on table preblock is 'A kind placed on an interval of one chair (preblockering). Kinds may lie over each other, a kind never over itself.';
CREATE INDEX preblock_by_kind ON public.preblock USING btree (kind_id);
CREATE INDEX preblock_by_series ON public.preblock USING btree (series_id) WHERE (series_id IS NOT NULL);
CREATE INDEX preblock_by_time ON public.preblock USING btree (starts_local);

create table preblock_kind (
  id uuid not null,
  name text not null,
  text text not null default ''::text,
  code text not null default ''::text,
  colour text not null,
  valid_for text not null default 'resources'::text,
  practitioner_id uuid,
  bypass boolean not null,
  type text not null,
  minimum_amount integer,
  category_mode text,
  expires_days_before integer,
  constraint preblock_kind_pkey PRIMARY KEY (id),
  constraint preblock_kind_name_once UNIQUE (name),
  constraint preblock_kind_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id),
  constraint preblock_kind_amount CHECK (((type = 'amount'::text) = (minimum_amount IS NOT NULL))),
  constraint preblock_kind_amount_positive CHECK ((minimum_amount > 0)),
  constraint preblock_kind_category_mode CHECK (((type = ANY (ARRAY['treatment'::text, 'internet'::text])) = (category_mode IS NOT NULL))),
  constraint preblock_kind_category_mode_known CHECK ((category_mode = ANY (ARRAY['allow'::text, 'deny'::text]))),
  constraint preblock_kind_colour CHECK ((colour ~* '^#[0-9a-f]{6}$'::text)),
  constraint preblock_kind_expires CHECK (((expires_days_before >= 1) AND (expires_days_before <= 365))),
  constraint preblock_kind_name_given CHECK ((btrim(name) <> ''::text)),
  constraint preblock_kind_type_known CHECK ((type = ANY (ARRAY['standard'::text, 'recall'::text, 'patient-free'::text, 'amount'::text, 'treatment'::text, 'internet'::text]))),
  constraint preblock_kind_valid_for CHECK ((((valid_for = 'resources'::text) AND (practitioner_id IS NULL)) OR ((valid_for = 'personal'::text) AND (practitioner_id IS NOT NULL))))
);
comment on table preblock_kind is 'The reusable definition of a preblock (B1-B4). Its categories stand in preblock_kind_category.';
CREATE CONSTRAINT TRIGGER preblock_kind_categories_ticked AFTER INSERT OR UPDATE ON public.preblock_kind DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kind_has_categories();

create table preblock_kind_category (
  kind_id uuid not null,
  category_id uuid not null,
  constraint preblock_kind_category_pkey PRIMARY KEY (kind_id, category_id),
  constraint preblock_kind_category_category FOREIGN KEY (category_id) REFERENCES treatment_category(id),
  constraint preblock_kind_category_kind FOREIGN KEY (kind_id) REFERENCES preblock_kind(id) ON DELETE CASCADE
);
comment on table preblock_kind_category is 'The categories ticked on a kind (B3).';
CREATE CONSTRAINT TRIGGER preblock_kind_category_categories_ticked AFTER DELETE ON public.preblock_kind_category DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kind_has_categories();

create table recall_call (
  id bigint generated always as identity not null,
  patient_id uuid not null,
  due_on date not null,
  how text not null,
  called_at timestamp with time zone not null,
  called_by uuid,
  constraint recall_call_pkey PRIMARY KEY (id),
  constraint recall_call_patient FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint recall_call_how_known CHECK ((how = ANY (ARRAY['card'::text, 'phone'::text, 'other'::text])))
);
comment on table recall_call is 'Who was called to a recall, when, how and by whom.';
CREATE INDEX recall_call_of ON public.recall_call USING btree (patient_id, due_on);

create table recall_move (
  id bigint generated always as identity not null,
  booking_id uuid not null,
  patient_id uuid not null,
  previous_on date,
  moved_to date not null,
  constraint recall_move_pkey PRIMARY KEY (id),
  constraint recall_move_booking_once UNIQUE (booking_id),
  constraint recall_move_booking FOREIGN KEY (booking_id) REFERENCES booking(id),
  constraint recall_move_patient FOREIGN KEY (patient_id) REFERENCES patient(id)
);
comment on table recall_move is 'A live booking that moved its patient''s next recall (Flytta nästa rev), and where it was before, so that cancelling the booking gives it back.';
CREATE INDEX recall_move_of ON public.recall_move USING btree (patient_id, id);

create table resource (
  id uuid not null,
  clinic_id uuid not null,
  name text not null,
  "position" integer not null default 0,
  active boolean not null default true,
  constraint resource_pkey PRIMARY KEY (id),
  constraint resource_name_once UNIQUE (clinic_id, name),
  constraint resource_clinic FOREIGN KEY (clinic_id) REFERENCES clinic(id),
  constraint resource_name_given CHECK ((btrim(name) <> ''::text))
);
comment on table resource is 'A column of the book: a chair.';

create table schema_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);
comment on table schema_migration is 'The numbered changes of this schema that have been made.';

create table session (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_of_user FOREIGN KEY (user_id) REFERENCES staff_user(id) ON DELETE CASCADE
);
comment on table session is 'A signed-in browser; the token itself is only in its cookie.';
CREATE INDEX session_by_user ON public.session USING btree (user_id);

create table shared_resource (
  id uuid not null,
  clinic_id uuid not null,
  name text not null,
  sign text not null,
  active boolean not null default true,
  constraint shared_resource_pkey PRIMARY KEY (id),
  constraint shared_resource_sign_once UNIQUE (clinic_id, sign),
  constraint shared_resource_clinic FOREIGN KEY (clinic_id) REFERENCES clinic(id),
  constraint shared_resource_sign_known FOREIGN KEY (sign) REFERENCES pattern_sign(sign) ON UPDATE CASCADE,
  constraint shared_resource_name_given CHECK ((btrim(name) <> ''::text)),
  constraint shared_resource_sign_free CHECK (((char_length(sign) = 1) AND (sign <> ALL (ARRAY['/'::text, '.'::text]))))
);
comment on table shared_resource is 'An assistant or a room that a team booking takes only for its parts of the visit (T4).';

create table shift (
  id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  starts_local timestamp without time zone not null,
  ends_local timestamp without time zone not null,
  constraint shift_pkey PRIMARY KEY (id),
  constraint shift_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id),
  constraint shift_resource FOREIGN KEY (resource_id) REFERENCES resource(id),
  constraint shift_forward CHECK ((starts_local < ends_local)),
  constraint shift_within_a_day CHECK ((ends_local <= (date_trunc('day'::text, starts_local) + '1 day'::interval))),
  constraint shift_practitioner_free EXCLUDE USING gist (practitioner_id WITH =, tsrange(starts_local, ends_local) WITH &&),
  constraint shift_resource_free EXCLUDE USING gist (resource_id WITH =, tsrange(starts_local, ends_local) WITH &&)
);
comment on table shift is 'When a practitioner works in a chair (pass). A practitioner''s shifts never overlap, in any chair or clinic, nor do a chair''s.';
CREATE INDEX shift_by_time ON public.shift USING btree (starts_local);

create table sign_in_failure (
  id bigint generated always as identity not null,
  sign_in_name text not null,
  bucket text not null,
  failed_at timestamp with time zone not null,
  constraint sign_in_failure_pkey PRIMARY KEY (id)
);
comment on table sign_in_failure is 'Failed attempts by name and by device or address; too many in one bucket close that bucket only.';
CREATE INDEX sign_in_failure_recent ON public.sign_in_failure USING btree (sign_in_name, bucket, failed_at);

create table staff_user (
  id uuid not null,
  sign_in_name text not null,
  name text not null,
  password_hash text,
  practitioner_id uuid,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint staff_user_pkey PRIMARY KEY (id),
  constraint staff_user_sign_in_name_once UNIQUE (sign_in_name),
  constraint staff_user_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioner(id),
  constraint staff_user_name_given CHECK ((btrim(name) <> ''::text)),
  constraint staff_user_sign_in_name CHECK ((sign_in_name ~ '^[a-z0-9._-]{1,60}$'::text))
);
comment on table staff_user is 'A member of staff who signs in, or (without a password) the technical user of an API token. Passwords by argon2id.';

create table staged_snapshot (
  part integer not null,
  content jsonb not null,
  constraint staged_snapshot_pkey PRIMARY KEY (part),
  constraint staged_snapshot_from_zero CHECK ((part >= 0))
);
comment on table staged_snapshot is 'The site''s snapshot as far as it has come: its beginning as part 0, then its rows by part.';

create table tombstone (
  booking_id uuid not null,
  at timestamp with time zone not null,
  constraint tombstone_pkey PRIMARY KEY (booking_id)
);
comment on table tombstone is 'Bookings that are cancelled for ever; whatever comes later for such an id is void (R6).';

create table treatment_category (
  id uuid not null,
  name text not null,
  sign text not null,
  colour text not null,
  constraint treatment_category_pkey PRIMARY KEY (id),
  constraint treatment_category_name_once UNIQUE (name),
  constraint treatment_category_colour CHECK ((colour ~* '^#[0-9a-f]{6}$'::text)),
  constraint treatment_category_name_given CHECK ((btrim(name) <> ''::text)),
  constraint treatment_category_sign CHECK (((char_length(sign) >= 1) AND (char_length(sign) <= 2)))
);
comment on table treatment_category is 'Treatment category (behandling, bokningskategori) (B3).';

create table trusted_device (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  constraint trusted_device_pkey PRIMARY KEY (token_hash, user_id),
  constraint trusted_device_user FOREIGN KEY (user_id) REFERENCES staff_user(id) ON DELETE CASCADE
);
comment on table trusted_device is 'A browser from which a user has signed in: its failures are counted apart, so that nobody can lock a colleague out of their own computer.';

create table unknown_time (
  unknown_id uuid not null,
  booking_id uuid,
  during tstzrange not null,
  at timestamp with time zone not null,
  subject_ids uuid[] not null,
  constraint unknown_time_pkey PRIMARY KEY (unknown_id)
);
comment on table unknown_time is 'Time that was taken after the backup that the book was restored from, nobody knows by what: neither offered nor booked until a person has found out.';
CREATE INDEX unknown_time_during ON public.unknown_time USING gist (during);

create table user_clinic (
  user_id uuid not null,
  clinic_id uuid not null,
  constraint user_clinic_pkey PRIMARY KEY (user_id, clinic_id),
  constraint user_clinic_clinic FOREIGN KEY (clinic_id) REFERENCES clinic(id),
  constraint user_clinic_user FOREIGN KEY (user_id) REFERENCES staff_user(id) ON DELETE CASCADE
);
comment on table user_clinic is 'The clinics that a user works in; a user without any works in all of them.';

create table user_role (
  user_id uuid not null,
  role text not null,
  constraint user_role_pkey PRIMARY KEY (user_id, role),
  constraint user_role_user FOREIGN KEY (user_id) REFERENCES staff_user(id) ON DELETE CASCADE,
  constraint user_role_known CHECK ((role = ANY (ARRAY['admin'::text, 'reception'::text, 'practitioner'::text, 'reader'::text])))
);
comment on table user_role is 'The roles of a user.';

create table withdrawal (
  withdraw_id uuid not null,
  preblock_id uuid not null,
  resource_id uuid not null,
  practitioner_id uuid not null,
  during tstzrange not null,
  asked_at timestamp with time zone not null,
  constraint withdrawal_pkey PRIMARY KEY (withdraw_id)
);
comment on table withdrawal is 'Offered time asked back from the site and not yet answered; it still counts as announced.';
CREATE INDEX withdrawal_during ON public.withdrawal USING gist (during);

CREATE OR REPLACE FUNCTION public.actor_of(p jsonb)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when p->>'type' = 'user' then (p->>'userId')::uuid end;
$function$
;
comment on function actor_of(jsonb) is 'The user; null for the technical user ITB.';

CREATE OR REPLACE FUNCTION public.apply_announced(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function apply_announced(jsonb) is 'What the site was told that it may sell.';

CREATE OR REPLACE FUNCTION public.apply_append(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  s practice_sync;
  the_body text := coalesce(w->>'body', (w->'entry')::text);
  the_type text := w->'entry'->>'type';
  the_v integer := coalesce((w->>'v')::integer, 1);
  must boolean := coalesce((w->>'mustUnderstand')::boolean, true);
  the_at bigint := (w->>'at')::bigint;
  the_hash text;
begin
  update practice_sync set head = head + 1
  where recovery is null or the_type in ('SNAP_BEGIN', 'SNAP_PART', 'SNAP_END')
  returning * into s;
  if not found then
    return;
  end if;
  the_hash := encode(sha256(convert_to(
    concat_ws(e'\n', s.head_hash, s.inc, s.head, the_type, the_v, the_at, the_body), 'UTF8'
  )), 'hex');
  insert into clinic_log (inc, seq, type, v, must_understand, at, prev_hash, hash, body)
  values (s.inc, s.head, the_type, the_v, must, at_ms(the_at), s.head_hash, the_hash, the_body);
  update practice_sync set head_hash = the_hash;
end;
$function$
;
comment on function apply_append(jsonb) is 'Appends an entry for the site: next number, hash over the one before (protocol, hash-chain). While the book recovers only its snapshot is logged: the snapshot carries the rest.';

CREATE OR REPLACE FUNCTION public.apply_booking_state(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function apply_booking_state(jsonb) is 'A booking''s new state; a cancelled one frees its time for ever and leaves a tombstone.';

CREATE OR REPLACE FUNCTION public.apply_claim(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function apply_claim(jsonb) is 'Withdrawals, claims and blocks come and go.';

CREATE OR REPLACE FUNCTION public.apply_insert_booking(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function apply_insert_booking(jsonb) is 'A booking with its occupancies; the constraint occupancy_free has the last word.';

CREATE OR REPLACE FUNCTION public.apply_one(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
    else perform apply_resync(w);
  end case;
end;
$function$
;
comment on function apply_one(jsonb) is 'One write of a decision. An unknown one is a fault.';

CREATE OR REPLACE FUNCTION public.apply_planned(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function apply_planned(jsonb) is 'Shifts and preblocks come and go.';

CREATE OR REPLACE FUNCTION public.apply_resync(w jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  u jsonb := w->'unknown';
  o jsonb := w->'offer';
begin
  case w->>'type'
    when 'begin-staging' then
      delete from staged_snapshot;
      insert into staged_snapshot (part, content) values (0, w->'begin');
    when 'stage' then
      insert into staged_snapshot (part, content) values ((w->>'part')::integer, w->'rows');
    when 'clear-staged' then delete from staged_snapshot;
    when 'begin-life' then
      update practice_sync set inc = w->>'inc', head = 0, head_hash = repeat('0', 64),
        site_inc = w->'site'->>'inc', site_cursor = (w->'site'->>'seq')::bigint,
        site_cursor_hash = w->'site'->>'hash', recovery = w->>'because', mode = 'recover',
        halted_because = null, halted_seq = null, catalog_hash = '';
      update link_status set acked = 0;
    when 'end-recovery' then update practice_sync set recovery = null, mode = 'paired';
    when 'leave-site' then update practice_sync set leaving = true;
    when 'end-pairing' then
      update practice_sync set mode = 'unpaired', leaving = false, catalog_hash = '';
      delete from announced_offer;
      delete from block;
    when 'put-announced' then
      delete from announced_offer where offer_id = (o->>'offerId')::uuid;
      insert into announced_offer (
        offer_id, preblock_id, preblock_kind_id, resource_id, practitioner_id, anchor_at,
        expires_at, open
      )
      select (o->>'offerId')::uuid, (o->>'preblockId')::uuid, (o->>'preblockKindId')::uuid,
        (o->>'resourceId')::uuid, (o->>'practitionerId')::uuid, at_ms((o->>'anchorAt')::bigint),
        at_ms((o->>'expiresAt')::bigint), range_agg(during_of(piece))
      from jsonb_array_elements(o->'open') piece
      having count(*) > 0;
    when 'set-known-at-site' then
      update booking set known_at_site = (w->>'known')::boolean
      where id = (w->>'bookingId')::uuid;
    when 'insert-unknown' then
      insert into unknown_time (unknown_id, booking_id, subject_ids, during, at) values (
        (u->>'unknownId')::uuid, (u->>'bookingId')::uuid, ids_of(u->'subjectIds'),
        during_of(u->'during'), at_ms((w->>'at')::bigint)
      );
    when 'delete-unknown' then
      delete from unknown_time where unknown_id = (w->>'unknownId')::uuid;
    else raise exception 'unknown write %', w->>'type';
  end case;
end;
$function$
;
comment on function apply_resync(jsonb) is 'A new life of the log, the site''s answer to it, and what nobody knows.';

CREATE OR REPLACE FUNCTION public.at_ms(p_ms bigint)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select timestamptz 'epoch' + p_ms * interval '1 millisecond';
$function$
;
comment on function at_ms(bigint) is 'The instant so many milliseconds after 1970.';

CREATE OR REPLACE FUNCTION public.booking_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function booking_stays() is 'Bookings are immutable in place; cancel is terminal (R6).';

CREATE OR REPLACE FUNCTION public.clinic_apply(p_writes jsonb, p_changes jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
AS $function$
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
$function$
;
comment on function clinic_apply(jsonb,jsonb) is 'Writes down a decision: all of it or nothing. Answers the head of the log and the revision.';

CREATE OR REPLACE FUNCTION public.database_mark()
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
comment on function database_mark() is 'Which database of which server this is, and of which of its pasts: another after a restore.';

CREATE OR REPLACE FUNCTION public.during_of(p jsonb)
 RETURNS tstzrange
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select tstzrange(at_ms((p->>'from')::bigint), at_ms((p->>'to')::bigint));
$function$
;
comment on function during_of(jsonb) is 'A half-open interval {from,to} in milliseconds.';

CREATE OR REPLACE FUNCTION public.frontier_never_back()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.frontier_at := greatest(old.frontier_at, new.frontier_at);
  return new;
end;
$function$
;
comment on function frontier_never_back() is 'The frontier never decreases (R5, I6).';

CREATE OR REPLACE FUNCTION public.ids_of(p jsonb)
 RETURNS uuid[]
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select coalesce(array_agg(value::uuid order by ordinality), '{}')
  from jsonb_array_elements_text(p) with ordinality;
$function$
;
comment on function ids_of(jsonb) is 'A JSON array of ids.';

CREATE OR REPLACE FUNCTION public.kind_has_categories()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  the_kind uuid;
begin
  if tg_table_name = 'preblock_kind' then
    the_kind := new.id;
  else
    the_kind := old.kind_id;
  end if;
  if exists (
    select from preblock_kind k
    where k.id = the_kind and k.category_mode is not null
      and not exists (select from preblock_kind_category c where c.kind_id = k.id)
  ) then
    raise exception 'a kind of this type needs a category'
      using errcode = 'check_violation', constraint = 'preblock_kind_categories_ticked';
  end if;
  return null;
end;
$function$
;
comment on function kind_has_categories() is 'None ticked is refused at save (B3).';

CREATE OR REPLACE FUNCTION public.ms_of(p_at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (extract(epoch from p_at) * 1000)::bigint;
$function$
;
comment on function ms_of(timestamp with time zone) is 'An instant in milliseconds since 1970.';

CREATE OR REPLACE FUNCTION public.note_changes(p_changes jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  the_revision bigint;
begin
  update practice_sync set revision = revision + 1 returning revision into the_revision;
  insert into change (revision, changes) values (the_revision, p_changes);
  delete from change where revision <= the_revision - 5000 and the_revision % 500 = 0;
  return the_revision;
end;
$function$
;
comment on function note_changes(jsonb) is 'Counts a commit and tells the open pages what it touched.';
