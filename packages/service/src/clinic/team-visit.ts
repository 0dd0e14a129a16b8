import {
  occupanciesFor,
  plainPattern,
  PRACTITIONER_SIGN,
  refuse,
  type BookingTemplate,
  type Instant,
  type Occupancy,
  type Outcome,
  type PractitionerId,
  type Refusal,
  type ResourceId,
  type ResourcePattern,
} from '@tidbok/core';
import type { LoadedRegister } from './register-cache.ts';
import { sharedAt } from './shared-at.ts';

/** The template's pattern in the signs that booking and site know (T4). */
export function patternOf(
  register: LoadedRegister,
  { resourcePattern }: Pick<BookingTemplate, 'resourcePattern'>,
): ResourcePattern | null {
  return plainPattern(resourcePattern, register.patternSigns);
}

interface Visit {
  readonly template: Pick<BookingTemplate, 'resourcePattern'>;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly start: Instant;
  readonly minutes: number;
}

/**
 * Whom and what the visit takes, and when (T4). Refuses `pattern-sign`, with the sign's name, when
 * the clinic has no resource in use for it.
 */
export function occupanciesOf(
  register: LoadedRegister,
  { template, resourceId, practitionerId, start, minutes }: Visit,
): Outcome<readonly Occupancy[]> {
  const sharedResources = sharedAt(register, resourceId);
  const taken = occupanciesFor(
    { resourceId, practitionerId, sharedResources },
    { start, minutes, resourcePattern: patternOf(register, template) },
  );
  if (taken.ok) return taken;
  const sign = taken.refusal.details?.['sign'] ?? '';
  const name = register.patternSigns.find((each) => each.sign === sign)?.name ?? '';
  return refuse('pattern-sign', { sign, name });
}

/** Somebody else than the practitioner is needed, or nobody, for some of the visit. */
function isTeamVisit(pattern: ResourcePattern | null): boolean {
  return pattern !== null && [...pattern.signs].some((sign) => sign !== PRACTITIONER_SIGN);
}

/**
 * The chairs of the practitioner's card where a team visit may be while they are on shift in
 * another of them; none for a visit that needs them throughout.
 */
export function teamChairs(
  register: LoadedRegister,
  visit: Pick<Visit, 'template' | 'practitionerId' | 'resourceId'>,
): readonly ResourceId[] {
  if (!isTeamVisit(patternOf(register, visit.template))) return [];
  const card = register.practitioners.find(({ id }) => id === visit.practitionerId);
  const chairs = card?.resourceIds ?? [];
  return chairs.includes(visit.resourceId) ? chairs : [];
}

/** An `overlap` that says by name who or what is taken. */
export function named(register: LoadedRegister, refusal: Refusal): Refusal {
  const subjectId = refusal.details?.['subjectId'];
  if (refusal.code !== 'overlap' || typeof subjectId !== 'string') return refusal;
  const subject = nameOf(register, subjectId);
  return subject === '' ? refusal : { ...refusal, details: { ...refusal.details, subject } };
}

function nameOf(register: LoadedRegister, subjectId: string): string {
  const person = register.practitioners.find(({ id }) => id === subjectId);
  if (person !== undefined) return `${person.givenName} ${person.familyName}`;
  const things = [...register.resources, ...register.sharedResources];
  return things.find(({ id }) => id === subjectId)?.name ?? '';
}
