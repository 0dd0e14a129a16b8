import type { SubjectId } from '../foundation/ids.ts';
import type { Interval } from '../time/instant.ts';

/** One subject taken for one part of a visit. */
export interface Occupancy {
  readonly subjectId: SubjectId;
  readonly during: Interval;
}
