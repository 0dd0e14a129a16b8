-- When the SMS operator is asked next what became of a message; null: it has not been asked yet.
alter table message_delivery add column ask_at timestamptz;

create index message_delivery_unreported on message_delivery (coalesce(ask_at, at))
  where state = 'sent' and reference is not null;
