import {
  difference,
  intervalSet,
  localInterval,
  overlaps,
  within,
  type Instant,
  type Interval,
  type IntervalSet,
  type OfferedTime,
  type Preblock,
  type Shift,
} from '@tidbok/core';
import type { BookedVisit, ClinicFacts } from './facts.ts';

export function desiredOffers(facts: ClinicFacts, now: Instant): readonly OfferedTime[] {
  throw new Error('core');
}
