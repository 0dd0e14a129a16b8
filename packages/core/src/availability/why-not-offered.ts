import type { BookingId, PractitionerId, PreblockId, ResourceId } from '../foundation/ids.ts';
import type { ListInForce } from '../clinic/lists-in-force.ts';
import { expiresAt, hasExpired } from '../preblock/expiry.ts';
import type { Preblock, PreblockKind } from '../preblock/preblock.ts';
import { isValidFor } from '../preblock/valid-for.ts';
import { absentTime } from '../schedule/absence.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import { isScheduled } from '../schedule/shift-rules.ts';
import { touches } from '../time/interval-set.ts';
import { containsInstant, containsInterval, overlaps } from '../time/interval.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { intervalOfLocal } from '../time/zone.ts';
import { limitsOffers, type OfferFacts } from './derive-offers.ts';
import type { Objection } from './time-rules.ts';

/** What only the book knows of why its time is, or is not, offered. */
export interface OfferBackground extends OfferFacts {
  readonly bookings: readonly {
    readonly id: BookingId;
    readonly occupancies: readonly Occupancy[];
    readonly knownAtSite: boolean;
  }[];
  readonly withdrawals: readonly {
    readonly preblockId: PreblockId;
    readonly practitionerId: PractitionerId;
    readonly during: Interval;
  }[];
  /** Whose list narrows the templates on the site (L4), per practitioner; null = all. */
  readonly onlineLists?: ReadonlyMap<PractitionerId, ListInForce | null>;
}

export interface PlaceInBook {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId | null;
  readonly during: Interval;
  readonly now: Instant;
}

/** Those on shift in the chair at the start. */
export function inTheBook(
  { shifts, zone }: OfferFacts,
  at: { readonly resourceId: ResourceId; readonly start: Instant },
): PractitionerId[] {
  return shifts
    .filter((shift) => shift.resourceId === at.resourceId)
    .filter((shift) => {
      const during = intervalOfLocal(zone, shift);
      return during !== undefined && containsInstant(during, at.start);
    })
    .map(({ practitionerId }) => practitionerId);
}

/** The first thing in the book that keeps this place from being offered. */
export function whyNotOffered(book: OfferBackground, place: PlaceInBook): Objection {
  const kinds = new Map(book.kinds.map((kind) => [kind.id, kind]));
  let best: Reason | undefined;
  for (const preblock of book.preblocks) {
    const kind = kinds.get(preblock.kindId);
    if (kind?.rule.type !== 'internet' || preblock.resourceId !== place.resourceId) continue;
    const during = intervalOfLocal(book.zone, preblock);
    if (during === undefined || !containsInstant(during, place.during.from)) continue;
    const reason = whyNotUnder(book, { ...place, preblock, kind, kinds, preblockDuring: during });
    if (best === undefined || reason.depth > best.depth) best = reason;
  }
  return best?.objection ?? { code: 'no-preblock', details: {} };
}

interface Reason {
  /** How far down the chain of reasons it came: the furthest tells most. */
  readonly depth: number;
  readonly objection: Objection;
}

interface PlaceUnderPreblock extends PlaceInBook {
  readonly preblock: Preblock;
  readonly preblockDuring: Interval;
  readonly kind: PreblockKind;
  readonly kinds: ReadonlyMap<string, PreblockKind>;
}

type Why = (book: OfferBackground, place: PlaceUnderPreblock) => Objection | undefined;

/** In order: what an Internet preblock needs before its time stands on the site. */
const REASONS: readonly Why[] = [
  (_, { kind, practitionerId, preblock }) =>
    practitionerId === null || isValidFor(kind, practitionerId)
      ? undefined
      : { code: 'no-preblock', details: { preblockId: preblock.id, reason: 'personal' } },
  (book, { kind, preblock, now }) =>
    hasExpired(expiresAt(book.zone, kind, preblock), now)
      ? { code: 'preblock-expired', details: { preblockId: preblock.id } }
      : undefined,
  (_, { preblock, preblockDuring, during }) =>
    containsInterval(preblockDuring, during)
      ? undefined
      : { code: 'no-preblock', details: { preblockId: preblock.id, reason: 'ends-before-visit' } },
  (book, { practitionerId, ...place }) =>
    practitionerId !== null &&
    touches(absentTime(book.zone, book.absences, practitionerId), place.during)
      ? of('practitioner-absent', place)
      : undefined,
  (book, { practitionerId, ...place }) =>
    practitionerId !== null && isScheduled(book, { ...place, practitionerId })
      ? undefined
      : of('outside-schedule', place),
  (book, { practitionerId, resourceId }) =>
    practitionerId !== null &&
    book.onlinePractitioners.has(practitionerId) &&
    book.onlineResources.has(resourceId)
      ? undefined
      : { code: 'not-taking-part', details: practitionerId === null ? {} : { practitionerId } },
  underOtherPreblock,
  takenUnknownToSite,
  (book, place) =>
    book.claims.some(
      (claim) =>
        overlaps(claim.during, place.during) &&
        claim.subjectIds.some((id) => id === place.resourceId || id === place.practitionerId),
    )
      ? of('claimed', place)
      : undefined,
  (book, place) =>
    book.withdrawals.some(
      (each) =>
        each.preblockId === place.preblock.id &&
        each.practitionerId === place.practitionerId &&
        overlaps(each.during, place.during),
    )
      ? of('being-withdrawn', place)
      : undefined,
];

function whyNotUnder(book: OfferBackground, place: PlaceUnderPreblock): Reason {
  for (const [depth, why] of REASONS.entries()) {
    const objection = why(book, place);
    if (objection !== undefined) return { depth, objection };
  }
  return { depth: REASONS.length, objection: of('not-announced', place) };
}

function of(
  code: Objection['code'],
  { preblock }: Pick<PlaceUnderPreblock, 'preblock'>,
): Objection {
  return { code, details: { preblockId: preblock.id } };
}

function underOtherPreblock(
  { preblocks, zone }: OfferBackground,
  { kinds, resourceId, practitionerId, during, now }: PlaceUnderPreblock,
): Objection | undefined {
  const other = preblocks.find((each) => {
    const kind = kinds.get(each.kindId);
    if (kind === undefined || each.resourceId !== resourceId || !limitsOffers(kind)) return false;
    if (practitionerId !== null && !isValidFor(kind, practitionerId)) return false;
    if (hasExpired(expiresAt(zone, kind, each), now)) return false;
    const placed = intervalOfLocal(zone, each);
    return placed !== undefined && overlaps(placed, during);
  });
  if (other === undefined) return undefined;
  return {
    code: 'under-other-preblock',
    details: { preblockId: other.id, preblockKindId: other.kindId },
  };
}

function takenUnknownToSite(
  { bookings }: OfferBackground,
  { resourceId, practitionerId, during }: PlaceUnderPreblock,
): Objection | undefined {
  const booking = bookings.find(
    ({ knownAtSite, occupancies }) =>
      !knownAtSite &&
      occupancies.some(
        (each) =>
          (each.subjectId === resourceId || each.subjectId === practitionerId) &&
          overlaps(each.during, during),
      ),
  );
  return booking && { code: 'time-taken', details: { bookingId: booking.id } };
}
