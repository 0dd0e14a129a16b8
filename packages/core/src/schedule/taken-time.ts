import type { SubjectId } from '../foundation/ids.ts';
import { intervalSet } from '../time/interval-set.ts';
import type { Instant, Interval, IntervalSet } from '../time/instant.ts';
import type { Occupancy } from './occupancy.ts';

/**
 * When each subject is taken by any of the visits (or blocks, or holds) given. Fastest when they
 * come in order of start.
 */
export function takenTime(
  visits: Iterable<{ readonly occupancies: readonly Occupancy[] }>,
): ReadonlyMap<SubjectId, IntervalSet> {
  const taken = new TimeBySubject();
  for (const { occupancies } of visits) {
    for (const { subjectId, during } of occupancies) taken.add(subjectId, during);
  }
  return taken.sets();
}

interface Growing {
  readonly pieces: { from: Instant; to: Instant }[];
  last: { from: Instant; to: Instant };
  inOrder: boolean;
}

/** Sets of time in the making, one per subject: merged as they grow, sorted only if need be. */
export class TimeBySubject {
  readonly #growing = new Map<SubjectId, Growing>();

  add(subjectId: SubjectId, { from, to }: Interval): void {
    const growing = this.#growing.get(subjectId);
    if (growing === undefined) {
      const last = { from, to };
      this.#growing.set(subjectId, { pieces: [last], last, inOrder: true });
      return;
    }
    const { last } = growing;
    if (from >= last.from && from <= last.to) {
      if (to > last.to) last.to = to;
      return;
    }
    if (from < last.from) growing.inOrder = false;
    growing.last = { from, to };
    growing.pieces.push(growing.last);
  }

  sets(): ReadonlyMap<SubjectId, IntervalSet> {
    const sets = new Map<SubjectId, IntervalSet>();
    for (const [subjectId, { pieces, inOrder }] of this.#growing) {
      sets.set(subjectId, inOrder ? pieces : intervalSet(pieces));
    }
    return sets;
  }
}
