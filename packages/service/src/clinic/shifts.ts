import {
  checkShift,
  dateOf,
  ok,
  refuse,
  type Outcome,
  type Shift,
  type ShiftId,
} from '@tidbok/core';
import { announce, factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import { changed, oneDay } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { InsertShiftCommand } from './desk.ts';
import { mayStillUse } from './in-use.ts';
import { mayWorkAt } from './members.ts';
import {
  inPractice,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';
import { withinOneDay } from './preblock-rules.ts';
import type { StaffMember } from './staff.ts';
import type { ShiftView } from './views/book.ts';
import { shiftView } from './views/planned-views.ts';

/**
 * Makes a shift (S3). Refuses `shift-overlap` (the practitioner's in any chair or clinic, or the
 * chair's), unknown ids, and local times that summer time skips or doubles.
 */
export async function insertShift(
  context: ClinicContext,
  by: StaffMember,
  command: InsertShiftCommand,
): Promise<Outcome<ShiftView>> {
  return inPractice(context, async (tx) => {
    const known = checkParts(tx, by, command);
    if (!known.ok) return known;
    const placed = withinOneDay(tx, command);
    if (!placed.ok) return placed;
    const { resourceId, practitionerId, from, to } = command;
    const id = command.shiftId ?? context.newId<ShiftId>();
    const shift: Shift = { id, resourceId, practitionerId, from, to };
    const days = oneDay(dateOf(from));
    const facts = await tx.facts(days);
    const free = checkShift(shift, facts);
    if (!free.ok) return free;
    await writePlanned(tx, facts, { writes: [{ type: 'insert-shift', shift }], days, id });
    return ok(shiftView(shift, tx.register.zone));
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
  by: StaffMember,
  { resourceId, practitionerId }: InsertShiftCommand,
): Outcome<null> {
  if (!register.resources.some(({ id }) => id === resourceId)) return refuse('unknown-resource');
  if (!register.practitioners.some(({ id }) => id === practitionerId)) {
    return refuse('unknown-practitioner');
  }
  const allowed = mayWorkAt(register, by, [resourceId]);
  return allowed.ok ? mayStillUse(register, { resourceId, practitionerId }) : allowed;
}
