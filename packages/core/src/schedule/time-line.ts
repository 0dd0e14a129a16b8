import type { SubjectId } from '../foundation/ids.ts';
import { instant, type Interval, type IntervalSet } from '../time/instant.ts';

/**
 * One subject's taken time as plain numbers: what the thousands of visits of a month are gathered
 * in without an object for each. Add first, then `settle` once, then ask.
 */
export class TimeLine {
  readonly subjectId: SubjectId | null;
  readonly #froms: number[];
  readonly #tos: number[];

  /** With the subject's first taken time, if any: a list made with it is no larger than it. */
  constructor(subjectId: SubjectId | null, first: Interval | null = null) {
    this.subjectId = subjectId;
    this.#froms = first === null ? [] : [first.from];
    this.#tos = first === null ? [] : [first.to];
  }

  /** Keeps order of start: what comes out of order is shifted in, mostly near the end. */
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

  /** Joins what overlaps or touches: sorted, disjoint, not touching from now on. */
  settle(): this {
    const froms = this.#froms;
    const tos = this.#tos;
    let last = 0;
    for (let i = 1; i < froms.length; i += 1) {
      const from = froms[i] ?? 0;
      const to = tos[i] ?? 0;
      const end = tos[last] ?? 0;
      if (from > end) {
        last += 1;
        froms[last] = from;
        tos[last] = to;
      } else if (to > end) {
        tos[last] = to;
      }
    }
    if (froms.length > 0) {
      froms.length = last + 1;
      tos.length = last + 1;
    }
    return this;
  }

  set(): IntervalSet {
    return this.#froms.map((from, i) => ({
      from: instant(from),
      to: instant(this.#tos[i] ?? from),
    }));
  }

  /** What neither line takes of the piece, added to `open`. */
  static addOpen(open: Interval[], piece: Interval, lines: readonly [TimeLine, TimeLine]): void {
    const [one, other] = lines;
    let { from }: { from: number } = piece;
    let i = one.#firstEndingAfter(from);
    let j = other.#firstEndingAfter(from);
    for (;;) {
      const a = one.#froms[i] ?? Infinity;
      const b = other.#froms[j] ?? Infinity;
      const next = a < b ? a : b;
      if (next >= piece.to) break;
      if (next > from) open.push({ from: instant(from), to: instant(next) });
      const end = (a < b ? one.#tos[i++] : other.#tos[j++]) ?? from;
      if (end > from) from = end;
    }
    if (from === piece.from) open.push(piece);
    else if (from < piece.to) open.push({ from: instant(from), to: piece.to });
  }

  #firstEndingAfter(at: number): number {
    let low = 0;
    let high = this.#tos.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#tos[middle] ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The line of a subject that nothing takes. */
export const FREE_LINE = new TimeLine(null);

/**
 * Lines in the making, one per subject. A visit comes with its chair and its practitioner, and
 * mostly after others of theirs, so the last two lines are kept at hand.
 */
export class TimeLines {
  readonly #lines = new Map<SubjectId, TimeLine>();
  #last = FREE_LINE;
  #lastButOne = FREE_LINE;

  add(subjectId: SubjectId, during: Interval): void {
    const known = this.#lineOf(subjectId);
    if (known === undefined) this.#lines.set(subjectId, this.#use(new TimeLine(subjectId, during)));
    else known.add(during.from, during.to);
  }

  #lineOf(subjectId: SubjectId): TimeLine | undefined {
    if (this.#last.subjectId === subjectId) return this.#last;
    const found =
      this.#lastButOne.subjectId === subjectId ? this.#lastButOne : this.#lines.get(subjectId);
    return found === undefined ? undefined : this.#use(found);
  }

  #use(line: TimeLine): TimeLine {
    this.#lastButOne = this.#last;
    this.#last = line;
    return line;
  }

  settled(): ReadonlyMap<SubjectId, TimeLine> {
    for (const line of this.#lines.values()) line.settle();
    return this.#lines;
  }
}
