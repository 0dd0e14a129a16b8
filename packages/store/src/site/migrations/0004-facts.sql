-- One breath in: everything that a decision at the site needs about some stretches of time.

create function site_interval(during tstzrange) returns json
language sql stable parallel safe
return json_build_object('from', site_ms(lower(during)), 'to', site_ms(upper(during)));
comment on function site_interval is 'A range as {from, to}, Instants.';

create function site_visit(b booking) returns json
language plpgsql stable as $$
begin
  return json_build_object(
    'bookingId', b.booking_id, 'templateId', b.template_id, 'resourceId', b.resource_id,
    'practitionerId', b.practitioner_id, 'preblockId', b.preblock_id,
    'during', site_interval(b.during), 'state', b.state, 'replaces', b.replaces,
    'patientKey', b.patient_key, 'sealed', b.sealed,
    'requestExpiresAt', site_ms(b.request_expires_at),
    'occupancies', coalesce((
      select json_agg(
        json_build_object('subjectId', o.subject_id, 'during', site_interval(o.during))
        order by lower(o.during), o.subject_id
      )
      from occupancy o
      where o.practice_id = b.practice_id and o.booking_id = b.booking_id
    ), '[]'),
    'sealedToSite', (
      select m.sealed_to_site from message_outbox m
      where m.practice_id = b.practice_id and m.booking_id = b.booking_id
      order by m.created_at desc limit 1
    )
  );
end
$$;
comment on function site_visit is 'A booking with what it occupies; nothing once it is cancelled.';

create function site_facts(
  practice uuid, stretches tstzmultirange, booking_ids uuid[], idempotency text
) returns json language plpgsql stable as $$
begin
  return json_build_object(
    'offers', coalesce((
      select json_agg(json_build_object(
        'offerId', o.offer_id, 'preblockId', o.preblock_id, 'preblockKindId', o.preblock_kind_id,
        'resourceId', o.resource_id, 'practitionerId', o.practitioner_id,
        'anchorAt', site_ms(o.anchor_at), 'expiresAt', site_ms(o.expires_at),
        'open', (select json_agg(site_interval(piece)) from unnest(o.open) as piece)
      ))
      from offer o where o.practice_id = practice and o.during && stretches
    ), '[]'),
    'bookings', coalesce((
      select json_agg(site_visit(b))
      from booking b
      where b.practice_id = practice and b.booking_id in (
        select o.booking_id from occupancy o
        where o.practice_id = practice and o.during && stretches
        union
        select unnest(booking_ids)
      )
    ), '[]'),
    'blocks', coalesce((
      select json_agg(json_build_object(
        'blockId', k.block_id,
        'occupancies', json_build_array(
          json_build_object('subjectId', k.subject_id, 'during', site_interval(k.during))
        )
      ))
      from block k where k.practice_id = practice and k.during && stretches
    ), '[]'),
    'holds', coalesce((
      select json_agg(json_build_object(
        'holdId', h.hold_id, 'session', h.session, 'expiresAt', site_ms(h.expires_at),
        'occupancies', json_build_array(
          json_build_object('subjectId', o.subject_id, 'during', site_interval(o.during))
        )
      ))
      from hold_occupancy o
      join hold h on h.practice_id = o.practice_id and h.hold_id = o.hold_id
      where o.practice_id = practice and o.during && stretches
    ), '[]'),
    'tombstones', coalesce((
      select json_agg(t.booking_id)
      from tombstone t where t.practice_id = practice and t.booking_id = any (booking_ids)
    ), '[]'),
    'remembered', (
      select json_build_object(
        'fingerprint', k.fingerprint, 'bookingId', k.booking_id, 'state', b.state,
        'during', site_interval(b.during)
      )
      from idempotency_key k
      join booking b on b.practice_id = k.practice_id and b.booking_id = k.booking_id
      where k.practice_id = practice and k.key = idempotency
    ),
    'practice', (
      select json_build_object(
        'mode', s.mode, 'catalogVersion', s.catalog_version, 'revision', s.revision,
        'frontierAt', site_ms(s.frontier_at), 'head', s.site_head,
        'clinicCursor', json_build_object(
          'inc', s.clinic_inc, 'seq', s.clinic_cursor, 'hash', s.clinic_cursor_hash
        ),
        'lastContactAt', site_ms(s.last_seen_at), 'sealingPublicKey', p.sealing_public_key
      )
      from practice_sync s join practice p on p.practice_id = s.practice_id
      where s.practice_id = practice
    )
  );
end
$$;
comment on function site_facts is
  'The facts of one decision: all that touches the stretches, and some bookings by id. Without a '
  'lock: the guards of the decision say what of it must still hold.';
