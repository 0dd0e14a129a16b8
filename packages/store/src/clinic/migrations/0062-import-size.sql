-- How long the file is said to be: one whose sending was cut off is not taken for the whole.

alter table import
  add column size_bytes bigint,
  add constraint import_size_positive check (size_bytes >= 0);
