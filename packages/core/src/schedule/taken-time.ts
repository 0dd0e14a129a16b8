import type { SubjectId } from '../foundation/ids.ts';
import type { IntervalSet } from '../time/instant.ts';
import type { Occupancy } from './occupancy.ts';
import { TimeLines } from './time-line.ts';

/** When each subject is taken by any of the visits (or blocks, or holds) given, in any order. */
export function takenTime(
  visits: Iterable<{ readonly occupancies: readonly Occupancy[] }>,
): ReadonlyMap<SubjectId, IntervalSet> {
  const lines = new TimeLines();
  for (const { occupancies } of visits) {
    for (const { subjectId, during } of occupancies) lines.add(subjectId, during);
  }
  const taken = new Map<SubjectId, IntervalSet>();
  for (const [subjectId, line] of lines.settled()) taken.set(subjectId, line.set());
  return taken;
}
