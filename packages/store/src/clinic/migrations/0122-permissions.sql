-- Every permission can be given and taken singly, and a user may be kept to some clinics (A1).

alter table permission_choice drop constraint permission_choice_known;
alter table permission_choice add constraint permission_choice_known check (permission in (
  'preblock-internet',
  'read-book', 'write-bookings', 'write-preblocks', 'write-schedule',
  'read-patients', 'write-patients', 'patient-protected', 'register-export',
  'read-settings', 'write-settings', 'write-users'
));
comment on table permission_choice is
  'A permission given or taken by role or user (A1); the user''s own choice wins. Where nothing '
  'stands, the role''s own right holds, and Preblock för internet is everyone''s.';

create table user_clinic (
  user_id uuid not null,
  clinic_id uuid not null,
  constraint user_clinic_pkey primary key (user_id, clinic_id),
  constraint user_clinic_user foreign key (user_id) references staff_user on delete cascade,
  constraint user_clinic_clinic foreign key (clinic_id) references clinic
);
comment on table user_clinic is
  'The clinics that a user works in; a user without any works in all of them.';
