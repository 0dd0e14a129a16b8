-- A visit that a restore lost keeps all that it took, the shared X-ray too.

alter table unknown_time add column subject_ids uuid[];
update unknown_time set subject_ids = array[resource_id, practitioner_id];
alter table unknown_time
  alter column subject_ids set not null,
  drop column resource_id,
  drop column practitioner_id;

create or replace function apply_resync(w jsonb) returns void language plpgsql as $$
declare
  u jsonb := w->'unknown';
  o jsonb := w->'offer';
begin
  case w->>'type'
    when 'begin-staging' then
      delete from staged_snapshot;
      insert into staged_snapshot (part, content) values (0, w->'begin');
    when 'stage' then
      insert into staged_snapshot (part, content) values ((w->>'part')::integer, w->'rows');
    when 'clear-staged' then delete from staged_snapshot;
    when 'begin-life' then
      update practice_sync set inc = w->>'inc', head = 0, head_hash = repeat('0', 64),
        site_inc = w->'site'->>'inc', site_cursor = (w->'site'->>'seq')::bigint,
        site_cursor_hash = w->'site'->>'hash', recovery = w->>'because', mode = 'recover',
        halted_because = null, halted_seq = null, catalog_hash = '';
      update link_status set acked = 0;
    when 'end-recovery' then update practice_sync set recovery = null, mode = 'paired';
    when 'leave-site' then update practice_sync set leaving = true;
    when 'end-pairing' then
      update practice_sync set mode = 'unpaired', leaving = false, catalog_hash = '';
      delete from announced_offer;
      delete from block;
    when 'put-announced' then
      delete from announced_offer where offer_id = (o->>'offerId')::uuid;
      insert into announced_offer (
        offer_id, preblock_id, preblock_kind_id, resource_id, practitioner_id, anchor_at,
        expires_at, open
      )
      select (o->>'offerId')::uuid, (o->>'preblockId')::uuid, (o->>'preblockKindId')::uuid,
        (o->>'resourceId')::uuid, (o->>'practitionerId')::uuid, at_ms((o->>'anchorAt')::bigint),
        at_ms((o->>'expiresAt')::bigint), range_agg(during_of(piece))
      from jsonb_array_elements(o->'open') piece
      having count(*) > 0;
    when 'set-known-at-site' then
      update booking set known_at_site = (w->>'known')::boolean
      where id = (w->>'bookingId')::uuid;
    when 'insert-unknown' then
      insert into unknown_time (unknown_id, booking_id, subject_ids, during, at) values (
        (u->>'unknownId')::uuid, (u->>'bookingId')::uuid, ids_of(u->'subjectIds'),
        during_of(u->'during'), at_ms((w->>'at')::bigint)
      );
    when 'delete-unknown' then
      delete from unknown_time where unknown_id = (w->>'unknownId')::uuid;
    else raise exception 'unknown write %', w->>'type';
  end case;
end;
$$;
