-- The practice's register: who and what there is, and the definitions that the book is made of.
-- One database holds one practice.

create extension if not exists btree_gist;

create table practice (
  id uuid not null,
  only_one boolean not null default true,
  name text not null,
  zone_id text not null,
  lead_time_minutes integer not null default 120,
  horizon_months integer not null default 12,
  change_deadline jsonb not null default '{"type":"hours","hours":24}',
  near_hours integer not null default 24,
  offline_selling_hours integer not null default 96,
  required_address_fields text[] not null default '{}',
  constraint practice_pkey primary key (id),
  constraint practice_only_one unique (only_one),
  constraint practice_only_one_true check (only_one),
  constraint practice_name_given check (btrim(name) <> ''),
  constraint practice_lead_time check (lead_time_minutes between 0 and 525600),
  constraint practice_horizon check (horizon_months between 0 and 36),
  constraint practice_near_hours check (near_hours between 0 and 876000),
  constraint practice_offline_hours check (offline_selling_hours between 0 and 8760),
  constraint practice_address_fields
    check (required_address_fields <@ array['street', 'postalCode', 'town'])
);
comment on table practice is
  'The practice whose book this is, with the limits of online booking (E3, E4).';

create table organisation (
  id uuid not null,
  name text not null,
  template_list_inherits boolean not null default false,
  template_list_id uuid,
  online_template_list_inherits boolean not null default false,
  online_template_list_id uuid,
  preblock_list_inherits boolean not null default false,
  preblock_list_id uuid,
  constraint organisation_pkey primary key (id),
  constraint organisation_name_given check (btrim(name) <> ''),
  constraint organisation_inherits_from_nobody check (
    not template_list_inherits and not online_template_list_inherits
    and not preblock_list_inherits
  )
);
comment on table organisation is 'A chain or owner: its card, with the three list choices (L4, L5).';

create table company (
  id uuid not null,
  organisation_id uuid not null,
  name text not null,
  short_name text not null default '',
  organisation_number text not null default '',
  template_list_inherits boolean not null default true,
  template_list_id uuid,
  online_template_list_inherits boolean not null default true,
  online_template_list_id uuid,
  preblock_list_inherits boolean not null default true,
  preblock_list_id uuid,
  constraint company_pkey primary key (id),
  constraint company_organisation foreign key (organisation_id) references organisation,
  constraint company_name_given check (btrim(name) <> ''),
  constraint company_one_template_choice
    check (not (template_list_inherits and template_list_id is not null)),
  constraint company_one_online_choice
    check (not (online_template_list_inherits and online_template_list_id is not null)),
  constraint company_one_preblock_choice
    check (not (preblock_list_inherits and preblock_list_id is not null))
);
comment on table company is
  'The legal entity that a practitioner works for: its card (L5). Several may share a clinic.';

create table clinic (
  id uuid not null,
  organisation_id uuid not null,
  company_id uuid not null,
  name text not null,
  street text not null default '',
  postal_code text not null default '',
  town text not null default '',
  phone text not null default '',
  opening_text text not null default '',
  takes_part_online boolean not null default true,
  constraint clinic_pkey primary key (id),
  constraint clinic_organisation foreign key (organisation_id) references organisation,
  constraint clinic_company foreign key (company_id) references company,
  constraint clinic_name_given check (btrim(name) <> '')
);
comment on table clinic is 'A place where patients go, and what the site shows of it (E2).';

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
  constraint practitioner_pkey primary key (id),
  constraint practitioner_number_once unique (number),
  constraint practitioner_clinic foreign key (clinic_id) references clinic,
  constraint practitioner_company foreign key (company_id) references company,
  constraint practitioner_title_known check (title in ('dentist', 'hygienist', 'assistant')),
  constraint practitioner_name_given
    check (btrim(given_name) <> '' and btrim(family_name) <> ''),
  constraint practitioner_time_unit check (time_unit_minutes in (5, 10, 15)),
  constraint practitioner_one_template_choice
    check (not (template_list_inherits and template_list_id is not null)),
  constraint practitioner_one_online_choice
    check (not (online_template_list_inherits and online_template_list_id is not null)),
  constraint practitioner_one_preblock_choice
    check (not (preblock_list_inherits and preblock_list_id is not null))
);
comment on table practitioner is
  'A dentist or hygienist (behandlare): the register card with its list choices (L4, L5).';

create table resource (
  id uuid not null,
  clinic_id uuid not null,
  name text not null,
  position integer not null default 0,
  constraint resource_pkey primary key (id),
  constraint resource_clinic foreign key (clinic_id) references clinic,
  constraint resource_name_once unique (clinic_id, name),
  constraint resource_name_given check (btrim(name) <> '')
);
comment on table resource is 'A column of the book: a chair.';

create table shared_resource (
  id uuid not null,
  clinic_id uuid not null,
  name text not null,
  sign text not null,
  constraint shared_resource_pkey primary key (id),
  constraint shared_resource_clinic foreign key (clinic_id) references clinic,
  constraint shared_resource_sign_once unique (clinic_id, sign),
  constraint shared_resource_name_given check (btrim(name) <> ''),
  constraint shared_resource_sign_free check (char_length(sign) = 1 and sign not in ('/', '.'))
);
comment on table shared_resource is
  'An assistant or a room that a team booking takes only for its parts of the visit (T4).';

create table treatment_category (
  id uuid not null,
  name text not null,
  sign text not null,
  colour text not null,
  constraint treatment_category_pkey primary key (id),
  constraint treatment_category_name_once unique (name),
  constraint treatment_category_name_given check (btrim(name) <> ''),
  constraint treatment_category_sign check (char_length(sign) between 1 and 2),
  constraint treatment_category_colour check (colour ~* '^#[0-9a-f]{6}$')
);
comment on table treatment_category is 'Treatment category (behandling, bokningskategori) (B3).';

create table preblock_kind (
  id uuid not null,
  name text not null,
  text text not null default '',
  code text not null default '',
  colour text not null,
  valid_for text not null default 'resources',
  practitioner_id uuid,
  bypass boolean not null,
  type text not null,
  minimum_amount integer,
  category_mode text,
  expires_days_before integer,
  constraint preblock_kind_pkey primary key (id),
  constraint preblock_kind_name_once unique (name),
  constraint preblock_kind_practitioner foreign key (practitioner_id) references practitioner,
  constraint preblock_kind_name_given check (btrim(name) <> ''),
  constraint preblock_kind_colour check (colour ~* '^#[0-9a-f]{6}$'),
  constraint preblock_kind_valid_for check (
    (valid_for = 'resources' and practitioner_id is null)
    or (valid_for = 'personal' and practitioner_id is not null)
  ),
  constraint preblock_kind_type_known check (
    type in ('standard', 'recall', 'patient-free', 'amount', 'treatment', 'internet')
  ),
  constraint preblock_kind_amount check ((type = 'amount') = (minimum_amount is not null)),
  constraint preblock_kind_amount_positive check (minimum_amount > 0),
  constraint preblock_kind_category_mode
    check ((type in ('treatment', 'internet')) = (category_mode is not null)),
  constraint preblock_kind_category_mode_known check (category_mode in ('allow', 'deny')),
  constraint preblock_kind_expires check (expires_days_before between 1 and 365)
);
comment on table preblock_kind is
  'The reusable definition of a preblock (B1-B4). Its categories stand in preblock_kind_category.';

create table preblock_kind_category (
  kind_id uuid not null,
  category_id uuid not null,
  constraint preblock_kind_category_pkey primary key (kind_id, category_id),
  constraint preblock_kind_category_kind
    foreign key (kind_id) references preblock_kind on delete cascade,
  constraint preblock_kind_category_category
    foreign key (category_id) references treatment_category
);
comment on table preblock_kind_category is 'The categories ticked on a kind (B3).';

create function kind_has_categories() returns trigger language plpgsql as $$
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
$$;
comment on function kind_has_categories() is 'None ticked is refused at save (B3).';

create constraint trigger preblock_kind_categories_ticked
  after insert or update on preblock_kind deferrable initially deferred
  for each row execute function kind_has_categories();
create constraint trigger preblock_kind_category_categories_ticked
  after delete on preblock_kind_category deferrable initially deferred
  for each row execute function kind_has_categories();

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
  book_text text not null default '',
  summons_card boolean not null default false,
  move_next_recall boolean not null default false,
  expected_amount integer,
  pattern_unit_minutes integer,
  pattern_signs text,
  retired boolean not null default false,
  registered_by uuid,
  registered_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  constraint booking_template_pkey primary key (id),
  constraint booking_template_category foreign key (category_id) references treatment_category,
  constraint booking_template_name_given check (btrim(name) <> ''),
  constraint booking_template_minutes check (minutes between 1 and 720),
  constraint booking_template_online_needs_category
    check (not use_online or category_id is not null),
  constraint booking_template_amount check (expected_amount >= 0),
  constraint booking_template_pattern check (
    (pattern_unit_minutes is null) = (pattern_signs is null)
    and pattern_unit_minutes * char_length(pattern_signs) = minutes
  )
);
comment on table booking_template is
  'A kind of visit (bokningsmall) (T1). In use by bookings it is retired, not erased (T5).';

create table book_text (
  id uuid not null,
  name text not null,
  text text not null,
  constraint book_text_pkey primary key (id),
  constraint book_text_name_once unique (name),
  constraint book_text_name_given check (btrim(name) <> '')
);
comment on table book_text is 'Standard texts with short names (tidbokstexter) (T3).';

create table list (
  id uuid not null,
  kind text not null,
  name text not null,
  owner_type text not null,
  owner_organisation_id uuid,
  owner_company_id uuid,
  owner_practitioner_id uuid,
  constraint list_pkey primary key (id),
  constraint list_kind_of_list unique (id, kind),
  constraint list_owner_organisation
    foreign key (owner_organisation_id) references organisation,
  constraint list_owner_company foreign key (owner_company_id) references company,
  constraint list_owner_practitioner
    foreign key (owner_practitioner_id) references practitioner,
  constraint list_kind_known check (kind in ('templates', 'preblocks')),
  constraint list_name_given check (btrim(name) <> ''),
  constraint list_owner_type_known
    check (owner_type in ('all', 'organisation', 'company', 'practitioner')),
  constraint list_one_owner check (
    (owner_type = 'organisation') = (owner_organisation_id is not null)
    and (owner_type = 'company') = (owner_company_id is not null)
    and (owner_type = 'practitioner') = (owner_practitioner_id is not null)
  )
);
comment on table list is 'A list of templates or of preblock kinds, and for whom it is (L1).';

create table list_item (
  list_id uuid not null,
  kind text not null,
  position integer not null,
  template_id uuid,
  preblock_kind_id uuid,
  constraint list_item_pkey primary key (list_id, position),
  constraint list_item_list
    foreign key (list_id, kind) references list (id, kind) on delete cascade,
  constraint list_item_template foreign key (template_id) references booking_template,
  constraint list_item_preblock_kind foreign key (preblock_kind_id) references preblock_kind,
  constraint list_item_template_once unique (list_id, template_id),
  constraint list_item_preblock_kind_once unique (list_id, preblock_kind_id),
  constraint list_item_fits_list check (
    (kind = 'templates') = (template_id is not null)
    and (kind = 'preblocks') = (preblock_kind_id is not null)
  )
);
comment on table list_item is 'What stands in a list, in its order (L2).';

alter table organisation
  add constraint organisation_template_list foreign key (template_list_id) references list,
  add constraint organisation_online_template_list
    foreign key (online_template_list_id) references list,
  add constraint organisation_preblock_list foreign key (preblock_list_id) references list;
alter table company
  add constraint company_template_list foreign key (template_list_id) references list,
  add constraint company_online_template_list
    foreign key (online_template_list_id) references list,
  add constraint company_preblock_list foreign key (preblock_list_id) references list;
alter table practitioner
  add constraint practitioner_template_list foreign key (template_list_id) references list,
  add constraint practitioner_online_template_list
    foreign key (online_template_list_id) references list,
  add constraint practitioner_preblock_list foreign key (preblock_list_id) references list;

create table patient (
  id uuid not null,
  identity_number text,
  given_name text not null,
  family_name text not null,
  email text not null default '',
  mobile text not null default '',
  street text not null default '',
  postal_code text not null default '',
  town text not null default '',
  registered_at timestamptz not null default now(),
  constraint patient_pkey primary key (id),
  constraint patient_identity_number_once unique (identity_number),
  constraint patient_identity_number_digits check (identity_number ~ '^[0-9]{12}$'),
  constraint patient_name_given check (btrim(given_name) <> '' and btrim(family_name) <> '')
);
create index patient_by_name on patient (lower(family_name) text_pattern_ops, lower(given_name));
comment on table patient is 'The patient register. Details typed online never overwrite it.';
