import { HOUR_MS, instant, type PracticeId } from '@tidbok/core';
import {
  applyAtSite,
  eraseOutdated,
  forgetOldSiteRecords,
  loadDue,
  noteSiteDatabase,
  type DueRow,
} from '@tidbok/store/site';
import { decideTick } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import { fence } from './resync.ts';

/** A frontier is looked at when it is so far behind: the step that it moves by. */
const frontierStepMinutes = 15;
/** A hold that has run out is told apart from one that never was for so long. */
const keepHoldMinutes = 60;
/** Practices looked after in one go; the next tick takes the next ones. */
const maxPractices = 500;
/** A repeated request is answered like the first for so long. */
const idempotencyHours = 48;
const eraseEveryMs = 60_000;
/** The log is kept so long; a clinic that was away longer begins anew. */
const keepLogDays = 90;

/** What time alone changes, for all practices of this node's database. */
export class Ticker {
  readonly #context: SiteContext;
  /** Practices whose clock was seen to agree since this node started. */
  readonly #agree = new Set<PracticeId>();
  /** Practices whose frontier has jumped since. */
  readonly #jumped = new Set<PracticeId>();
  #erasedAt = 0;
  #running: Promise<void> | null = null;
  /** The tick after the one that runs, shared by all who asked meanwhile. */
  #next: Promise<void> | null = null;

  constructor(context: SiteContext) {
    this.#context = context;
  }

  /** The clinic's clock and this one agree within a minute: its frontier may jump. */
  async clocksAgree(practiceId: PracticeId): Promise<void> {
    this.#agree.add(practiceId);
    await this.tickSoon();
  }

  /** A tick out of turn, whose failing is no harm: the next one comes. */
  async tickSoon(): Promise<void> {
    await this.tick().catch(() => undefined);
  }

  /** One tick at a time; all who ask meanwhile share one more after it. */
  tick(): Promise<void> {
    if (this.#running === null) return this.#begin();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.#begin();
      });
    return this.#next;
  }

  #begin(): Promise<void> {
    const running = this.#tick().finally(() => {
      this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #tick(): Promise<void> {
    const { pool, now, log } = this.#context;
    const due = await loadDue(pool, now(), {
      stepMinutes: frontierStepMinutes,
      keepHoldMinutes,
      limit: maxPractices,
    });
    for (const row of due) await this.#tickPractice(row);
    if (now() - this.#erasedAt < eraseEveryMs) return;
    this.#erasedAt = now();
    await forgetOldSiteRecords(pool, instant(now() - keepLogDays * 24 * HOUR_MS));
    await this.noticeRestore();
    const keysBefore = instant(now() - idempotencyHours * HOUR_MS);
    const erased = await eraseOutdated(pool, now(), keysBefore);
    if (erased.messages > 0 || erased.keys > 0) log.info(erased, 'What is kept no longer is gone.');
  }

  /** A database that is another one, or in another past, than the one noted last was restored. */
  async noticeRestore(): Promise<void> {
    const context = this.#context;
    const database = await noteSiteDatabase(context.pool, (id) => fence(context, id));
    if (database === 'other') context.log.error({}, 'ALARM: the site’s database was restored.');
  }

  async #tickPractice(row: DueRow): Promise<void> {
    const { pool, now, wakes } = this.#context;
    const { practiceId } = row;
    const mayJump = this.#agree.has(practiceId) && !this.#jumped.has(practiceId);
    // Before the first jump there is nothing to step on from.
    const nearHours = row.frontierAt > 0 || mayJump ? row.nearHours : null;
    const decision = decideTick({ ...row, nearHours, mayJump }, now());
    if (decision === null) return;
    const applied = await applyAtSite(pool, practiceId, decision);
    // Stale: somebody booked, or another node ticked; the next tick looks again.
    if (applied.type !== 'written') return;
    if (mayJump && row.nearHours !== null) this.#jumped.add(practiceId);
    wakes.committed(
      practiceId,
      decision.writes.some(({ type }) => type === 'append'),
    );
  }
}
