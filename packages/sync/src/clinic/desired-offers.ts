import { deriveOffers, type Instant, type OfferedTime } from '@tidbok/core';
import type { ClinicFacts } from './facts.ts';

/**
 * What should be offered, open claims left aside: `announce` leaves the time under a claim as it
 * is, so that a claim does not withdraw what it asks for.
 */
export function desiredOffers(facts: ClinicFacts, now: Instant): readonly OfferedTime[] {
  return deriveOffers({ ...facts, claims: [] }, now);
}
