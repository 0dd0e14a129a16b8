import {
  addDays,
  checkPlacing,
  dateOf,
  intervalOfLocal,
  localDateTime,
  localInterval,
  outsideSchedule,
  refuse,
  refuseFields,
  type Outcome,
  type PractitionerId,
  type Preblock,
  type PreblockKind,
  type ResourceId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';
import type { PlacePreblockCommand } from './desk.ts';
import { mayStillUse } from './in-use.ts';
import { may, mayWorkAt } from './members.ts';
import type { PracticeTransaction } from './practice-transaction.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { StaffMember } from './staff.ts';

/** Refuses unknown ids, `permission-missing`, `preblock-code-required`, `kind-is-personal`. */
export async function mayPlace(
  tx: PracticeTransaction,
  by: StaffMember,
  command: Pick<PlacePreblockCommand, 'kindId' | 'resourceId' | 'code' | 'from' | 'to'>,
): Promise<Outcome<PreblockKind>> {
  const { register } = tx;
  const kind = register.kinds.find(({ id }) => id === command.kindId);
  if (kind === undefined) return refuse('unknown-kind');
  if (!register.resources.some(({ id }) => id === command.resourceId)) {
    return refuse('unknown-resource');
  }
  const allowed = mayTouch(tx.register, by, { kind, resourceId: command.resourceId });
  if (!allowed.ok) return allowed;
  const usable = mayStillUse(register, { resourceId: command.resourceId, practitionerId: null });
  if (!usable.ok) return usable;
  const practitionerId = await bookOf(tx, kind, command);
  return checkPlacing(kind, { code: command.code ?? '', practitionerId });
}

/**
 * A1: placing, repeating, changing and removing Internet preblocks needs *Preblock för internet*;
 * any preblock, a chair of a clinic where they work.
 */
export function mayTouch(
  register: LoadedRegister,
  by: StaffMember,
  { kind, resourceId }: { readonly kind: PreblockKind; readonly resourceId: ResourceId },
): Outcome<null> {
  return kind.rule.type === 'internet' && !may(by, 'preblock-internet')
    ? refuse('permission-missing', { permission: 'preblock-internet' })
    : mayWorkAt(register, by, [resourceId]);
}

/** Whose book the stretch is in: who is on shift in the chair, its kind's owner first. */
async function bookOf(
  tx: PracticeTransaction,
  kind: PreblockKind,
  { resourceId, from, to }: Pick<Preblock, 'resourceId' | 'from' | 'to'>,
): Promise<PractitionerId | null> {
  const { validFor } = kind;
  if (validFor.type === 'resources') return null;
  const date = dateOf(from);
  const { shifts } = await tx.facts({ from: date, to: date });
  const onShift = shifts
    .filter((shift) => shift.resourceId === resourceId && shift.from < to && from < shift.to)
    .map(({ practitionerId }) => practitionerId);
  const owner = onShift.find((id) => id === validFor.practitionerId);
  return owner ?? onShift[0] ?? null;
}

/** Refuses what runs past midnight, and hours that summer time skips or doubles. */
export function withinOneDay(
  { register }: PracticeTransaction,
  { from, to }: Pick<Preblock, 'from' | 'to'>,
): Outcome<unknown> {
  const midnight = localDateTime(addDays(dateOf(from), 1), 0);
  if (to > midnight) return refuseFields([{ field: 'end', reason: 'another-day' }]);
  return localInterval(register.zone, { from, to });
}

/** Of the same kind in the same chair at the same time. */
export function standsIn(preblock: Preblock): (other: Preblock) => boolean {
  return (other) =>
    other.resourceId === preblock.resourceId &&
    other.kindId === preblock.kindId &&
    other.from < preblock.to &&
    preblock.from < other.to;
}

/** S1: some of it is covered by no shift in its chair. */
export function liesOutside(facts: ClinicFacts, { resourceId, from, to }: Preblock): boolean {
  const during = intervalOfLocal(facts.zone, { from, to });
  return during === undefined || outsideSchedule(facts, { resourceId, during }).length > 0;
}
