-- For whom the site books (E4 and beside it): what a practice and each of its templates say.

alter table practice
  add column max_open_visits integer,
  add column books_children boolean not null default true,
  add column books_without_number boolean not null default false,
  add column change_by_link boolean not null default false,
  add constraint practice_max_open_visits check (max_open_visits between 1 and 100);
comment on column practice.max_open_visits is
  'Open visits that one person with e-ID may have booked online; null: as many as they like.';
comment on column practice.books_children is 'Guardians may book online for children under 13.';
comment on column practice.books_without_number is
  'Who has no Swedish number may book online with the date of birth.';
comment on column practice.change_by_link is
  'Confirmations hold a link by which a visit is seen and changed without e-ID.';

alter table booking_template
  add column new_patients_online boolean not null default true,
  add column from_age integer,
  add column to_age integer,
  add constraint booking_template_ages check (
    coalesce(from_age, 0) between 0 and 150 and coalesce(to_age, 150) between 0 and 150
    and coalesce(from_age, 0) <= coalesce(to_age, 150)
  );
comment on column booking_template.new_patients_online is
  'Booked online also by who has not been a patient here.';
comment on column booking_template.from_age is
  'Whole years on the day of the visit, both bounds included; null: none.';
