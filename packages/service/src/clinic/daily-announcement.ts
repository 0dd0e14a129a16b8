import { addDays, ok, toLocalDate, type LocalDate } from '@tidbok/core';
import { announce } from '@tidbok/sync';
import { offeredDays } from './announce-range.ts';
import { catalogWrites } from './catalog.ts';
import type { ClinicContext } from './context.ts';
import { inPractice, momentOf, type DayRange } from './practice-transaction.ts';

/** So many share a transaction: nobody waits long for the practice's lock. */
const DAYS_AT_ONCE = 7;

/**
 * Announces what the passing of time has made void or due. Preblocks expire at midnight (B4) and
 * every other change announces itself, so all days are gone through when the program starts and
 * once on each new day.
 */
export class DailyAnnouncement {
  #doneOn: LocalDate | null = null;

  async go(context: ClinicContext): Promise<void> {
    const due = await this.#begin(context);
    if (due === null) return;
    for (let from = due.days.from; from <= due.days.to; from = addDays(from, DAYS_AT_ONCE)) {
      await announceDays(context, { from, to: addDays(from, DAYS_AT_ONCE - 1) });
    }
    this.#doneOn = due.today;
  }

  /** null: there is nothing to go through now. */
  async #begin(
    context: ClinicContext,
  ): Promise<{ readonly today: LocalDate; readonly days: DayRange } | null> {
    const begun = await inPractice(context, async (tx) => {
      const today = toLocalDate(tx.register.zone, tx.now);
      if (tx.practice.mode !== 'paired' || this.#doneOn === today) return ok(null);
      const catalog = await catalogWrites(tx);
      if (catalog.length > 0) await tx.write(catalog, []);
      const days = await offeredDays(tx);
      return ok(days === null ? null : { today, days });
    });
    return begun.ok ? begun.value : null;
  }
}

async function announceDays(context: ClinicContext, days: DayRange): Promise<void> {
  await inPractice(context, async (tx) => {
    if (tx.practice.mode !== 'paired') return ok(null);
    const writes = announce(await tx.facts(days), momentOf(tx));
    if (writes.length > 0) await tx.write(writes, []);
    return ok(null);
  });
}
