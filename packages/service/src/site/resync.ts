import { createHash, randomUUID } from 'node:crypto';
import type { PracticeId } from '@tidbok/core';
import type { ClinicEntry, LogRecord } from '@tidbok/protocol';
import { applyAtSite, loadAgreed, loadStaged, loadWhole, type LinkRow } from '@tidbok/store/site';
import { decideFence, decideLife, decideMerge, digestText, type SiteDecision } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import { decideUntilWritten } from './decide-until-written.ts';
import type { Hello } from './site.ts';

/**
 * From here on the site confirms nothing alone for the practice, until the clinic has told all that
 * it knows (4.2).
 */
export async function fence(context: SiteContext, practiceId: PracticeId): Promise<void> {
  context.log.error({ practiceId }, 'The practice is fenced: what the site knows may be too old.');
  await write(context, practiceId, decideFence(randomUUID()));
}

/** The clinic has begun a new life of its log: the site's begins anew as well. */
export async function takeUpLife(
  context: SiteContext,
  { practiceId, ...hello }: Hello,
  known: LinkRow,
): Promise<void> {
  context.log.warn({ practiceId }, 'A clinic begins anew, with all that it knows.');
  await write(context, practiceId, decideLife(hello, known.clinicCursor));
}

async function write(
  { pool, wakes }: SiteContext,
  practiceId: PracticeId,
  decision: SiteDecision,
): Promise<void> {
  await applyAtSite(pool, practiceId, decision);
  wakes.committed(practiceId, false);
}

/** Unites what both knew, in one transaction, and answers the clinic with the result. */
export async function merge(
  context: SiteContext,
  practiceId: PracticeId,
  incoming: {
    readonly record: LogRecord;
    readonly entry: Extract<ClinicEntry, { type: 'SNAP_END' }>;
  },
): Promise<void> {
  const { now, log, wakes } = context;
  const { notes } = await decideUntilWritten(context.pool, practiceId, async (db) => {
    const rows = await loadWhole(db, practiceId);
    if (rows === null) throw new Error('the practice is gone');
    const { bookings, tombstones } = rows;
    const whole = {
      ...rows,
      tombstones: new Set(tombstones),
      registeredAt: new Map(bookings.map((each) => [each.bookingId, each.registeredAt])),
      staged: await loadStaged(db, practiceId),
    };
    const decision = decideMerge(whole, incoming, now());
    const applied = await applyAtSite(db, practiceId, decision);
    return applied.type === 'written' ? decision : 'stale';
  });
  for (const note of notes) log.warn(note, 'A visit of the clinic could not go in.');
  log.info({ practiceId }, 'Book and site are united.');
  wakes.committed(practiceId, true);
}

/** SHA-256 of what both must agree on when nothing is on its way (I4). */
export async function digestAt(context: SiteContext, practiceId: PracticeId): Promise<string> {
  const agreed = await loadAgreed(context.pool, practiceId);
  return createHash('sha256').update(digestText(agreed), 'utf8').digest('hex');
}

const bumpWindowMs = 300_000;
const maxBumps = 3;

/** Connections of one practice that fight each other: another computer may hold a copy of it. */
export class EpochWatch {
  readonly #raised = new Map<PracticeId, number[]>();

  /** True when the epoch was raised more than three times within five minutes. */
  isFight(practiceId: PracticeId, at: number): boolean {
    const recent = (this.#raised.get(practiceId) ?? []).filter((each) => at - each < bumpWindowMs);
    const raised = [...recent, at].slice(-maxBumps - 1);
    this.#raised.set(practiceId, raised);
    return raised.length > maxBumps;
  }
}

const digestEveryMs = 3_600_000;

/** Whole practices are compared at a HELLO, yet at most once an hour: 4,000 may come at once. */
export class DigestWatch {
  readonly #taken = new Map<PracticeId, number>();

  isDue(practiceId: PracticeId, at: number): boolean {
    const last = this.#taken.get(practiceId);
    if (last !== undefined && at - last < digestEveryMs) return false;
    this.#taken.set(practiceId, at);
    return true;
  }
}
