import type { ClinicId, PractitionerId, ResourceId, SubjectId } from '../foundation/ids.ts';
import { PRACTITIONER_SIGN, patternParts } from '../template/resource-pattern.ts';
import { MINUTE_MS, type IntervalSet } from '../time/instant.ts';
import type { AvailabilityFacts, OnlineTemplate } from './offered-time.ts';

/** A subject that a visit needs, from and to in milliseconds from its start. */
export interface VisitPart {
  readonly subjectId: SubjectId;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface VisitPlace {
  readonly clinicId: ClinicId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/**
 * All that a visit of the template needs there; undefined when the clinic lacks a sign's subject.
 */
export function visitParts(
  facts: AvailabilityFacts,
  template: OnlineTemplate,
  place: VisitPlace,
): VisitPart[] | undefined {
  const shared = facts.rules.sharedResources.get(place.clinicId);
  const whole = template.minutes * MINUTE_MS;
  const parts: VisitPart[] = [{ subjectId: place.resourceId, fromMs: 0, toMs: whole }];
  for (const part of patternParts(template.resourcePattern, template.minutes)) {
    const subjectId =
      part.sign === PRACTITIONER_SIGN ? place.practitionerId : shared?.get(part.sign);
    if (subjectId === undefined) return undefined;
    const fromMs = part.fromMinute * MINUTE_MS;
    parts.push({ subjectId, fromMs, toMs: part.toMinute * MINUTE_MS });
  }
  return parts;
}

/** The part of a visit that somebody else has taken, as the time it is taken. */
export interface TakenPart {
  readonly part: VisitPart;
  readonly set: IntervalSet;
}

export type SubjectTime = ReadonlyMap<SubjectId, IntervalSet>;

/** The parts whose subject has any taken time at all, with that time. */
export function contestedParts(
  parts: readonly VisitPart[],
  times: readonly (SubjectTime | undefined)[],
): TakenPart[] {
  const contested: TakenPart[] = [];
  for (const time of times) {
    if (time === undefined) continue;
    for (const part of parts) {
      const set = time.get(part.subjectId);
      if (set !== undefined && set.length > 0) contested.push({ part, set });
    }
  }
  return contested;
}
