import type { PractitionerId, ResourceId } from '../foundation/ids.ts';
import { covers, difference, intervalSet, NO_TIME } from '../time/interval-set.ts';
import type { Interval, IntervalSet } from '../time/instant.ts';
import { intervalOfLocal } from '../time/zone.ts';
import { absentTimes } from './absence.ts';
import type { Schedule, WorkPlace } from './shift-rules.ts';

/** A schedule sorted for questions: made once, asked about thousands of visits. */
export interface ScheduleIndex {
  /** When the practitioner is at work in the chair. */
  readonly at: (place: WorkPlace) => IntervalSet;
  /** When anybody is at work in the chair. */
  readonly inChair: (resourceId: ResourceId) => IntervalSet;
  readonly away: ReadonlyMap<PractitionerId, IntervalSet>;
  /** Every practitioner and chair with a shift. */
  readonly places: readonly WorkPlace[];
}

export function scheduleIndex({ zone, shifts, absences }: Schedule): ScheduleIndex {
  const away = absentTimes(zone, absences);
  const lanes = new Map<string, Lane>();
  for (const shift of shifts) {
    const during = intervalOfLocal(zone, shift);
    if (during === undefined) continue;
    const name = nameOf(shift);
    const lane = lanes.get(name) ?? laneOf(shift);
    lanes.set(name, lane);
    lane.intervals.push(during);
  }
  const atWork = new Map<string, IntervalSet>();
  const chairs = new Map<ResourceId, Interval[]>();
  for (const [name, { place, intervals }] of lanes) {
    const absent = away.get(place.practitionerId) ?? NO_TIME;
    const set = difference(intervalSet(intervals), absent);
    atWork.set(name, set);
    chairs.set(place.resourceId, [...(chairs.get(place.resourceId) ?? []), ...set]);
  }
  const inChairs = new Map([...chairs].map(([id, each]) => [id, intervalSet(each)]));
  return {
    at: (place) => atWork.get(nameOf(place)) ?? NO_TIME,
    inChair: (resourceId) => inChairs.get(resourceId) ?? NO_TIME,
    away,
    places: [...lanes.values()].map(({ place }) => place),
  };
}

/** The whole visit lies within the practitioner's time at work in its chair. */
export function isAtWork(index: ScheduleIndex, visit: WorkPlace & { during: Interval }): boolean {
  return covers(index.at(visit), visit.during);
}

interface Lane {
  readonly place: WorkPlace;
  readonly intervals: Interval[];
}

function laneOf({ resourceId, practitionerId }: WorkPlace): Lane {
  return { place: { resourceId, practitionerId }, intervals: [] };
}

function nameOf({ resourceId, practitionerId }: WorkPlace): string {
  return `${resourceId} ${practitionerId}`;
}
