import {
  DEFAULT_RECALL_MONTHS,
  moveNextRecall,
  toLocalDate,
  type BookingId,
  type Instant,
  type LocalDate,
  type PatientId,
} from '@tidbok/core';
import type { ClinicWrite } from '@tidbok/sync';
import {
  insertRecallMoves,
  loadRecalls,
  undoRecallMove,
  type BookedRow,
  type Queryable,
  type RecallMove,
} from '@tidbok/store/clinic';
import type { LoadedRegister } from './register-cache.ts';

/**
 * *Flytta nästa rev* (T1): what a decision's bookings do to their patients' next recall, staff's
 * and those from the site alike. A cancelled booking gives back what it moved. A patient who is not
 * called to recalls is left alone.
 */
export async function moveRecalls(
  db: Queryable,
  { zone }: LoadedRegister,
  writes: readonly ClinicWrite[],
): Promise<void> {
  for (const write of writes) {
    if (write.type === 'set-booking-state' && write.state === 'cancelled') {
      await undoRecallMove(db, write.bookingId);
    }
  }
  const moving = writes
    .filter((write) => write.type === 'insert-booking')
    .map(({ booking }) => booking)
    .filter(({ moveNextRecall: moves, state }) => moves && state !== 'cancelled');
  const visits = moving.map(({ id, patientId, during }) => ({ id, patientId, at: during.from }));
  await moveFor(db, visits, (at) => toLocalDate(zone, at));
}

/** Staff tick, or untick, *Flytta nästa rev* of a booking that stands. */
export async function chooseRecallMove(
  db: Queryable,
  { zone }: LoadedRegister,
  { booking, moves }: { readonly booking: BookedRow; readonly moves: boolean },
): Promise<void> {
  const { id, patient, start } = booking;
  await undoRecallMove(db, id);
  if (!moves) return;
  await moveFor(db, [{ id, patientId: patient.id, at: start }], (at) => toLocalDate(zone, at));
}

interface Visit {
  readonly id: BookingId;
  readonly patientId: PatientId;
  readonly at: Instant;
}

type DayOf = (at: Instant) => LocalDate;

async function moveFor(db: Queryable, visits: readonly Visit[], dayOf: DayOf): Promise<void> {
  if (visits.length === 0) return;
  const moves = await movesOf(db, visits, dayOf);
  if (moves.length > 0) await insertRecallMoves(db, moves);
}

async function movesOf(
  db: Queryable,
  visits: readonly Visit[],
  dayOf: DayOf,
): Promise<RecallMove[]> {
  const recalls = await loadRecalls(db, [...new Set(visits.map((each) => each.patientId))]);
  const stateOf = new Map(recalls.map((recall) => [recall.id, recall]));
  const nextOn = new Map<PatientId, LocalDate | null>();
  return visits.flatMap(({ id: bookingId, patientId, at }): RecallMove[] => {
    const recall = stateOf.get(patientId);
    if (recall === undefined || recall.recallStopped) return [];
    const previousOn = nextOn.get(patientId) ?? recall.recallNextOn;
    const months = recall.recallMonths ?? DEFAULT_RECALL_MONTHS;
    const movedTo = moveNextRecall(dayOf(at), months);
    nextOn.set(patientId, movedTo);
    return [{ bookingId, patientId, previousOn, movedTo }];
  });
}
