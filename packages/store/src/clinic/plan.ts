import type {
  Absence,
  AbsenceId,
  BookingId,
  Instant,
  LocalDate,
  PlanChangeId,
  Preblock,
  PreblockId,
  Shift,
} from '@tidbok/core';
import type { LocalRange } from './book.ts';
import type { Queryable } from './database.ts';
import { absenceJson } from './facts.ts';

export async function loadAbsences(db: Queryable, range: LocalRange): Promise<readonly Absence[]> {
  const { rows } = await db.query<{ absence: Absence }>({
    name: 'load-absences',
    text: `select ${absenceJson} as absence from absence
      where starts_local < $2 and ends_local > $1 order by starts_local, id`,
    values: [range.from, range.to],
  });
  return rows.map((row) => row.absence);
}

export async function loadAbsence(db: Queryable, id: AbsenceId): Promise<Absence | null> {
  const { rows } = await db.query<{ absence: Absence }>(
    `select ${absenceJson} as absence from absence where id = $1`,
    [id],
  );
  return rows[0]?.absence ?? null;
}

interface Registered {
  /** null: nobody of the staff. */
  readonly by: string | null;
  readonly at: Instant;
}

export async function insertAbsence(
  db: Queryable,
  absence: Absence,
  { by, at }: Registered,
): Promise<void> {
  const { id, practitionerId, from, to, reason } = absence;
  await db.query(
    `insert into absence (
       id, practitioner_id, starts_local, ends_local, reason, registered_by, registered_at
     ) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, practitionerId, from, to, reason, by, new Date(at)],
  );
}

export async function deleteAbsence(db: Queryable, id: AbsenceId): Promise<void> {
  await db.query('delete from absence where id = $1', [id]);
}

/** What a change of the plan took away and put in. */
export interface PlanUndo {
  readonly removedShifts: readonly Shift[];
  readonly insertedShifts: readonly Shift[];
  readonly removedPreblocks: readonly Preblock[];
  readonly insertedPreblocks: readonly Preblock[];
  readonly removedAbsences: readonly Absence[];
  readonly insertedAbsences: readonly Absence[];
  /** A single preblock that became the first of a series. */
  readonly joined: PreblockId | null;
}

export interface PlanChangeRow {
  readonly id: PlanChangeId;
  readonly what: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly undo: PlanUndo;
  readonly undone: boolean;
}

export async function recordPlanChange(
  db: Queryable,
  change: Omit<PlanChangeRow, 'undone'>,
  { by, at }: Registered,
): Promise<void> {
  const { id, what, from, to, undo } = change;
  await db.query(
    `insert into plan_change (id, at, by_user, what, first_day, last_day, undo)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, new Date(at), by, what, from, to, JSON.stringify(undo)],
  );
}

export async function loadPlanChange(
  db: Queryable,
  id: PlanChangeId,
): Promise<PlanChangeRow | null> {
  const { rows } = await db.query<PlanChangeRow>(
    `select id, what, to_char(first_day, 'YYYY-MM-DD') as "from",
       to_char(last_day, 'YYYY-MM-DD') as "to", undo, undone_at is not null as undone
     from plan_change where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function markUndone(db: Queryable, id: PlanChangeId, at: Instant): Promise<void> {
  await db.query('update plan_change set undone_at = $2 where id = $1', [id, new Date(at)]);
}

/** Remembers what a patient is to be told whose visit was cancelled; it leaves later. */
export async function recordAbsenceNotice(
  db: Queryable,
  notice: {
    readonly bookingId: BookingId;
    readonly absenceId: AbsenceId | null;
    readonly message: string;
  },
  { by, at }: Registered,
): Promise<void> {
  await db.query(
    `insert into absence_notice (booking_id, absence_id, message, registered_by, registered_at)
     values ($1, $2, $3, $4, $5) on conflict (booking_id) do nothing`,
    [notice.bookingId, notice.absenceId, notice.message, by, new Date(at)],
  );
}
