import { dateOf, ok, refuse, type Outcome, type Preblock } from '@tidbok/core';
import { announce, factsAfter, type ClinicWrite } from '@tidbok/sync';
import { loadPreblock } from '@tidbok/store/clinic';
import { actorOf } from './cancel-booking.ts';
import { changed, oneDay } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { ChangePreblockCommand, PlacedPreblocks } from './desk.ts';
import { notOnSite } from './not-on-site.ts';
import { liesOutside, mayPlace, mayTouch, standsIn, withinOneDay } from './preblock-rules.ts';
import { hullOf, inPractice, momentOf, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { preblockView } from './views/planned-views.ts';

/**
 * Moves, resizes or changes the kind of one placed preblock; it leaves its series. Internet time
 * needs its permission, before and after (A1). Refuses as placing does.
 */
export async function changePreblock(
  context: ClinicContext,
  by: StaffMember,
  command: ChangePreblockCommand,
): Promise<Outcome<PlacedPreblocks>> {
  return inPractice(context, async (tx) => {
    const before = await loadPreblock(tx.db, command.preblockId);
    if (before === null) return refuse('unknown-preblock');
    const after: Preblock = {
      id: before.id,
      kindId: command.kindId ?? before.kindId,
      resourceId: command.resourceId ?? before.resourceId,
      from: command.from ?? before.from,
      to: command.to ?? before.to,
      seriesId: null,
    };
    const placed = withinOneDay(tx, after);
    if (!placed.ok) return placed;
    const allowed = await mayChange(tx, by, { before, after, code: command.code });
    return allowed.ok ? replace(tx, by, { before, after }) : allowed;
  });
}

async function mayChange(
  tx: PracticeTransaction,
  by: StaffMember,
  change: {
    readonly before: Preblock;
    readonly after: Preblock;
    readonly code: string | undefined;
  },
): Promise<Outcome<unknown>> {
  const { before, after } = change;
  const kind = tx.register.kinds.find(({ id }) => id === before.kindId);
  if (kind === undefined) return refuse('unknown-kind');
  const allowed = mayTouch(tx.register, by, { kind, resourceId: before.resourceId });
  if (!allowed.ok) return allowed;
  // The code was given when this kind was placed.
  const code = change.code ?? (after.kindId === before.kindId ? kind.code : '');
  return mayPlace(tx, by, { ...after, code });
}

async function replace(
  tx: PracticeTransaction,
  by: StaffMember,
  { before, after }: { readonly before: Preblock; readonly after: Preblock },
): Promise<Outcome<PlacedPreblocks>> {
  const both = [oneDay(dateOf(before.from)), oneDay(dateOf(after.from))];
  const days = hullOf(both) ?? oneDay(dateOf(after.from));
  const facts = await tx.facts(days);
  const others = facts.preblocks.filter(({ id }) => id !== before.id);
  if (others.some(standsIn(after))) return refuse('already-exists', { what: 'preblock' });
  const writes: ClinicWrite[] = [
    { type: 'delete-preblock', preblockId: before.id },
    { type: 'insert-preblock', preblock: after, actor: actorOf(by), at: tx.now },
  ];
  const then = factsAfter(facts, writes);
  await tx.write(
    [...writes, ...announce(then, momentOf(tx))],
    [changed('preblock', days, [after.id])],
  );
  const view = preblockView(after, tx.register, tx.now);
  return ok({
    items: view === undefined ? [] : [view],
    skippedOn: [],
    outsideSchedule: liesOutside(then, after),
    notOnSite: notOnSite(tx.register, then, [after]),
    changeId: null,
  });
}
