import type { SubjectId } from '../foundation/ids.ts';
import { instant, type Interval, type IntervalSet } from '../time/instant.ts';
import type { Occupancy } from './occupancy.ts';

/** When each subject is taken by any of the visits (or blocks, or holds) given, in any order. */
export function takenTime(
  visits: Iterable<{ readonly occupancies: readonly Occupancy[] }>,
): ReadonlyMap<SubjectId, IntervalSet> {
  const taken = new TimeBySubject();
  for (const { occupancies } of visits) {
    for (const { subjectId, during } of occupancies) taken.add(subjectId, during);
  }
  return taken.sets();
}

/**
 * Sets of time in the making, one per subject. A visit comes with its chair and its practitioner,
 * and mostly after the visit before it, so the last two subjects are at hand and most times are
 * appended.
 */
export class TimeBySubject {
  readonly #times = new Map<SubjectId, GrowingTime>();
  #last: GrowingTime | undefined;
  #lastButOne: GrowingTime | undefined;

  add(subjectId: SubjectId, { from, to }: Interval): void {
    let time = this.#lastButOne?.subjectId === subjectId ? this.#lastButOne : this.#last;
    if (time?.subjectId !== subjectId) {
      time = this.#times.get(subjectId);
      if (time === undefined) this.#times.set(subjectId, (time = new GrowingTime(subjectId)));
    }
    if (time !== this.#last) this.#lastButOne = this.#last;
    this.#last = time;
    time.add(from, to);
  }

  sets(): ReadonlyMap<SubjectId, IntervalSet> {
    const sets = new Map<SubjectId, IntervalSet>();
    for (const [subjectId, time] of this.#times) sets.set(subjectId, time.set());
    return sets;
  }
}

/** One subject's time as plain numbers, in order of start. */
class GrowingTime {
  readonly subjectId: SubjectId;
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];

  constructor(subjectId: SubjectId) {
    this.subjectId = subjectId;
  }

  /** What comes out of order is shifted in: mostly it lies near the end. */
  add(from: number, to: number): void {
    const froms = this.#froms;
    const tos = this.#tos;
    let at = froms.length;
    froms.push(from);
    tos.push(to);
    for (; at > 0; at -= 1) {
      const before = froms[at - 1] ?? 0;
      if (before <= from) break;
      froms[at] = before;
      tos[at] = tos[at - 1] ?? 0;
    }
    froms[at] = from;
    tos[at] = to;
  }

  set(): IntervalSet {
    const set: Interval[] = [];
    let from = this.#froms[0] ?? 0;
    let to = this.#tos[0] ?? 0;
    for (let i = 1; i < this.#froms.length; i += 1) {
      const next = this.#froms[i] ?? 0;
      const end = this.#tos[i] ?? 0;
      if (next > to) {
        set.push({ from: instant(from), to: instant(to) });
        from = next;
        to = end;
      } else if (end > to) {
        to = end;
      }
    }
    set.push({ from: instant(from), to: instant(to) });
    return set;
  }
}
