-- When a connection was last admitted, by this server's own clock: one that was challenged before and
-- says HELLO after it is overtaken.
alter table practice_sync add column admitted_at timestamptz;
