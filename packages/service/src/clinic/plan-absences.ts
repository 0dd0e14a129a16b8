import {
  addDays,
  checkAbsence,
  dateOf,
  ok,
  refuse,
  timeOf,
  type Absence,
  type AbsenceId,
  type Outcome,
} from '@tidbok/core';
import { loadAbsence } from '@tidbok/store/clinic';
import { plannedOn, type PlanChange, type Planned } from './planned.ts';
import type { DayRange, PracticeTransaction } from './practice-transaction.ts';

/** A practitioner is away. Refuses `unknown-practitioner`, `already-exists`, impossible times. */
export async function planAbsence(
  tx: PracticeTransaction,
  change: PlanChange & { readonly type: 'insert-absence' },
): Promise<Outcome<Planned>> {
  const { practitionerId, from, to, reason } = change;
  if (!tx.register.practitioners.some(({ id }) => id === practitionerId)) {
    return refuse('unknown-practitioner');
  }
  const checked = checkAbsence(tx.register.zone, { from, to });
  if (!checked.ok) return checked;
  const id = tx.context.newId<AbsenceId>();
  const absence: Absence = { id, practitionerId, from, to, reason };
  const days = daysOfAbsence(absence);
  const before = await tx.facts(days);
  const isThere = (before.absences ?? []).some(
    (each) => each.practitionerId === practitionerId && each.from < to && from < each.to,
  );
  if (isThere) return refuse('already-exists', { what: 'absence' });
  return ok(
    plannedOn(before, { what: 'insert-absence', kind: 'shift', days, insertedAbsences: [absence] }),
  );
}

/** The practitioner is back: the time is offered again. Refuses `unknown-absence`. */
export async function planAbsenceRemoval(
  tx: PracticeTransaction,
  absenceId: AbsenceId,
): Promise<Outcome<Planned>> {
  const absence = await loadAbsence(tx.db, absenceId);
  if (absence === null) return refuse('unknown-absence');
  const days = daysOfAbsence(absence);
  return ok(
    plannedOn(await tx.facts(days), {
      what: 'remove-absence',
      kind: 'shift',
      days,
      removedAbsences: [absence],
    }),
  );
}

/** The local days that it touches; one that ends at midnight does not touch the day after. */
export function daysOfAbsence({ from, to }: Pick<Absence, 'from' | 'to'>): DayRange {
  const last = dateOf(to);
  return { from: dateOf(from), to: timeOf(to) === 0 ? addDays(last, -1) : last };
}
