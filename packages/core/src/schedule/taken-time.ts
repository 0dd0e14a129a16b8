import type { SubjectId } from '../foundation/ids.ts';
import { intervalSet } from '../time/interval-set.ts';
import type { Interval, IntervalSet } from '../time/instant.ts';
import type { Occupancy } from './occupancy.ts';

/** When each subject is taken by any of the visits (or blocks, or holds) given. */
export function takenTime(
  visits: Iterable<{ readonly occupancies: readonly Occupancy[] }>,
): ReadonlyMap<SubjectId, IntervalSet> {
  const taken = new Map<SubjectId, Interval[]>();
  for (const { occupancies } of visits) {
    for (const { subjectId, during } of occupancies) addTo(taken, subjectId, during);
  }
  return asSets(taken);
}

export function addTo<Key>(lists: Map<Key, Interval[]>, key: Key, during: Interval): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [during]);
  else list.push(during);
}

export function asSets<Key>(lists: ReadonlyMap<Key, Interval[]>): Map<Key, IntervalSet> {
  const sets = new Map<Key, IntervalSet>();
  for (const [key, list] of lists) sets.set(key, intervalSet(list));
  return sets;
}
