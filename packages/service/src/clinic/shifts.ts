import {
  addDays,
  dateOf,
  daysBetween,
  intervalOfLocal,
  leftOutside,
  localDateTime,
  localInterval,
  mondayOf,
  movedDays,
  ok,
  outsideSchedule,
  refuse,
  refuseFields,
  type Interval,
  type LocalDate,
  type Outcome,
  type Preblock,
  type Shift,
  type ShiftId,
} from '@tidbok/core';
import { announce, factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import { loadShift } from '@tidbok/store/clinic';
import { changed, oneDay } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { InsertShiftCommand, RepeatWeekCommand } from './desk.ts';
import {
  inPractice,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import type { ShiftView, WeekPreview } from './views/book.ts';
import { shiftView } from './views/planned-views.ts';

/** How far ahead a week may be repeated. */
const maxRepeatDays = 3 * 366;

/**
 * Makes a shift (S3). Refuses `shift-overlap` (the practitioner's in any chair or clinic, or the
 * chair's), unknown ids, and local times that summer time skips or doubles.
 */
export async function insertShift(
  context: ClinicContext,
  _by: StaffMember,
  command: InsertShiftCommand,
): Promise<Outcome<ShiftView>> {
  return inPractice(context, async (tx) => {
    const known = checkParts(tx, command);
    if (!known.ok) return known;
    const placed = withinOneDay(tx, command);
    if (!placed.ok) return placed;
    const { resourceId, practitionerId, from, to } = command;
    const id = command.shiftId ?? context.newId<ShiftId>();
    const shift: Shift = { id, resourceId, practitionerId, from, to };
    const days = oneDay(dateOf(from));
    const facts = await tx.facts(days);
    await writePlanned(tx, facts, { writes: [{ type: 'insert-shift', shift }], days, id });
    return ok(shiftView(shift, tx.register.zone));
  });
}

export async function removeShift(
  context: ClinicContext,
  _by: StaffMember,
  shiftId: ShiftId,
): Promise<Outcome<Shift>> {
  return inPractice(context, async (tx) => {
    const shift = await loadShift(tx.db, shiftId);
    if (shift === null) return refuse('unknown-shift');
    const days = oneDay(dateOf(shift.from));
    const facts = await tx.facts(days);
    const writes: ClinicWrite[] = [{ type: 'delete-shift', shiftId }];
    await writePlanned(tx, facts, { writes, days, id: shiftId });
    return ok(shift);
  });
}

async function writePlanned(
  tx: PracticeTransaction,
  facts: ClinicFacts,
  plan: { readonly writes: ClinicWrite[]; readonly days: DayRange; readonly id: string },
): Promise<void> {
  const offers = announce(factsAfter(facts, plan.writes), momentOf(tx));
  await tx.write([...plan.writes, ...offers], [changed('shift', plan.days, [plan.id])]);
}

function checkParts(
  { register }: PracticeTransaction,
  { resourceId, practitionerId }: InsertShiftCommand,
): Outcome<null> {
  if (!register.resources.some(({ id }) => id === resourceId)) return refuse('unknown-resource');
  return register.practitioners.some(({ id }) => id === practitionerId)
    ? ok(null)
    : refuse('unknown-practitioner');
}

function withinOneDay(
  { register }: PracticeTransaction,
  { from, to }: Pick<Shift, 'from' | 'to'>,
): Outcome<Interval> {
  const midnight = localDateTime(addDays(dateOf(from), 1), 0);
  if (to > midnight) return refuseFields([{ field: 'end', reason: 'another-day' }]);
  return localInterval(register.zone, { from, to });
}

/** S5: what repeating the week would do, without doing it. */
export async function previewRepeatWeek(
  context: ClinicContext,
  command: RepeatWeekCommand,
): Promise<Outcome<WeekPreview>> {
  return inPractice(context, async (tx) => {
    const plan = await planWeeks(tx, command);
    return plan.ok ? ok(plan.value.preview) : plan;
  });
}

/** S5: replaces what the later weeks held of this practitioner's shifts. */
export async function repeatWeek(
  context: ClinicContext,
  _by: StaffMember,
  command: RepeatWeekCommand,
): Promise<Outcome<WeekPreview>> {
  return inPractice(context, async (tx) => {
    const plan = await planWeeks(tx, command);
    if (!plan.ok) return plan;
    const { writes, facts, days, preview } = plan.value;
    await writePlanned(tx, facts, { writes, days, id: command.practitionerId });
    return ok(preview);
  });
}

interface WeeksPlan {
  readonly writes: ClinicWrite[];
  readonly facts: ClinicFacts;
  readonly days: DayRange;
  readonly preview: WeekPreview;
}

async function planWeeks(
  tx: PracticeTransaction,
  command: RepeatWeekCommand,
): Promise<Outcome<WeeksPlan>> {
  const monday = mondayOf(command.week);
  const days = { from: addDays(monday, 7), to: command.until };
  if (!Number.isInteger(command.everyWeeks) || command.everyWeeks < 1 || command.everyWeeks > 52) {
    return refuseFields([{ field: 'everyWeeks', reason: 'out-of-range' }]);
  }
  if (days.to < days.from) return refuseFields([{ field: 'until', reason: 'too-early' }]);
  if (daysBetween(days.from, days.to) > maxRepeatDays) return refuse('too-far');
  const source = await tx.facts({ from: monday, to: addDays(monday, 6) });
  const facts = await tx.facts(days);
  const ofPractitioner = (shift: Shift): boolean => shift.practitionerId === command.practitionerId;
  const pattern = source.shifts.filter(ofPractitioner);
  const weeks = weeksToFill(monday, command);
  const inFilled = (shift: Shift): boolean => weeks.includes(mondayOf(dateOf(shift.from)));
  const removed = facts.shifts.filter((shift) => ofPractitioner(shift) && inFilled(shift));
  const inserted = repeated(tx, { pattern, monday, weeks, until: command.until });
  const writes: ClinicWrite[] = [
    ...removed.map(({ id }): ClinicWrite => ({ type: 'delete-shift', shiftId: id })),
    ...inserted.map((shift): ClinicWrite => ({ type: 'insert-shift', shift })),
  ];
  const preview = {
    inserted: inserted.length,
    removed: removed.length,
    ...affected(facts, factsAfter(facts, writes), command),
  };
  return ok({ writes, facts, days, preview });
}

function weeksToFill(monday: LocalDate, { everyWeeks, until }: RepeatWeekCommand): LocalDate[] {
  const mondays: LocalDate[] = [];
  for (let next = addDays(monday, 7 * everyWeeks); next <= until;) {
    mondays.push(next);
    next = addDays(next, 7 * everyWeeks);
  }
  return mondays;
}

function repeated(
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
    return (
      plan.pattern
        .map((shift) => ({
          ...shift,
          id: tx.context.newId<ShiftId>(),
          from: movedDays(shift.from, days),
          to: movedDays(shift.to, days),
        }))
        .filter((shift) => dateOf(shift.from) <= plan.until)
        // A shift whose hour summer time skips or doubles on that day is left out.
        .filter((shift) => localInterval(tx.register.zone, shift).ok)
    );
  });
}

/** What was within the schedule and no longer would be. */
function affected(
  before: ClinicFacts,
  after: ClinicFacts,
  { practitionerId }: RepeatWeekCommand,
): Pick<WeekPreview, 'bookings' | 'preblocks'> {
  const { zone } = before;
  const schedule = { zone, before: before.shifts, after: after.shifts };
  const visits = before.bookings.filter((booking) => booking.practitionerId === practitionerId);
  const isOutside = (shifts: readonly Shift[], { resourceId, from, to }: Preblock): boolean => {
    const during = intervalOfLocal(zone, { from, to });
    return (
      during === undefined || outsideSchedule({ zone, shifts }, { resourceId, during }).length > 0
    );
  };
  return {
    bookings: leftOutside(schedule, visits).map(({ id, during }) => ({ id, start: during.from })),
    preblocks: before.preblocks
      .filter((each) => !isOutside(before.shifts, each) && isOutside(after.shifts, each))
      .map(headOf),
  };
}

function headOf({ id, from }: Preblock): WeekPreview['preblocks'][number] {
  return { id, date: dateOf(from) };
}
