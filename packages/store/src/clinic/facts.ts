import {
  instant,
  type Absence,
  type BlockId,
  type Booking,
  type BookingId,
  type ClaimId,
  type Interval,
  type LocalDateTime,
  type Occupancy,
  type OfferedTime,
  type OfferId,
  type Preblock,
  type Shift,
  type SubjectId,
  type UnknownId,
  type WithdrawId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';

/** What stands in the book and in the sync's memory within one stretch of time. */
export interface FactRows {
  readonly shifts: readonly Shift[];
  readonly absences: readonly Absence[];
  readonly preblocks: readonly Preblock[];
  /** Live ones: everything but cancelled. */
  readonly bookings: readonly (Booking & { readonly knownAtSite: boolean })[];
  readonly announced: readonly (OfferedTime & { readonly offerId: OfferId })[];
  readonly withdrawals: readonly WithdrawalRow[];
  readonly claims: readonly ClaimRow[];
  readonly blocks: readonly {
    readonly blockId: BlockId;
    readonly occupancies: readonly Occupancy[];
  }[];
  readonly unknowns: readonly UnknownRow[];
  /** The last part of the site's snapshot that is here; null while none is coming. */
  readonly staged: { readonly parts: number } | null;
  /** Which of the ids asked for are cancelled for ever. */
  readonly tombstones: readonly BookingId[];
}

export interface UnknownRow {
  readonly unknownId: UnknownId;
  readonly bookingId: BookingId | null;
  readonly subjectIds: readonly SubjectId[];
  readonly during: Interval;
}

export interface WithdrawalRow extends Pick<
  OfferedTime,
  'preblockId' | 'resourceId' | 'practitionerId'
> {
  readonly withdrawId: WithdrawId;
  readonly during: Interval;
}

export interface ClaimRow {
  readonly claimId: ClaimId;
  readonly subjectIds: readonly SubjectId[];
  readonly during: Interval;
  readonly state: 'asked' | 'abandoned' | 'won' | 'lost' | 'taken';
  /** As the decision gave it (`IntendedBooking` of the sync room). */
  readonly intended: unknown;
}

export interface FactQuery {
  readonly range: Interval;
  /** The same range on the wall clock. */
  readonly local: { readonly from: LocalDateTime; readonly to: LocalDateTime };
  /** Bookings that the decision is about: are they tombstoned? */
  readonly bookingIds: readonly BookingId[];
}

const span = `jsonb_build_object('from', ms_of(starts_at), 'to', ms_of(ends_at))`;
const during = `jsonb_build_object('from', ms_of(lower(during)), 'to', ms_of(upper(during)))`;
const localText = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI')`;

export const shiftJson = `jsonb_build_object('id', id, 'resourceId', resource_id,
  'practitionerId', practitioner_id, 'from', ${localText('starts_local')},
  'to', ${localText('ends_local')})`;

export const absenceJson = `jsonb_build_object('id', id, 'practitionerId', practitioner_id,
  'from', ${localText('starts_local')}, 'to', ${localText('ends_local')}, 'reason', reason)`;

export const preblockJson = `jsonb_build_object('id', id, 'kindId', kind_id,
  'resourceId', resource_id, 'from', ${localText('starts_local')},
  'to', ${localText('ends_local')}, 'seriesId', series_id)`;

const bookingJson = `jsonb_build_object('id', b.id, 'resourceId', resource_id,
  'practitionerId', practitioner_id, 'templateId', template_id, 'patientId', patient_id,
  'during', ${span}, 'state', state, 'source', source, 'replaces', replaces,
  'override', override, 'conflict', conflict, 'knownAtSite', known_at_site,
  'registeredAt', ms_of(registered_at), 'occupancies', (
    select coalesce(jsonb_agg(jsonb_build_object('subjectId', subject_id, 'during', ${during})
      order by lower(during), subject_id), '[]')
    from occupancy o where o.booking_id = b.id))`;

const announcedJson = `jsonb_build_object('offerId', offer_id, 'preblockId', preblock_id,
  'preblockKindId', preblock_kind_id, 'resourceId', resource_id,
  'practitionerId', practitioner_id, 'anchorAt', ms_of(anchor_at),
  'expiresAt', ms_of(expires_at), 'open', (
    select jsonb_agg(jsonb_build_object('from', ms_of(lower(r)), 'to', ms_of(upper(r)))
      order by lower(r)) from unnest(open) r))`;

const withdrawalJson = `jsonb_build_object('withdrawId', withdraw_id, 'preblockId', preblock_id,
  'resourceId', resource_id, 'practitionerId', practitioner_id, 'during', ${during})`;

const claimJson = `jsonb_build_object('claimId', claim_id, 'subjectIds', subject_ids,
  'during', ${during}, 'state', state, 'intended', intended)`;

const unknownJson = `jsonb_build_object('unknownId', unknown_id, 'bookingId', booking_id,
  'subjectIds', subject_ids, 'during', ${during})`;

const list = (json: string, from: string): string =>
  `(select coalesce(jsonb_agg(${json}), '[]') from ${from})`;

const inLocal = 'starts_local < $4 and ends_local > $3';
/** Shifts and preblocks lie within a day each (a constraint of theirs): an index finds them. */
const inLocalDays = `${inLocal} and starts_local > $3::timestamp - interval '24 hours'`;
const inRange = 'during && tstzrange($1, $2)';

/** One round trip: everything within the range. */
const factsQuery = `select jsonb_build_object(
  'shifts', ${list(shiftJson, `shift where ${inLocalDays}`)},
  'absences', ${list(absenceJson, `absence where ${inLocal}`)},
  'preblocks', ${list(preblockJson, `preblock where ${inLocalDays}`)},
  'bookings', ${list(
    bookingJson,
    `booking b where starts_at < $2 and ends_at > $1
      and starts_at > $1::timestamptz - interval '24 hours'
      and state <> 'cancelled'`,
  )},
  'announced', ${list(announcedJson, `announced_offer where open && tstzrange($1, $2)`)},
  'withdrawals', ${list(withdrawalJson, `withdrawal where ${inRange}`)},
  'claims', ${list(claimJson, `claim where ${inRange} and state in ('asked', 'abandoned')`)},
  'blocks', (select coalesce(jsonb_agg(block), '[]') from (
    select jsonb_build_object('blockId', block_id, 'occupancies', jsonb_agg(
      jsonb_build_object('subjectId', subject_id, 'during', ${during}))) as block
    from block where ${inRange} group by block_id) blocks),
  'unknowns', ${list(unknownJson, `unknown_time where ${inRange}`)},
  'staged', (
    select jsonb_build_object('parts', max(part)) from staged_snapshot having count(*) > 0
  ),
  'tombstones', ${list('booking_id', 'tombstone where booking_id = any ($5)')}
) as facts`;

/** Reads the facts of a range; under the practice's lock nothing of them can be stale. */
export async function loadFacts(db: Queryable, query: FactQuery): Promise<FactRows> {
  const { rows } = await db.query<{ facts: FactRows }>({
    name: 'load-facts',
    text: factsQuery,
    values: [
      new Date(query.range.from),
      new Date(query.range.to),
      query.local.from,
      query.local.to,
      query.bookingIds,
    ],
  });
  const facts = rows[0]?.facts;
  if (facts === undefined) throw new Error('The facts were not read.');
  return facts;
}

/**
 * Where in time lies what entries of the site name by id: bookings and those that replace them,
 * withdrawals, and claims with their visit and the visit that it would replace. By the id named.
 */
export async function locate(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Interval[]>> {
  const places = new Map<string, Interval[]>();
  if (ids.length === 0) return places;
  const { rows } = await db.query<{ id: string; from: string; to: string }>({
    name: 'locate',
    text: `
      with claimed as (
        select claim_id, during, intended from claim where claim_id = any ($1::uuid[])
      ), visit as (
        select id, id as named from booking where id = any ($1::uuid[])
        union all select id, replaces from booking where replaces = any ($1::uuid[])
        union all select (intended->>'cancel')::uuid, claim_id from claimed
      )
      select named as id, ms_of(starts_at) as "from", ms_of(ends_at) as "to"
        from visit join booking using (id)
      union all select claim_id, ms_of(lower(during)), ms_of(upper(during)) from claimed
      union all
      select claim_id, (intended->'booking'->'during'->>'from')::bigint,
        (intended->'booking'->'during'->>'to')::bigint from claimed
      union all select withdraw_id, ms_of(lower(during)), ms_of(upper(during))
        from withdrawal where withdraw_id = any ($1::uuid[])`,
    values: [ids],
  });
  for (const { id, from, to } of rows) {
    const place = { from: instant(Number(from)), to: instant(Number(to)) };
    places.set(id, [...(places.get(id) ?? []), place]);
  }
  return places;
}
