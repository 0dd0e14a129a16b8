import {
  addDays,
  checkAbsence,
  isDuringAbsence,
  localDateTime,
  absentTimes,
  nearestEqualTimes,
  ok,
  refuse,
  toLocalDate,
  type Absence,
  type AbsenceId,
  type EqualTime,
  type Outcome,
  type VisitToMove,
} from '@tidbok/core';
import type { BookedVisit, ClinicFacts } from '@tidbok/sync';
import { loadAbsence, loadAbsences, recordAbsenceNotice } from '@tidbok/store/clinic';
import { cancel } from './cancel-booking.ts';
import type { ClinicContext } from './context.ts';
import type { AbsenceDecision, EqualTimesQuery, RangeQuery, SettleAbsenceCommand } from './desk.ts';
import { openBook } from './open-book.ts';
import { daysOfAbsence } from './plan-absences.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { move } from './staff-booking.ts';
import { sharedAt } from './shared-at.ts';
import { patternOf } from './team-visit.ts';
import type { AbsenceView, EqualTimeView, SettledView } from './views/book.ts';
import { stretchOfInterval } from './views/day-stretch.ts';
import { absenceViews } from './views/planned-views.ts';

/** How far before and after the absence another time is looked for. */
const daysBefore = 14;
const daysAfter = 42;
const messageMaxLength = 1_000;

export async function absences(
  context: ClinicContext,
  { from, to }: RangeQuery,
): Promise<readonly AbsenceView[]> {
  const local = { from: localDateTime(from, 0), to: localDateTime(addDays(to, 1), 0) };
  const rows = await loadAbsences(context.pool, local);
  return rows.flatMap((absence) => absenceViews(absence, { from, to }));
}

/**
 * For each booking in an absence (registered or thought of) the nearest time that is equal to its
 * own: same length and template, same practitioner unless others are chosen. Nothing is saved.
 */
export async function equalTimes(
  context: ClinicContext,
  _by: StaffMember,
  query: EqualTimesQuery,
): Promise<Outcome<readonly EqualTimeView[]>> {
  return inPractice(context, async (tx) => {
    const { zone } = tx.register;
    const checked = checkAbsence(zone, query);
    if (!checked.ok) return checked;
    const absence: Absence = { ...query, id: context.newId<AbsenceId>(), reason: 'other' };
    const days = daysOfAbsence(absence);
    const today = toLocalDate(zone, tx.now);
    const from = addDays(days.from, -daysBefore);
    const range = { from: from > today ? from : today, to: addDays(days.to, daysAfter) };
    if (range.to < range.from) return ok([]);
    const facts = await tx.facts(range);
    const away = { ...facts, absences: [...(facts.absences ?? []), absence] };
    const visits = visitsIn(absence, facts, tx);
    const found = findTimes(tx, { facts: away, visits, query });
    return ok(visits.map(({ id, during }) => viewOf(tx, { id, during }, found.get(id))));
  });
}

function visitsIn(absence: Absence, facts: ClinicFacts, tx: PracticeTransaction): VisitToMove[] {
  const away = absentTimes(facts.zone, [absence]);
  return facts.bookings
    .filter((booking) => booking.during.to > tx.now && isDuringAbsence({ away }, booking))
    .toSorted((a, b) => a.during.from - b.during.from)
    .flatMap((booking) => toMove(booking, tx));
}

function toMove(booking: BookedVisit, { register }: PracticeTransaction): VisitToMove[] {
  const named = register.templates.find(({ id }) => id === booking.templateId);
  if (named === undefined) return [];
  const template = { ...named, resourcePattern: patternOf(register, named) };
  const { id, during, resourceId, practitionerId } = booking;
  return [
    { id, during, resourceId, practitionerId, template, expectedAmount: template.expectedAmount },
  ];
}

function findTimes(
  tx: PracticeTransaction,
  asked: {
    readonly facts: ClinicFacts;
    readonly visits: readonly VisitToMove[];
    readonly query: EqualTimesQuery;
  },
): ReadonlyMap<string, EqualTime> {
  const { register } = tx;
  const own = register.practitioners.find(({ id }) => id === asked.query.practitionerId);
  const colleagues = register.practitioners.filter(
    ({ clinicId, title }) => clinicId === own?.clinicId && title === own.title,
  );
  return nearestEqualTimes({ ...asked.facts, now: tx.now }, asked.visits, {
    alsoOf: new Set(asked.query.others ? colleagues.map(({ id }) => id) : []),
    chairs: new Set(register.resources.map(({ id }) => id)),
    stepMinutes: own?.timeUnitMinutes ?? 5,
    sharedAt: (resourceId) => sharedAt(register, resourceId),
  });
}

function viewOf(
  { register }: PracticeTransaction,
  { id, during }: Pick<VisitToMove, 'id' | 'during'>,
  found: EqualTime | undefined,
): EqualTimeView {
  if (found === undefined) return { bookingId: id, suggestion: null };
  const to = (found.start + (during.to - during.from)) as typeof found.start;
  const stretch = stretchOfInterval(register.zone, { from: found.start, to });
  return { bookingId: id, suggestion: { ...found, ...stretch } };
}

/**
 * Moves and cancels what staff chose, one by one: one refusal leaves the others. What patients are
 * to be told of a cancellation is recorded with it. Refuses `unknown-absence`.
 */
export async function settleAbsence(
  context: ClinicContext,
  by: StaffMember,
  { absenceId, decisions }: SettleAbsenceCommand,
): Promise<Outcome<readonly SettledView[]>> {
  if ((await openBook(context)) === null) return refuse('unknown-practice');
  const absence = await loadAbsence(context.pool, absenceId);
  if (absence === null) return refuse('unknown-absence');
  const settled: SettledView[] = [];
  for (const decision of decisions) {
    const done = await settle(context, by, { decision, absenceId });
    settled.push({
      bookingId: decision.bookingId,
      refusal: done.ok ? null : done.refusal.code,
    });
  }
  return ok(settled);
}

async function settle(
  context: ClinicContext,
  by: StaffMember,
  { decision, absenceId }: { readonly decision: AbsenceDecision; readonly absenceId: AbsenceId },
): Promise<Outcome<unknown>> {
  if (decision.type === 'move') return move(context, by, { ...decision, override: false });
  const { bookingId } = decision;
  const message = decision.message.slice(0, messageMaxLength);
  const cancelled = await cancel(context, by, { bookingId, reason: 'practitioner-absent' });
  if (!cancelled.ok || message === '') return cancelled;
  return inPractice(context, async (tx) => {
    await recordAbsenceNotice(
      tx.db,
      { bookingId, absenceId, message },
      { by: by.userId, at: tx.now },
    );
    return ok(null);
  });
}
