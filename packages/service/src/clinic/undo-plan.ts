import { checkShifts, ok, refuse, type Outcome, type PlanChangeId } from '@tidbok/core';
import { factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import { joinSeries, loadPlanChange, markUndone, type PlanUndo } from '@tidbok/store/clinic';
import { actorOf } from './cancel-booking.ts';
import type { ClinicContext } from './context.ts';
import { writePlan } from './plan-change.ts';
import { plannedOn } from './planned.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import { mayTouch, standsIn } from './preblock-rules.ts';
import type { StaffMember } from './staff.ts';

/**
 * Takes a change of the plan back. Refuses `unknown-plan-change`, `changed-meanwhile` when it was
 * undone already or what it made no longer stands as it was left, and `permission-missing`.
 */
export async function undoPlan(
  context: ClinicContext,
  by: StaffMember,
  changeId: PlanChangeId,
): Promise<Outcome<null>> {
  return inPractice(context, async (tx) => {
    const change = await loadPlanChange(tx.db, changeId);
    if (change === null) return refuse('unknown-plan-change');
    if (change.undone) return refuse('changed-meanwhile');
    const allowed = mayUndo(tx, by, change.undo);
    if (!allowed.ok) return allowed;
    const { from, to, undo } = change;
    const before = await tx.facts({ from, to });
    const writes = inverse(tx, by, undo);
    const stands = stillStands(before, undo, writes);
    if (!stands.ok) return stands;
    await writePlan(
      tx,
      by,
      plannedOn(before, {
        what: 'repeat-week',
        kind:
          undo.insertedPreblocks.length + undo.removedPreblocks.length > 0 ? 'preblock' : 'shift',
        days: { from, to },
        writes,
        insertedAbsences: undo.removedAbsences,
        removedAbsences: undo.insertedAbsences,
      }),
    );
    if (undo.joined !== null) await joinSeries(tx.db, undo.joined, null);
    await markUndone(tx.db, changeId, tx.now);
    return ok(null);
  });
}

function mayUndo({ register }: PracticeTransaction, by: StaffMember, undo: PlanUndo) {
  for (const { kindId, resourceId } of [...undo.insertedPreblocks, ...undo.removedPreblocks]) {
    const kind = register.kinds.find(({ id }) => id === kindId);
    if (kind === undefined) continue;
    const allowed = mayTouch(register, by, { kind, resourceId });
    if (!allowed.ok) return allowed;
  }
  return ok(null);
}

function inverse(tx: PracticeTransaction, by: StaffMember, undo: PlanUndo): ClinicWrite[] {
  return [
    ...undo.insertedShifts.map(({ id }): ClinicWrite => ({ type: 'delete-shift', shiftId: id })),
    ...undo.insertedPreblocks.map(({ id }): ClinicWrite => ({
      type: 'delete-preblock',
      preblockId: id,
    })),
    ...undo.removedShifts.map((shift): ClinicWrite => ({ type: 'insert-shift', shift })),
    ...undo.removedPreblocks.map((preblock): ClinicWrite => ({
      type: 'insert-preblock',
      preblock,
      actor: actorOf(by),
      at: tx.now,
    })),
  ];
}

/** What the change put in is as it was left, and there is room for what it took away. */
function stillStands(
  before: ClinicFacts,
  undo: PlanUndo,
  writes: readonly ClinicWrite[],
): Outcome<null> {
  const shifts = new Map(before.shifts.map((each) => [each.id, each]));
  const preblocks = new Map(before.preblocks.map((each) => [each.id, each]));
  const absences = new Set((before.absences ?? []).map(({ id }) => id));
  const asLeft = [
    ...undo.insertedShifts.map((each) => same(each, shifts.get(each.id))),
    ...undo.insertedPreblocks.map((each) => same(each, preblocks.get(each.id))),
    ...undo.insertedAbsences.map(({ id }) => absences.has(id)),
  ];
  if (asLeft.includes(false)) return refuse('changed-meanwhile');
  const emptied = factsAfter(
    before,
    writes.filter(({ type }) => type === 'delete-shift' || type === 'delete-preblock'),
  );
  const taken = undo.removedPreblocks.some((each) => emptied.preblocks.some(standsIn(each)));
  if (taken || !checkShifts(undo.removedShifts, emptied).ok) return refuse('changed-meanwhile');
  return ok(null);
}

interface Placed {
  readonly resourceId: string;
  readonly from: string;
  readonly to: string;
}

function same(left: Placed, found: Placed | undefined): boolean {
  return found?.resourceId === left.resourceId && found.from === left.from && found.to === left.to;
}
