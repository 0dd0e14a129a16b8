-- Every field of the cards (L5), and what is out of use but not forgotten.

alter table organisation
  add column organisation_number text not null default '',
  add column short_name text not null default '',
  add column active boolean not null default true,
  add column registered_on date not null default current_date,
  add column responsible_id uuid,
  add column contact_title text not null default '',
  add column contact_given_name text not null default '',
  add column contact_family_name text not null default '',
  add column street text not null default '',
  add column postal_code text not null default '',
  add column town text not null default '',
  add column bankgiro text not null default '',
  add column plusgiro text not null default '',
  add column payment_days integer,
  add constraint organisation_responsible foreign key (responsible_id) references practitioner,
  add constraint organisation_payment_days check (payment_days between 0 and 365);

alter table company
  add column active boolean not null default true,
  add column registered_on date not null default current_date,
  add column responsible_id uuid,
  add column contact_title text not null default '',
  add column contact_given_name text not null default '',
  add column contact_family_name text not null default '',
  add column street text not null default '',
  add column postal_code text not null default '',
  add column town text not null default '',
  add column bankgiro text not null default '',
  add column plusgiro text not null default '',
  add column payment_days integer,
  add column uses_organisation_economy boolean not null default true,
  add constraint company_responsible foreign key (responsible_id) references practitioner,
  add constraint company_payment_days check (payment_days between 0 and 365);

alter table clinic add column active boolean not null default true;
alter table resource add column active boolean not null default true;
alter table shared_resource add column active boolean not null default true;
alter table practitioner
  add column active boolean not null default true,
  add column registered_on date not null default current_date;

create table practitioner_resource (
  practitioner_id uuid not null,
  resource_id uuid not null,
  position integer not null,
  constraint practitioner_resource_pkey primary key (practitioner_id, resource_id),
  constraint practitioner_resource_place_once unique (practitioner_id, position),
  constraint practitioner_resource_practitioner foreign key (practitioner_id)
    references practitioner on delete cascade,
  constraint practitioner_resource_resource foreign key (resource_id)
    references resource on delete cascade
);
comment on table practitioner_resource is
  'The chairs that a practitioner uses, their own first: a team visit may be in any of them while '
  'they are on shift in one (T4, L5).';
