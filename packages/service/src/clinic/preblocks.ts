import {
  ok,
  type Outcome,
  type Preblock,
  type PreblockId,
  type PreblockSeriesId,
} from '@tidbok/core';
import type { ClinicContext } from './context.ts';
import type {
  PlacedPreblocks,
  PlacePreblockCommand,
  RemovePreblocksCommand,
  RepeatPreblockCommand,
} from './desk.ts';
import { notOnSite } from './not-on-site.ts';
import { carryOut, partsOf } from './plan-change.ts';
import { datesOf, planPreblockRemoval, planRepetition, planSeries } from './plan-preblocks.ts';
import type { Planned } from './planned.ts';
import { liesOutside, mayPlace, withinOneDay } from './preblock-rules.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { preblockView } from './views/planned-views.ts';

/**
 * Places a preblock, or a whole series of it (B1, U1, U2). Refuses `permission-missing` (A1, A2),
 * `preblock-code-required`, `kind-is-personal`, `already-exists`, unknown ids and impossible
 * local times. Days of a series on which the same kind stands already are left out and named.
 */
export async function placePreblock(
  context: ClinicContext,
  by: StaffMember,
  command: PlacePreblockCommand,
): Promise<Outcome<PlacedPreblocks>> {
  return inPractice(context, async (tx) => {
    const { kindId, resourceId, from, to } = command;
    const placed = withinOneDay(tx, command);
    if (!placed.ok) return placed;
    const kind = await mayPlace(tx, by, command);
    if (!kind.ok) return kind;
    const seriesId = command.repeat === undefined ? null : context.newId<PreblockSeriesId>();
    const id = command.preblockId ?? context.newId<PreblockId>();
    const first: Preblock = { id, kindId, resourceId, from, to, seriesId };
    const dates = datesOf(first, command.repeat);
    if (!dates.ok) return dates;
    const series = { first, dates: dates.value, firstIsThere: false };
    const planned = await planSeries(tx, by, series);
    return planned.ok ? ok(await placedOf(tx, by, planned.value)) : planned;
  });
}

/** U2 *Repetera*: a preblock that stands becomes the first of a series. */
export async function repeatPreblock(
  context: ClinicContext,
  by: StaffMember,
  command: RepeatPreblockCommand,
): Promise<Outcome<PlacedPreblocks>> {
  return inPractice(context, async (tx) => {
    const planned = await planRepetition(tx, by, { type: 'repeat-preblock', ...command });
    return planned.ok ? ok(await placedOf(tx, by, planned.value)) : planned;
  });
}

async function placedOf(
  tx: PracticeTransaction,
  by: StaffMember,
  planned: Planned,
): Promise<PlacedPreblocks> {
  const { changeId } = await carryOut(tx, by, planned);
  const { insertedPreblocks } = partsOf(planned);
  return {
    items: insertedPreblocks
      .map((preblock) => preblockView(preblock, tx.register, tx.now))
      .filter((view) => view !== undefined),
    skippedOn: planned.skippedOn,
    outsideSchedule: insertedPreblocks.some((preblock) => liesOutside(planned.after, preblock)),
    notOnSite: notOnSite(tx.register, planned.after, insertedPreblocks),
    changeId,
  };
}

/**
 * Removes a preblock, those of its series from it on, or all of them (U2). Bookings on it stay;
 * Internet time is withdrawn from the site. Refuses `unknown-preblock`, `permission-missing`.
 */
export async function removePreblock(
  context: ClinicContext,
  by: StaffMember,
  command: RemovePreblocksCommand,
): Promise<Outcome<{ readonly removed: number } & Pick<PlacedPreblocks, 'changeId'>>> {
  return inPractice(context, async (tx) => {
    const planned = await planPreblockRemoval(tx, by, command);
    if (!planned.ok) return planned;
    const { changeId } = await carryOut(tx, by, planned.value);
    return ok({ removed: planned.value.writes.length, changeId });
  });
}
