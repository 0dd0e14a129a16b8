import type {
  BookingId,
  BookingSource,
  BookingState,
  BookingTemplateId,
  Instant,
  Interval,
  LocalDateTime,
  Occupancy,
  PatientId,
  PractitionerId,
  Preblock,
  PreblockId,
  PreblockSeriesId,
  ResourceId,
  Shift,
  ShiftId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';
import { preblockJson, shiftJson } from './facts.ts';

/** A booking with its patient, as the book shows it. */
export interface BookedRow {
  readonly id: BookingId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly templateId: BookingTemplateId;
  readonly start: Instant;
  readonly end: Instant;
  readonly state: BookingState;
  readonly source: BookingSource;
  readonly replaces: BookingId | null;
  readonly override: boolean;
  readonly conflict: boolean;
  readonly knownAtSite: boolean;
  readonly overridden: readonly string[];
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  readonly expectedAmount: number | null;
  readonly cancelReason: string | null;
  /** null: the technical user ITB. */
  readonly registeredBy: string | null;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  /** Grows with every change of the booking: who changes it says which one was seen. */
  readonly version: number;
  readonly detailsDiffer: boolean;
  readonly occupancies: readonly Occupancy[];
  readonly patient: PatientRow;
}

export interface PatientRow {
  readonly id: PatientId;
  readonly identityNumber: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly mobile: string;
  /** Their name is not shown: see `Protection`. */
  readonly isProtected: boolean;
}

const patientJson = `jsonb_build_object('id', p.id, 'identityNumber', identity_number,
  'givenName', given_name, 'familyName', family_name, 'email', email, 'mobile', mobile,
  'isProtected', protection <> 'none')`;

export const bookedJson = `jsonb_build_object('id', b.id, 'resourceId', resource_id,
  'practitionerId', b.practitioner_id, 'templateId', template_id, 'start', ms_of(starts_at),
  'end', ms_of(ends_at), 'state', state, 'source', source, 'replaces', replaces,
  'override', override, 'conflict', conflict, 'knownAtSite', known_at_site,
  'overridden', overridden, 'bookText', book_text, 'summonsCard', summons_card,
  'moveNextRecall', move_next_recall, 'expectedAmount', expected_amount,
  'cancelReason', cancel_reason, 'registeredAt', ms_of(b.registered_at),
  'changedAt', ms_of(changed_at), 'registeredBy', u.name,
  'version', (select coalesce(max(h.id), 0) from booking_history h where h.booking_id = b.id),
  'detailsDiffer', d.booking_id is not null, 'patient', ${patientJson},
  'occupancies', (select coalesce(jsonb_agg(jsonb_build_object('subjectId', subject_id, 'during',
    jsonb_build_object('from', ms_of(lower(during)), 'to', ms_of(upper(during))))), '[]')
    from occupancy o where o.booking_id = b.id))`;

export const bookedFrom = `booking b join patient p on p.id = b.patient_id
  left join staff_user u on u.id = b.registered_by
  left join detail_difference d on d.booking_id = b.id`;

const touches = `starts_at < $2 and starts_at > $1::timestamptz - interval '24 hours' and ends_at > $1`;

export interface BookRange {
  readonly range: Interval;
  readonly resourceIds: readonly ResourceId[];
}

/** Bookings that touch the range, cancelled ones too, in order of start. */
export async function loadBookings(
  db: Queryable,
  { range, resourceIds }: BookRange,
): Promise<readonly BookedRow[]> {
  const { rows } = await db.query<{ booked: BookedRow }>({
    name: 'load-bookings',
    text: `select ${bookedJson} as booked from ${bookedFrom}
      where ${touches} and resource_id = any ($3::uuid[]) order by starts_at, b.id`,
    values: [new Date(range.from), new Date(range.to), resourceIds],
  });
  return rows.map((row) => row.booked);
}

export async function loadBooking(db: Queryable, id: BookingId): Promise<BookedRow | null> {
  const { rows } = await db.query<{ booked: BookedRow }>({
    name: 'load-booking',
    text: `select ${bookedJson} as booked from ${bookedFrom} where b.id = $1`,
    values: [id],
  });
  return rows[0]?.booked ?? null;
}

/** Those of the ids that stand in the book, in order of start. */
export async function loadBookingsById(
  db: Queryable,
  ids: readonly BookingId[],
): Promise<readonly BookedRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{ booked: BookedRow }>({
    name: 'load-bookings-by-id',
    text: `select ${bookedJson} as booked from ${bookedFrom}
      where b.id = any ($1::uuid[]) order by starts_at, b.id`,
    values: [ids],
  });
  return rows.map((row) => row.booked);
}

export async function loadBookingsOfPatient(
  db: Queryable,
  id: PatientId,
): Promise<readonly BookedRow[]> {
  const { rows } = await db.query<{ booked: BookedRow }>({
    name: 'load-patient-bookings',
    text: `select ${bookedJson} as booked from ${bookedFrom}
      where b.patient_id = $1 order by starts_at desc limit 200`,
    values: [id],
  });
  return rows.map((row) => row.booked);
}

export interface LocalRange {
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

export async function loadShifts(db: Queryable, range: LocalRange): Promise<readonly Shift[]> {
  const { rows } = await db.query<{ shift: Shift }>({
    name: 'load-shifts',
    text: `select ${shiftJson} as shift from shift where starts_local < $2 and ends_local > $1
      order by starts_local, id`,
    values: [range.from, range.to],
  });
  return rows.map((row) => row.shift);
}

export async function loadShift(db: Queryable, id: ShiftId): Promise<Shift | null> {
  const { rows } = await db.query<{ shift: Shift }>(
    `select ${shiftJson} as shift from shift where id = $1`,
    [id],
  );
  return rows[0]?.shift ?? null;
}

export async function loadPreblocks(
  db: Queryable,
  range: LocalRange,
): Promise<readonly Preblock[]> {
  const { rows } = await db.query<{ preblock: Preblock }>({
    name: 'load-preblocks',
    text: `select ${preblockJson} as preblock from preblock
      where starts_local < $2 and ends_local > $1 order by starts_local, id`,
    values: [range.from, range.to],
  });
  return rows.map((row) => row.preblock);
}

export async function loadPreblock(db: Queryable, id: PreblockId): Promise<Preblock | null> {
  const { rows } = await db.query<{ preblock: Preblock }>(
    `select ${preblockJson} as preblock from preblock where id = $1`,
    [id],
  );
  return rows[0]?.preblock ?? null;
}

/** A series' preblocks that start at `from` or later. */
export async function loadSeries(
  db: Queryable,
  { seriesId, from }: { readonly seriesId: PreblockSeriesId; readonly from: LocalDateTime | null },
): Promise<readonly Preblock[]> {
  const { rows } = await db.query<{ preblock: Preblock }>(
    `select ${preblockJson} as preblock from preblock
     where series_id = $1 and ($2::timestamp is null or starts_local >= $2) order by starts_local`,
    [seriesId, from],
  );
  return rows.map((row) => row.preblock);
}

/** Gives a single preblock the series that is made of it, or takes it out again. */
export async function joinSeries(
  db: Queryable,
  preblockId: PreblockId,
  seriesId: PreblockSeriesId | null,
): Promise<void> {
  await db.query('update preblock set series_id = $2 where id = $1', [preblockId, seriesId]);
}

/** Internet kinds that some preblock from `from` on is of (T2). */
export async function kindsStillPlaced(
  db: Queryable,
  from: LocalDateTime,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ kind_id: string }>(
    'select distinct kind_id from preblock where ends_local > $1',
    [from],
  );
  return rows.map((row) => row.kind_id);
}

export interface EditedBooking {
  readonly id: BookingId;
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  readonly expectedAmount: number | null;
  readonly by: string;
  readonly at: Instant;
  /** The fields that really changed, for the history. */
  readonly fields: Readonly<Record<string, EditedField>>;
}

export interface EditedField {
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}

/** Text and marks of a booking may be edited; its time never. */
export async function editBooking(db: Queryable, edited: EditedBooking): Promise<void> {
  const at = new Date(edited.at);
  await db.query(
    `update booking set book_text = $2, summons_card = $3, move_next_recall = $4,
       expected_amount = $5, changed_at = $6 where id = $1`,
    [
      edited.id,
      edited.bookText,
      edited.summonsCard,
      edited.moveNextRecall,
      edited.expectedAmount,
      at,
    ],
  );
  await db.query(
    `insert into booking_history (booking_id, at, by_user, what, detail)
     values ($1, $2, $3, 'edited', jsonb_build_object('fields', $4::jsonb))`,
    [edited.id, at, edited.by, JSON.stringify(edited.fields)],
  );
}

export interface NeedsPersonRow {
  readonly id: string;
  readonly kind: string;
  readonly bookingIds: readonly BookingId[];
  readonly at: Instant;
}

export async function loadNeedsPerson(db: Queryable): Promise<readonly NeedsPersonRow[]> {
  const { rows } = await db.query<{ row: NeedsPersonRow }>({
    name: 'load-needs-person',
    text: `select jsonb_build_object('id', id::text, 'kind', kind, 'bookingIds', booking_ids,
        'at', ms_of(at)) as row
      from needs_person where solved_at is null order by at, id limit 200`,
    values: [],
  });
  return rows.map(({ row }) => row);
}

/** Overrides whose visits still stand and that the site has not answered (R8), oldest first. */
export async function loadOpenOverrides(db: Queryable): Promise<readonly NeedsPersonRow[]> {
  const { rows } = await db.query<{ row: NeedsPersonRow }>({
    name: 'load-open-overrides',
    text: `select jsonb_build_object('id', claim_id::text, 'kind', 'override-waits',
        'bookingIds', jsonb_build_array(b.id), 'at', ms_of(asked_at)) as row
      from claim join booking b on b.id = (intended->'booking'->>'id')::uuid
      where claim.state = 'abandoned' and (intended->'booking'->>'override')::boolean
        and b.state <> 'cancelled'
      order by asked_at, claim_id limit 200`,
    values: [],
  });
  return rows.map(({ row }) => row);
}

export async function solveNeedsPerson(
  db: Queryable,
  solved: { readonly id: string; readonly by: string; readonly at: Instant },
): Promise<boolean> {
  const result = await db.query(
    `update needs_person set solved_at = $3, solved_by = $2
     where id::text = $1 and solved_at is null`,
    [solved.id, solved.by, new Date(solved.at)],
  );
  return (result.rowCount ?? 0) > 0;
}
