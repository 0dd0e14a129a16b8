import {
  addDays,
  checkShifts,
  dateOf,
  daysBetween,
  localInterval,
  mondayOf,
  movedDays,
  ok,
  refuse,
  refuseFields,
  type LocalDate,
  type Outcome,
  type Shift,
  type ShiftId,
} from '@tidbok/core';
import { factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import { loadShift } from '@tidbok/store/clinic';
import { oneDay } from './changed.ts';
import type { RepeatWeekCommand } from './desk.ts';
import { plannedOn, type PlanChange, type Planned } from './planned.ts';
import { hullOf, type PracticeTransaction } from './practice-transaction.ts';
import { withinOneDay } from './preblock-rules.ts';

/** How far ahead a week may be repeated. */
const maxRepeatDays = 3 * 366;

/**
 * S5: replaces what the later weeks held of this practitioner's shifts. Days on which a shift's
 * hour is skipped or doubled by summer time are left out and named. Refuses `shift-overlap`.
 */
export async function planWeeks(
  tx: PracticeTransaction,
  command: RepeatWeekCommand,
): Promise<Outcome<Planned>> {
  const monday = mondayOf(command.week);
  const days = { from: addDays(monday, 7), to: command.until };
  const checked = checkWeeks(tx, command, days);
  if (!checked.ok) return checked;
  const source = await tx.facts({ from: monday, to: addDays(monday, 6) });
  const before = await tx.facts(days);
  const isOwn = (shift: Shift): boolean => shift.practitionerId === command.practitionerId;
  const weeks = weeksToFill(monday, command);
  const filled = new Set(weeks);
  const removed = before.shifts.filter((each) => isOwn(each) && filled.has(weekOf(each)));
  const wanted = copies(tx, {
    pattern: source.shifts.filter(isOwn),
    monday,
    weeks,
    until: command.until,
  });
  const inserted = wanted.filter((shift) => localInterval(tx.register.zone, shift).ok);
  const skipped = wanted.filter((shift) => !inserted.includes(shift));
  const deletions = removed.map(({ id }): ClinicWrite => ({ type: 'delete-shift', shiftId: id }));
  const free = checkShifts(inserted, factsAfter(before, deletions));
  if (!free.ok) return free;
  return ok(
    plannedOn(before, {
      what: 'repeat-week',
      kind: 'shift',
      days,
      writes: [...deletions, ...inserted.map(insertion)],
      skippedOn: [...new Set(skipped.map(({ from }) => dateOf(from)))],
    }),
  );
}

function insertion(shift: Shift): ClinicWrite {
  return { type: 'insert-shift', shift };
}

function weekOf(shift: Shift): LocalDate {
  return mondayOf(dateOf(shift.from));
}

function checkWeeks(
  { register }: PracticeTransaction,
  { everyWeeks, practitionerId }: RepeatWeekCommand,
  days: { readonly from: LocalDate; readonly to: LocalDate },
): Outcome<null> {
  if (!register.practitioners.some(({ id }) => id === practitionerId)) {
    return refuse('unknown-practitioner');
  }
  if (!Number.isInteger(everyWeeks) || everyWeeks < 1 || everyWeeks > 52) {
    return refuseFields([{ field: 'everyWeeks', reason: 'out-of-range' }]);
  }
  if (days.to < days.from) return refuseFields([{ field: 'until', reason: 'too-early' }]);
  return daysBetween(days.from, days.to) > maxRepeatDays ? refuse('too-far') : ok(null);
}

function weeksToFill(monday: LocalDate, { everyWeeks, until }: RepeatWeekCommand): LocalDate[] {
  const mondays: LocalDate[] = [];
  for (let next = addDays(monday, 7 * everyWeeks); next <= until;) {
    mondays.push(next);
    next = addDays(next, 7 * everyWeeks);
  }
  return mondays;
}

function copies(
  tx: PracticeTransaction,
  plan: {
    readonly pattern: readonly Shift[];
    readonly monday: LocalDate;
    readonly weeks: readonly LocalDate[];
    readonly until: LocalDate;
  },
): Shift[] {
  return plan.weeks.flatMap((week) => {
    const days = daysBetween(plan.monday, week);
    return plan.pattern
      .map((shift) => ({
        ...shift,
        id: tx.context.newId<ShiftId>(),
        from: movedDays(shift.from, days),
        to: movedDays(shift.to, days),
      }))
      .filter((shift) => dateOf(shift.from) <= plan.until);
  });
}

/** S4: one shift goes. Refuses `unknown-shift`. */
export async function planRemoval(
  tx: PracticeTransaction,
  shiftId: ShiftId,
): Promise<Outcome<Planned>> {
  const shift = await loadShift(tx.db, shiftId);
  if (shift === null) return refuse('unknown-shift');
  const days = oneDay(dateOf(shift.from));
  const writes: ClinicWrite[] = [{ type: 'delete-shift', shiftId }];
  return ok(plannedOn(await tx.facts(days), { what: 'remove-shift', kind: 'shift', days, writes }));
}

/** Moves or resizes a shift. Refuses `unknown-shift`, `shift-overlap`, impossible local times. */
export async function planShiftChange(
  tx: PracticeTransaction,
  change: PlanChange & { readonly type: 'change-shift' },
): Promise<Outcome<Planned>> {
  const old = await loadShift(tx.db, change.shiftId);
  if (old === null) return refuse('unknown-shift');
  const { resourceId = old.resourceId, from = old.from, to = old.to } = change;
  if (!tx.register.resources.some(({ id }) => id === resourceId)) return refuse('unknown-resource');
  const shift: Shift = { ...old, id: tx.context.newId<ShiftId>(), resourceId, from, to };
  const placed = withinOneDay(tx, shift);
  if (!placed.ok) return placed;
  const days = hullOf([oneDay(dateOf(old.from)), oneDay(dateOf(from))]) ?? oneDay(dateOf(from));
  const before = await tx.facts(days);
  const deletion: ClinicWrite = { type: 'delete-shift', shiftId: old.id };
  const free = checkShifts([shift], standing(before, deletion));
  if (!free.ok) return free;
  const writes = [deletion, insertion(shift)];
  return ok(plannedOn(before, { what: 'change-shift', kind: 'shift', days, writes }));
}

function standing(before: ClinicFacts, deletion: ClinicWrite): ClinicFacts {
  return factsAfter(before, [deletion]);
}
