import {
  difference,
  intervalSet,
  type HoldId,
  type Instant,
  type Occupancy,
  type SubjectId,
} from '@tidbok/core';
import type { SiteBooking, SiteDecision, SiteState } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';

const HOUR_MS = 3_600_000;

/**
 * I3: what the site confirms alone lies in its own standing offers of chair and practitioner, at or
 * past the frontier, under no mark of the clinic and no hold of somebody else, and the clinic was
 * heard within the limit. `before` is the site as the transaction finds it.
 */
export function whyWrongSale(
  before: SiteState,
  { writes }: SiteDecision,
  heardAt: Instant | null,
): string | null {
  if (!writes.some(({ type }) => type === 'remember-key')) return null;
  const own = writes.flatMap((write) => (write.type === 'delete-hold' ? [write.holdId] : []));
  for (const write of writes) {
    if (write.type !== 'insert-booking') continue;
    const { booking } = write;
    const wrong =
      whyHeld(before, booking, own) ??
      (booking.state === 'confirmed' ? whyNotOwned(before, booking, heardAt) : null);
    if (wrong !== null) return `${booking.bookingId} is sold ${wrong}`;
  }
  return null;
}

function whyHeld(
  { holds }: SiteState,
  { occupancies, registeredAt }: SiteBooking,
  own: readonly HoldId[],
): string | null {
  for (const hold of holds.values()) {
    const binds = hold.expiresAt > registeredAt && !own.includes(hold.holdId);
    if (binds && meet(hold.occupancies, occupancies)) return 'under the hold of somebody else';
  }
  return null;
}

function whyNotOwned(
  before: SiteState,
  booking: SiteBooking,
  heardAt: Instant | null,
): string | null {
  const { during, occupancies, registeredAt: now, resourceId, practitionerId } = booking;
  const limit = (before.catalog?.catalog.offlineSellingHours ?? 0) * HOUR_MS;
  if (heardAt === null || now - heardAt > limit) return 'while the clinic is silent';
  if (during.from < before.frontierAt) return 'below the frontier';
  const bound = new Set<SubjectId>([resourceId, practitionerId]);
  const standing = before.offers.filter(
    (offer) =>
      offer.resourceId === resourceId &&
      offer.practitionerId === practitionerId &&
      (offer.expiresAt === null || offer.expiresAt > now),
  );
  const open = intervalSet(standing.flatMap((offer) => offer.open));
  for (const { subjectId, during: part } of occupancies) {
    if (!bound.has(subjectId)) return 'with a subject that no offer binds';
    if (difference([part], open).length > 0) return 'outside its offers';
  }
  for (const marks of before.blocks.values()) {
    if (meet(marks, occupancies)) return 'under a mark of the clinic';
  }
  return null;
}

/** Holds yield to the clinic (0.8): what it took or claimed is held for nobody. */
export function checkYield(after: SiteState, { writes }: SiteDecision): void {
  for (const write of writes) {
    if (write.type !== 'cut-offers') continue;
    const { subjectIds, during } = write;
    const taken = subjectIds.map((subjectId) => ({ subjectId, during }));
    for (const { holdId, occupancies } of after.holds.values()) {
      if (meet(occupancies, taken)) throw new Violation(`0.8: the hold ${holdId} does not yield`);
    }
  }
}

function meet(ones: readonly Occupancy[], others: readonly Occupancy[]): boolean {
  return ones.some(({ subjectId, during }) =>
    others.some(
      (other) =>
        other.subjectId === subjectId &&
        other.during.from < during.to &&
        during.from < other.during.to,
    ),
  );
}
