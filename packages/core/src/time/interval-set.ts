import { instant, type Instant, type Interval, type IntervalSet } from './instant.ts';

export const NO_TIME: IntervalSet = [];

/** Any intervals, in any order, overlapping or touching, as a set. */
export function intervalSet(intervals: readonly Interval[]): IntervalSet {
  if (isIntervalSet(intervals)) return intervals;
  const sorted = isSorted(intervals) ? intervals : intervals.toSorted((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  let from = sorted[0]?.from ?? instant(0);
  let to = from;
  for (const next of sorted) {
    if (next.from <= to) {
      if (next.to > to) to = next.to;
      continue;
    }
    if (from < to) merged.push({ from, to });
    from = next.from;
    to = next.to;
  }
  if (from < to) merged.push({ from, to });
  return merged;
}

/** Sorted, disjoint, not touching, none empty. */
export function isIntervalSet(intervals: readonly Interval[]): boolean {
  let end = -Infinity;
  for (const { from, to } of intervals) {
    if (from <= end || to <= from) return false;
    end = to;
  }
  return true;
}

function isSorted(intervals: readonly Interval[]): boolean {
  let last = -Infinity;
  for (const { from } of intervals) {
    if (from < last) return false;
    last = from;
  }
  return true;
}

export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return intervalSet([...a, ...b]);
}

export function intersection(a: IntervalSet, b: IntervalSet): IntervalSet {
  const shared: Interval[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return shared;
    const from = left.from > right.from ? left.from : right.from;
    const to = left.to < right.to ? left.to : right.to;
    if (from < to) shared.push({ from, to });
    if (left.to < right.to) i += 1;
    else j += 1;
  }
}

/** What of `a` is not in `b`: as long as `a` is, however long `b`. */
export function difference(a: IntervalSet, b: IntervalSet): IntervalSet {
  const [first] = a;
  if (first === undefined || b.length === 0) return a;
  const left: Interval[] = [];
  let j = firstEndingAfter(b, first.from);
  for (const piece of a) {
    let from = piece.from;
    let cut = b[j];
    while (cut !== undefined && cut.from < piece.to) {
      if (cut.from > from) left.push({ from, to: cut.from });
      if (cut.to > from) from = cut.to;
      if (cut.to > piece.to) break;
      j += 1;
      cut = b[j];
    }
    if (from < piece.to) left.push(from === piece.from ? piece : { from, to: piece.to });
  }
  return left;
}

/** The part of the set within `window`. */
export function within(set: IntervalSet, window: Interval): IntervalSet {
  return intersection(set, [window]);
}

/** Index of the first interval that ends after `at`: the only one that can hold `at`. */
export function firstEndingAfter(set: IntervalSet, at: number): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle]?.to ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function setContains(set: IntervalSet, at: Instant): boolean {
  const candidate = set[firstEndingAfter(set, at)];
  return candidate !== undefined && candidate.from <= at;
}

/** The whole of `part` lies in one piece of the set. */
export function covers(set: IntervalSet, part: Interval): boolean {
  const candidate = set[firstEndingAfter(set, part.from)];
  return candidate !== undefined && candidate.from <= part.from && part.to <= candidate.to;
}

/** Some of `part` lies in the set. */
export function touches(set: IntervalSet, part: Interval): boolean {
  const candidate = set[firstEndingAfter(set, part.from)];
  return candidate !== undefined && candidate.from < part.to;
}

/** The same set, `milliseconds` later. */
export function shifted(set: IntervalSet, milliseconds: number): IntervalSet {
  return set.map(({ from, to }) => ({
    from: instant(from + milliseconds),
    to: instant(to + milliseconds),
  }));
}

export function sameSet(a: IntervalSet, b: IntervalSet): boolean {
  return (
    a.length === b.length &&
    a.every((piece, i) => piece.from === b[i]?.from && piece.to === b[i].to)
  );
}

/** Total length in milliseconds. */
export function durationOf(set: IntervalSet): number {
  return set.reduce((sum, { from, to }) => sum + (to - from), 0);
}
