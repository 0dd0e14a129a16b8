import {
  overlaps,
  type Instant,
  type Interval,
  type Occupancy,
  type PractitionerId,
  type ResourceId,
  type SubjectId,
} from '@tidbok/core';

/** Two visits, or a visit and a mark, take the same subject at the same time. */
export function collide(a: readonly Occupancy[], b: readonly Occupancy[]): boolean {
  for (const one of a) {
    for (const other of b) {
      if (one.subjectId === other.subjectId && overlaps(one.during, other.during)) return true;
    }
  }
  return false;
}

export function subjectsOf(occupancies: readonly Occupancy[]): SubjectId[] {
  return [...new Set(occupancies.map(({ subjectId }) => subjectId))];
}

/** The shortest interval that holds all of these (at least one). */
export function hull(first: Interval, ...others: readonly Interval[]): Interval {
  let { from, to } = first;
  for (const other of others) {
    if (other.from < from) from = other.from;
    if (other.to > to) to = other.to;
  }
  return { from, to };
}

/** The stretch of time that a visit's parts cover together; its own time when it has no parts. */
export function stretchOf(visit: {
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
}): Interval {
  const whole = visit.during;
  let { from, to } = whole;
  for (const { during } of visit.occupancies) {
    if (during.from < from) from = during.from;
    if (during.to > to) to = during.to;
  }
  return from === whole.from && to === whole.to ? whole : { from, to };
}

export interface Bound {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** An offer binds its chair and its practitioner (0.2). */
export function binds(offer: Bound, subjects: readonly SubjectId[]): boolean {
  return subjects.includes(offer.resourceId) || subjects.includes(offer.practitionerId);
}

/** Each subject taken for the whole of `during`. */
export function takingAll(subjectIds: readonly SubjectId[], during: Interval): Occupancy[] {
  return subjectIds.map((subjectId) => ({ subjectId, during }));
}

/** The part of the interval at or after `at`; undefined when there is none. */
export function from(at: Instant, during: Interval): Interval | undefined {
  if (during.to <= at) return undefined;
  return during.from >= at ? during : { from: at, to: during.to };
}

/** Those that pass; the very list when all do, which is most often so. */
export function kept<T>(list: readonly T[], passes: (item: T) => boolean): readonly T[] {
  let some: T[] | null = null;
  for (let i = 0; i < list.length; i += 1) {
    const item = list[i];
    if (item === undefined) continue;
    if (!passes(item)) some ??= list.slice(0, i);
    else some?.push(item);
  }
  return some ?? list;
}
