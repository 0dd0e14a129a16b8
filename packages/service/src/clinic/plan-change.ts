import { createHash } from 'node:crypto';
import {
  ok,
  planDifference,
  refuse,
  type Outcome,
  type PlanChangeId,
  type PlanDifference,
  type Preblock,
  type ResourceId,
  type Shift,
} from '@tidbok/core';
import { announce } from '@tidbok/sync';
import {
  deleteAbsence,
  insertAbsence,
  joinSeries,
  loadBookingsById,
  recordPlanChange,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { changed } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { mayWorkAt } from './members.ts';
import { onlineRules } from './online-rules.ts';
import { planAbsence, planAbsenceRemoval } from './plan-absences.ts';
import { planPreblockRemoval, planRepetition } from './plan-preblocks.ts';
import { planRemoval, planShiftChange, planWeeks } from './plan-shifts.ts';
import type { PlanChange, Planned } from './planned.ts';
import { inPractice, momentOf, type PracticeTransaction } from './practice-transaction.ts';
import { liesOutside } from './preblock-rules.ts';
import type { StaffMember } from './staff.ts';
import type { PlanDone, PlanPreview } from './views/book.ts';
import { bookedView, patientIdsOf } from './views/booked-view.ts';
import { preblockView } from './views/planned-views.ts';

/** So many times are listed by name; the figure beside counts them all. */
const timesListed = 200;

/** What a change of the plan would do, without doing it (S5). The read of patients is recorded. */
export async function previewPlan(
  context: ClinicContext,
  by: StaffMember,
  change: PlanChange,
): Promise<Outcome<PlanPreview>> {
  return inPractice(context, async (tx) => {
    const planned = await plan(tx, by, change);
    return planned.ok ? ok(await previewOf(tx, by, planned.value)) : planned;
  });
}

/**
 * Makes the change. `seen` is what its preview said: refuses `changed-meanwhile` when the plan, or
 * the bookings that the change touches, are no longer those that were confirmed.
 */
export async function changePlan(
  context: ClinicContext,
  by: StaffMember,
  { change, seen }: { readonly change: PlanChange; readonly seen?: string },
): Promise<Outcome<PlanDone>> {
  return inPractice(context, async (tx) => {
    const planned = await plan(tx, by, change);
    if (!planned.ok) return planned;
    const allowed = mayWorkAt(tx.register, by, chairsOf(planned.value));
    if (!allowed.ok) return allowed;
    const preview = await previewOf(tx, by, planned.value);
    if (seen !== undefined && seen !== preview.seen) return refuse('changed-meanwhile');
    return ok({ ...preview, ...(await carryOut(tx, by, planned.value)) });
  });
}

async function plan(
  tx: PracticeTransaction,
  by: StaffMember,
  change: PlanChange,
): Promise<Outcome<Planned>> {
  switch (change.type) {
    case 'repeat-week':
      return planWeeks(tx, change);
    case 'remove-shift':
      return planRemoval(tx, change.shiftId);
    case 'change-shift':
      return planShiftChange(tx, change);
    case 'repeat-preblock':
      return planRepetition(tx, by, change);
    case 'remove-preblocks':
      return planPreblockRemoval(tx, by, change);
    case 'insert-absence':
      return planAbsence(tx, change);
    case 'remove-absence':
      return planAbsenceRemoval(tx, change.absenceId);
  }
}

async function previewOf(
  tx: PracticeTransaction,
  by: StaffMember,
  planned: Planned,
): Promise<PlanPreview> {
  const difference = differenceOf(tx, planned);
  const rows = await loadBookingsById(tx.db, difference.bookings);
  await audited(tx.db, by, { what: 'plan', patientIds: patientIdsOf(rows) });
  const outside = new Set(difference.preblocks);
  const parts = partsOf(planned);
  return {
    seen: fingerprint(planned, difference),
    inserted: parts.insertedShifts.length + parts.insertedPreblocks.length,
    removed: parts.removedShifts.length + parts.removedPreblocks.length,
    published: listed(difference.published),
    withdrawn: listed(difference.withdrawn),
    bookings: rows.map((row) => bookedView(row, tx.register)),
    preblocks: planned.before.preblocks
      .filter(({ id }) => outside.has(id))
      .map((preblock) => preblockView(preblock, tx.register, tx.now))
      .filter((view) => view !== undefined)
      .sort((a, b) => a.start - b.start),
    skippedOn: planned.skippedOn,
    outsideSchedule: parts.insertedPreblocks.some((each) => liesOutside(planned.after, each)),
  };
}

/** Without a site there is nothing to publish or withdraw. */
function differenceOf(tx: PracticeTransaction, { before, after }: Planned): PlanDifference {
  const difference = planDifference(
    { before, after },
    { rules: onlineRules(tx.register), now: tx.now },
  );
  return before.paired ? difference : { ...difference, published: [], withdrawn: [] };
}

function listed(times: PlanDifference['published']): PlanPreview['published'] {
  return { count: times.length, times: times.slice(0, timesListed) };
}

type Parts = Pick<
  Parameters<typeof recordPlanChange>[1]['undo'],
  'removedShifts' | 'insertedShifts' | 'removedPreblocks' | 'insertedPreblocks'
>;

/** What the writes take away and put in. */
export function partsOf({ before, writes }: Planned): Parts {
  const shifts = new Map(before.shifts.map((shift) => [shift.id, shift]));
  const preblocks = new Map(before.preblocks.map((preblock) => [preblock.id, preblock]));
  const known = <Part>(part: Part | undefined): Part[] => (part === undefined ? [] : [part]);
  return {
    insertedShifts: writes.flatMap((each) => (each.type === 'insert-shift' ? [each.shift] : [])),
    removedShifts: writes.flatMap((each) =>
      each.type === 'delete-shift' ? known(shifts.get(each.shiftId)) : [],
    ),
    insertedPreblocks: writes.flatMap((each) =>
      each.type === 'insert-preblock' ? [each.preblock] : [],
    ),
    removedPreblocks: writes.flatMap((each) =>
      each.type === 'delete-preblock' ? known(preblocks.get(each.preblockId)) : [],
    ),
  };
}

/**
 * Of what was confirmed: the plan of the chairs and practitioners concerned, what is put in, and
 * which bookings it touches. Ids that are made anew at each asking are left out.
 */
function fingerprint(planned: Planned, difference: PlanDifference): string {
  const { before } = planned;
  const parts = partsOf(planned);
  const shifts = [...parts.insertedShifts, ...parts.removedShifts];
  const preblocks = [...parts.insertedPreblocks, ...parts.removedPreblocks];
  const absences = [...planned.insertedAbsences, ...planned.removedAbsences];
  const who = new Set([...shifts, ...absences].map(({ practitionerId }) => practitionerId));
  const near = before.shifts.filter((shift) => who.has(shift.practitionerId));
  const where = new Set([...shifts, ...preblocks, ...near].map(({ resourceId }) => resourceId));
  const seen = {
    shifts: before.shifts
      .filter((each) => where.has(each.resourceId))
      .map(({ id }) => id)
      .sort(),
    preblocks: before.preblocks
      .filter(({ resourceId }) => where.has(resourceId))
      .map(({ id, from, to }) => `${id} ${from} ${to}`)
      .sort(),
    absences: (before.absences ?? []).map(({ id }) => id).sort(),
    inserted: [...parts.insertedShifts, ...parts.insertedPreblocks].map(placeOf),
    removed: [...parts.removedShifts, ...parts.removedPreblocks].map(placeOf),
    bookings: difference.bookings,
  };
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}

/** The chairs whose plan it changes. */
function chairsOf(planned: Planned): ResourceId[] {
  const parts = partsOf(planned);
  const all = [
    ...[...parts.insertedShifts, ...parts.removedShifts],
    ...[...parts.insertedPreblocks, ...parts.removedPreblocks],
  ];
  return all.map(({ resourceId }) => resourceId);
}

function placeOf({ resourceId, from, to }: Shift | Preblock): string {
  return `${resourceId} ${from} ${to}`;
}

/** Writes it down, announces what it changes of the offers, and remembers how to undo it. */
export async function carryOut(
  tx: PracticeTransaction,
  by: StaffMember,
  planned: Planned,
): Promise<Pick<PlanDone, 'changeId' | 'absenceId'>> {
  const { days, insertedAbsences, removedAbsences, joins } = planned;
  await writePlan(tx, by, planned);
  const changeId = tx.context.newId<PlanChangeId>();
  const undo = {
    ...partsOf(planned),
    insertedAbsences,
    removedAbsences,
    joined: joins?.preblockId ?? null,
  };
  const change = { id: changeId, what: planned.what, ...days, undo };
  await recordPlanChange(tx.db, change, { by: by.userId, at: tx.now });
  return { changeId, absenceId: insertedAbsences[0]?.id ?? null };
}

export async function writePlan(
  tx: PracticeTransaction,
  by: StaffMember,
  planned: Planned,
): Promise<void> {
  const who = { by: by.userId, at: tx.now };
  for (const { id } of planned.removedAbsences) await deleteAbsence(tx.db, id);
  for (const absence of planned.insertedAbsences) await insertAbsence(tx.db, absence, who);
  if (planned.joins !== null) {
    await joinSeries(tx.db, planned.joins.preblockId, planned.joins.seriesId);
  }
  const offers = announce(planned.after, momentOf(tx));
  const { insertedShifts, insertedPreblocks } = partsOf(planned);
  const ids = [...insertedShifts, ...insertedPreblocks].map(({ id }) => id);
  await tx.write([...planned.writes, ...offers], [changed(planned.kind, planned.days, ids)]);
}
