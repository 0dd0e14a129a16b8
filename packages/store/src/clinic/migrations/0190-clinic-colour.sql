-- The colour in which a clinic wants to see its pages on the site (P2).

alter table clinic
  add column site_colour text,
  add constraint clinic_site_colour check (site_colour ~* '^#[0-9a-f]{6}$');
