import { addDays, addMonths, isLocalDate, toLocalDate } from '@tidbok/core';
import { announce, type ClinicWrite } from '@tidbok/sync';
import { announcedSpan, lastPreblockDay, type NotedChange } from '@tidbok/store/clinic';
import { catalogWrites } from './catalog.ts';
import {
  daysOf,
  hullOf,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';

/**
 * After a change of settings: the catalogue when it differs from what the site has, and the
 * difference in offers over all days on which anything is, or should be, offered.
 */
export async function announceAll(
  tx: PracticeTransaction,
  changes: readonly NotedChange[],
): Promise<void> {
  const writes: ClinicWrite[] = [...(await catalogWrites(tx))];
  const range = await offeredDays(tx);
  if (range !== null) {
    writes.push(...announce(await tx.facts(range), momentOf(tx)));
  }
  await tx.write(writes, changes);
}

/** All days on which anything is, or should be, offered; null when there is none. */
export async function offeredDays(tx: PracticeTransaction): Promise<DayRange | null> {
  const today = toLocalDate(tx.register.zone, tx.now);
  const [span, lastDay] = [await announcedSpan(tx.db), await lastPreblockDay(tx.db)];
  const announced = span === null ? null : daysOf(tx.register, span);
  const planned = lastDay !== null && isLocalDate(lastDay) ? { from: today, to: lastDay } : null;
  const hull = hullOf([announced, planned].filter((range) => range !== null));
  if (hull === null) return null;
  const horizon = addDays(addMonths(today, maxMonthsAhead), 1);
  return { from: hull.from, to: hull.to < horizon ? hull.to : horizon };
}

/** Nothing is planned further ahead than this. */
const maxMonthsAhead = 36;
