import type { BookingId } from '@tidbok/core';
import type { ClinicState, SiteState } from '@tidbok/sync';

/** What the checkers may see: both databases, and nothing of any session. */
export interface Both {
  readonly clinic: ClinicState;
  readonly site: SiteState;
  readonly epoch: number;
  /** Visits of whose end a restored book knows nothing. */
  readonly stale: ReadonlySet<BookingId>;
  /** Restored, and not started since: what such a database says is said to nobody. */
  readonly behind: { readonly clinic: boolean; readonly site: boolean };
}

/** Those of two versions of a list that are not the same in both, and perhaps some beside them. */
export function changedItems<T>(
  before: readonly T[],
  now: readonly T[],
): { readonly gone: readonly T[]; readonly come: readonly T[] } {
  if (before === now) return { gone: [], come: [] };
  const least = Math.min(before.length, now.length);
  let first = 0;
  while (first < least && before[first] === now[first]) first += 1;
  let last = 0;
  while (last < least - first && before.at(-1 - last) === now.at(-1 - last)) last += 1;
  return {
    gone: before.slice(first, before.length - last),
    come: now.slice(first, now.length - last),
  };
}
