import { ok } from '@tidbok/core';
import type { Position } from '@tidbok/protocol';
import { setHalted } from '@tidbok/store/clinic';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { inPractice } from './practice-transaction.ts';

const reasonMaxLength = 500;

/** Stops the sync until a person has looked; answers where it stands. */
export async function halt(
  context: ClinicContext,
  seq: number,
  because: string,
): Promise<Position> {
  const outcome = await inPractice(context, async (tx) => {
    await setHalted(tx.db, { seq, because: because.slice(0, reasonMaxLength) });
    await tx.write([], [changedEverywhere('sync')]);
    return ok(tx.practice.siteCursor);
  });
  if (!outcome.ok) throw new Error(`The halt was refused: ${outcome.refusal.code}`);
  return outcome.value;
}
