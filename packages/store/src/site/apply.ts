import type { Instant, PracticeId } from '@tidbok/core';
import { encodeEntry, type Catalog, type SiteEntry } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

/** A decision of the sync room: under which guards what is to be written. */
export interface DecidedAtSite {
  readonly guards: readonly { readonly type: string }[];
  readonly writes: readonly DecidedSiteWrite[];
}

interface DecidedSiteWrite {
  readonly type: string;
  readonly at?: Instant;
  readonly entry?: SiteEntry;
  readonly catalog?: Catalog;
}

/** `stale` names the guard that no longer held: nothing was written, load and decide again. */
export type AppliedAtSite =
  | { readonly type: 'written'; readonly head: number }
  | { readonly type: 'stale'; readonly guard: string }
  /** The exclusion constraint had the last word; nothing was written. */
  | { readonly type: 'time-taken' };

type Answer = { readonly ok: true; readonly head: number } | { readonly stale: string };

/** Writes a decision down in one call: lock, recheck the guards, write; all of it or nothing. */
export async function applyAtSite(
  db: Queryable,
  practiceId: PracticeId,
  { guards, writes }: DecidedAtSite,
): Promise<AppliedAtSite> {
  try {
    const { rows } = await db.query<{ answer: Answer }>({
      name: 'site-apply',
      text: 'select site_apply($1, $2, $3) as answer',
      values: [practiceId, JSON.stringify(guards), writesText(writes)],
    });
    const answer = rows[0]?.answer;
    if (answer === undefined) throw new Error('site_apply gave no answer');
    return 'ok' in answer
      ? { type: 'written', head: answer.head }
      : { type: 'stale', guard: answer.stale };
  } catch (error) {
    if (isTaken(error)) return { type: 'time-taken' };
    throw error;
  }
}

/** Writes as `site_apply` takes them. */
export function writesText(writes: readonly DecidedSiteWrite[]): string {
  return JSON.stringify(writes.map(withText));
}

/** What is hashed or shown verbatim is made to text here, and kept so. */
function withText(write: DecidedSiteWrite): object {
  if (write.type === 'append' && write.entry !== undefined) {
    const { entry, ...place } = write;
    const { type: entryType, ...encoded } = encodeEntry(entry);
    return { ...place, entryType, ...encoded };
  }
  if (write.catalog !== undefined) return { ...write, verbatim: JSON.stringify(write.catalog) };
  return write;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'occupancy_free';
}
