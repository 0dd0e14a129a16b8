-- The clinic names the signs of its team bookings, and says what each needs (T4).

create table pattern_sign (
  id uuid not null,
  sign text not null,
  name text not null,
  needs text not null,
  constraint pattern_sign_pkey primary key (id),
  constraint pattern_sign_once unique (sign),
  constraint pattern_sign_one_character check (char_length(sign) = 1 and sign !~ '\s'),
  constraint pattern_sign_name_given check (btrim(name) <> ''),
  constraint pattern_sign_needs_known check (needs in ('practitioner', 'shared', 'nobody')),
  constraint pattern_sign_fixed check (
    (sign <> '/' or needs = 'practitioner') and (sign <> '.' or needs = 'nobody')
  )
);
comment on table pattern_sign is
  'A sign of team booking patterns by its name, and what it needs beside the chair: the '
  'practitioner, the clinic''s shared resource of that sign, or nobody (T4).';

insert into pattern_sign (id, sign, name, needs) values
  ('00000000-0000-7000-8000-00000000002f', '/', 'Behandlare', 'practitioner'),
  ('00000000-0000-7000-8000-00000000002e', '.', 'Bara stolen', 'nobody');

insert into pattern_sign (id, sign, name, needs)
select gen_random_uuid(), sign, min(name), 'shared' from shared_resource group by sign;

alter table shared_resource
  add constraint shared_resource_sign_known foreign key (sign)
    references pattern_sign (sign) on update cascade;
