import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import type { PractitionerId, ResourceId, SharedResourceId, SubjectId } from '../foundation/ids.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import { addMinutes, type Instant } from '../time/instant.ts';
import type { ResourcePattern } from './booking-template.ts';

export const PRACTITIONER_SIGN = '/';
export const CHAIR_ONLY_SIGN = '.';

/** A stretch of a visit, in minutes from its start, that needs the subject of one sign. */
export interface PatternPart {
  readonly sign: string;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/**
 * What each sign of the pattern needs, equal neighbours merged; chair-only stretches left out.
 * Without a pattern the practitioner is needed for the whole visit. A visit longer than the
 * pattern (staff changed its length) needs the practitioner for the rest; a shorter one cuts it.
 */
export function patternParts(pattern: ResourcePattern | null, minutes: number): PatternPart[] {
  if (pattern === null) return [{ sign: PRACTITIONER_SIGN, fromMinute: 0, toMinute: minutes }];
  const parts: PatternPart[] = [];
  let fromMinute = 0;
  const signs = [...pattern.signs];
  for (let i = 0; fromMinute < minutes;) {
    const sign = signs[i] ?? PRACTITIONER_SIGN;
    while (i < signs.length && signs[i] === sign) i += 1;
    const ends = i < signs.length || sign !== PRACTITIONER_SIGN;
    const toMinute = ends ? Math.min(minutes, i * pattern.unitMinutes) : minutes;
    if (sign !== CHAIR_ONLY_SIGN) parts.push({ sign, fromMinute, toMinute });
    fromMinute = toMinute;
  }
  return parts;
}

/** Who does a visit: its chair, its practitioner, and the clinic's shared resources by sign. */
export interface VisitSubjects {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly sharedResources: ReadonlyMap<string, SharedResourceId>;
}

/** When a visit is and what it needs. */
export interface VisitShape {
  readonly start: Instant;
  readonly minutes: number;
  readonly resourcePattern: ResourcePattern | null;
}

/**
 * Every subject that a visit takes, and when: the chair for all of it, everyone else for their
 * parts (T4). Refuses `pattern-sign` when the clinic has no shared resource with a sign.
 */
export function occupanciesFor(
  subjects: VisitSubjects,
  visit: VisitShape,
): Outcome<readonly Occupancy[]> {
  const { start, minutes, resourcePattern } = visit;
  const occupancies: Occupancy[] = [
    { subjectId: subjects.resourceId, during: { from: start, to: addMinutes(start, minutes) } },
  ];
  for (const { sign, fromMinute, toMinute } of patternParts(resourcePattern, minutes)) {
    const subjectId = subjectOfSign(subjects, sign);
    if (subjectId === undefined) return refuse('pattern-sign', { sign });
    occupancies.push({
      subjectId,
      during: { from: addMinutes(start, fromMinute), to: addMinutes(start, toMinute) },
    });
  }
  return ok(occupancies);
}

function subjectOfSign(subjects: VisitSubjects, sign: string): SubjectId | undefined {
  return sign === PRACTITIONER_SIGN ? subjects.practitionerId : subjects.sharedResources.get(sign);
}
