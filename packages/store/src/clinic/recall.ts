import type {
  BookingId,
  Instant,
  LocalDate,
  PatientId,
  PractitionerId,
  UserId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';
import type { PatientCardRow } from './patient-cards.ts';

const day = (column: string): string => `to_char(${column}, 'YYYY-MM-DD')`;

export type CalledHow = 'card' | 'phone' | 'other';

/** A patient who is due, with what has been done about it. */
export interface DueRow extends Pick<
  PatientCardRow,
  | 'id'
  | 'identityNumber'
  | 'reserveNumber'
  | 'protection'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'mobile'
  | 'street'
  | 'postalCode'
  | 'town'
  | 'recallMonths'
  | 'recallPractitionerId'
  | 'recallTemplateId'
  | 'recallMinutes'
  | 'recallNote'
> {
  readonly dueOn: LocalDate;
  readonly bookedAt: Instant | null;
  readonly calledAt: Instant | null;
  readonly calledHow: CalledHow | null;
  readonly calledBy: string | null;
}

const dueJson = `jsonb_build_object('id', p.id, 'identityNumber', identity_number,
  'reserveNumber', reserve_number, 'protection', protection, 'givenName', given_name,
  'familyName', family_name, 'email', email, 'mobile', mobile, 'street', street,
  'postalCode', postal_code, 'town', town, 'recallMonths', recall_months,
  'recallPractitionerId', recall_practitioner_id, 'recallTemplateId', recall_template_id,
  'recallMinutes', recall_minutes, 'recallNote', recall_note,
  'dueOn', ${day('recall_next_on')}, 'bookedAt', ms_of(booked.starts_at),
  'calledAt', ms_of(call.called_at), 'calledHow', call.how, 'calledBy', caller.name)`;

export interface DueQuery {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly practitionerId: PractitionerId | null;
  readonly now: Instant;
  readonly offset: number;
  readonly limit: number;
}

/** Patients whose next recall falls on these days, the one who has waited longest first. */
export async function loadDue(db: Queryable, query: DueQuery): Promise<readonly DueRow[]> {
  const { rows } = await db.query<{ due: DueRow }>({
    name: 'load-due',
    text: `select ${dueJson} as due from patient p
      left join lateral (select starts_at from booking b
        where b.patient_id = p.id and b.state <> 'cancelled' and b.starts_at > $4
        order by starts_at limit 1) booked on true
      left join lateral (select called_at, how, called_by from recall_call c
        where c.patient_id = p.id and c.due_on = p.recall_next_on
        order by c.id desc limit 1) call on true
      left join staff_user caller on caller.id = call.called_by
      where recall_next_on between $1 and $2 and not recall_stopped
        and ($3::uuid is null or recall_practitioner_id = $3)
      order by recall_next_on, lower(family_name), p.id offset $5 limit $6`,
    values: [
      ...[query.from, query.to, query.practitionerId, new Date(query.now)],
      ...[query.offset, query.limit],
    ],
  });
  return rows.map(({ due }) => due);
}

/** Marks that these patients were called to the recall that is due now. */
export async function insertRecallCalls(
  db: Queryable,
  called: {
    readonly patientIds: readonly PatientId[];
    readonly how: CalledHow;
    readonly by: UserId;
    readonly at: Instant;
  },
): Promise<number> {
  const result = await db.query(
    `insert into recall_call (patient_id, due_on, how, called_at, called_by)
     select id, recall_next_on, $2, $3, $4 from patient
     where id = any ($1::uuid[]) and recall_next_on is not null and not recall_stopped`,
    [called.patientIds, called.how, new Date(called.at), called.by],
  );
  return result.rowCount ?? 0;
}

/** Recalls of many patients at once: a practice that moves in whole. */
export async function setRecalls(
  db: Queryable,
  recalls: readonly {
    readonly id: PatientId;
    readonly months: number;
    readonly nextOn: LocalDate;
    readonly practitionerId: PractitionerId;
    readonly templateId: string;
  }[],
): Promise<void> {
  await db.query(
    `update patient set recall_months = (r->>'months')::integer,
       recall_next_on = (r->>'nextOn')::date,
       recall_practitioner_id = (r->>'practitionerId')::uuid,
       recall_template_id = (r->>'templateId')::uuid
     from jsonb_array_elements($1::jsonb) r where patient.id = (r->>'id')::uuid`,
    [JSON.stringify(recalls)],
  );
}

export interface RecallState {
  readonly id: PatientId;
  readonly recallMonths: number | null;
  readonly recallNextOn: LocalDate | null;
  readonly recallStopped: boolean;
}

export async function loadRecalls(
  db: Queryable,
  ids: readonly PatientId[],
): Promise<readonly RecallState[]> {
  const { rows } = await db.query<RecallState>({
    name: 'load-recalls',
    text: `select id, recall_months as "recallMonths", ${day('recall_next_on')} as "recallNextOn",
        recall_stopped as "recallStopped"
      from patient where id = any ($1::uuid[])`,
    values: [ids],
  });
  return rows;
}

export interface RecallMove {
  readonly bookingId: BookingId;
  readonly patientId: PatientId;
  readonly previousOn: LocalDate | null;
  readonly movedTo: LocalDate;
}

/** Bookings that moved their patients' next recall, in the order in which they were made. */
export async function insertRecallMoves(
  db: Queryable,
  moves: readonly RecallMove[],
): Promise<void> {
  await db.query(
    `with moved as (
       select (m->>'bookingId')::uuid as booking_id, (m->>'patientId')::uuid as patient_id,
         (m->>'previousOn')::date as previous_on, (m->>'movedTo')::date as moved_to, n
       from jsonb_array_elements($1::jsonb) with ordinality as given (m, n)
     ), kept as (
       insert into recall_move (booking_id, patient_id, previous_on, moved_to)
       select booking_id, patient_id, previous_on, moved_to from moved order by n
     )
     update patient p set recall_next_on = latest.moved_to, card_version = card_version + 1
     from (select distinct on (patient_id) patient_id, moved_to from moved
       order by patient_id, n desc) latest
     where p.id = latest.patient_id`,
    [JSON.stringify(moves)],
  );
}

/**
 * Gives back what a cancelled booking moved: to the booking after it, which then remembers the
 * earlier day, or to the patient, unless staff have set another day by hand meanwhile.
 */
export async function undoRecallMove(db: Queryable, bookingId: BookingId): Promise<void> {
  await db.query({
    name: 'undo-recall-move',
    text: `with gone as (
        delete from recall_move where booking_id = $1
        returning id, patient_id, previous_on, moved_to
      ), later as (
        select m.id, g.previous_on from gone g
        join recall_move m on m.patient_id = g.patient_id and m.id > g.id
        order by m.id limit 1
      ), handed as (
        update recall_move m set previous_on = later.previous_on from later where m.id = later.id
      )
      update patient p set recall_next_on = g.previous_on, card_version = card_version + 1
      from gone g
      where p.id = g.patient_id and p.recall_next_on = g.moved_to
        and not exists (select from later)`,
    values: [bookingId],
  });
}
