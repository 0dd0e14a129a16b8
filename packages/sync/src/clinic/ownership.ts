import {
  intersection,
  type BookingId,
  type Interval,
  type Occupancy,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import { binds, collide, from, takingAll } from '../subjects.ts';
import type { BookedVisit, ClinicFacts, UnknownTime } from './facts.ts';

/** Live visits in the book that take something of `occupancies`. */
export function visitsInTheWay(
  facts: ClinicFacts,
  occupancies: readonly Occupancy[],
  except: BookingId | null,
): BookedVisit[] {
  return facts.bookings.filter(
    (each) => each.id !== except && collide(each.occupancies, occupancies),
  );
}

/** Whom a staff booking must ask, or tell: the three kinds of time. */
export type KindOfTime =
  /** Never offered, or not at that time: nothing leaves the clinic. */
  | 'own'
  /** Offered, but so near that the clinic owns it: it is taken at once and the site is told. */
  | 'near'
  /** The site may be selling it this moment: it must be asked. */
  | 'far';

/**
 * What kind of time a visit would take. An offer that is being withdrawn still counts until the
 * site has answered: only the owner gives time away (R4).
 */
export function kindOfTime(facts: ClinicFacts, occupancies: readonly Occupancy[]): KindOfTime {
  let kind: KindOfTime = 'own';
  for (const { subjectId, during } of occupancies) {
    for (const offer of facts.announced) {
      if (!binds(offer, [subjectId])) continue;
      const touched = intersection(offer.open, [during]);
      if (touched.some((piece) => from(facts.frontierAt, piece) !== undefined)) return 'far';
      if (touched.length > 0) kind = 'near';
    }
  }
  return kind;
}

/** Time that something took after the backup, in the way of a visit. */
export function unknownsInTheWay(
  facts: ClinicFacts,
  occupancies: readonly Occupancy[],
): UnknownTime[] {
  return facts.unknowns.filter(({ subjectIds, during }) =>
    collide(takingAll(subjectIds, during), occupancies),
  );
}

/**
 * While the clinic recovers: whether the site may have sold this time. A database that was restored
 * knows neither what was offered nor what was planned after its backup: all time of those who take
 * part counts, near time too.
 */
export function mayBeSold(facts: ClinicFacts, occupancies: readonly Occupancy[]): boolean {
  if (facts.recovery !== 'restored') return kindOfTime(facts, occupancies) === 'far';
  const { onlineResources, onlinePractitioners } = facts;
  const online: ReadonlySet<string> = new Set([...onlineResources, ...onlinePractitioners]);
  return occupancies.some(({ subjectId }) => online.has(subjectId));
}

/** Where the practitioner works in that chair, all through the visit. */
export function isOnShift(
  shifts: readonly { readonly during: Interval; readonly bound: Bound }[],
  visit: Bound & { readonly during: Interval },
): boolean {
  return shifts.some(
    ({ during, bound }) =>
      bound.resourceId === visit.resourceId &&
      bound.practitionerId === visit.practitionerId &&
      during.from <= visit.during.from &&
      visit.during.to <= during.to,
  );
}

interface Bound {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}
