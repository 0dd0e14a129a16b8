-- Which online bookings staff have seen, for the day sheet; and each clinic's logo (E2).

create table booking_seen (
  booking_id uuid not null,
  at timestamptz not null,
  by_user uuid not null,
  constraint booking_seen_pkey primary key (booking_id),
  constraint booking_seen_booking foreign key (booking_id) references booking on delete cascade
);
comment on table booking_seen is
  'Online bookings that a member of staff has opened or ticked off; the rest stand on the day sheet.';
insert into booking_seen (booking_id, at, by_user)
  select id, now(), '00000000-0000-0000-0000-000000000000' from booking where source = 'online';

create table clinic_logo (
  clinic_id uuid not null,
  media_type text not null,
  bytes bytea not null,
  width integer not null,
  height integer not null,
  constraint clinic_logo_pkey primary key (clinic_id),
  constraint clinic_logo_clinic foreign key (clinic_id) references clinic on delete cascade,
  constraint clinic_logo_kind check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  constraint clinic_logo_size check (octet_length(bytes) between 1 and 200000)
);
comment on table clinic_logo is 'The picture that the site shows beside a clinic''s name (E2).';
