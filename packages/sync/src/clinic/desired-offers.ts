import { deriveOffers, type Instant, type OfferedTime } from '@tidbok/core';
import type { ClinicFacts } from './facts.ts';

/**
 * What should be offered, open claims left aside: `announce` leaves the time under a claim as it
 * is, so that a claim does not withdraw what it asks for. Time that was taken after a backup by
 * something unknown is not offered; a practice that leaves the site offers nothing.
 */
export function desiredOffers(facts: ClinicFacts, now: Instant): readonly OfferedTime[] {
  if (facts.leaving) return [];
  return deriveOffers({ ...facts, claims: facts.unknowns }, now);
}
