import { HOUR_MS, instant, type BookingId, type Instant } from '@tidbok/core';
import { startOf, type SnapshotRow } from '@tidbok/protocol';
import { onWire } from '../clinic/booking-writes.ts';
import type { ClinicFacts } from '../clinic/facts.ts';
import type { ClinicWrite } from '../clinic/writes.ts';
import { siteLifeOf, snapshotEntries } from './snapshot.ts';

/** A snapshot begins so long ago: visits of today belong to it. */
export const LOOK_BACK_HOURS = 24;
/** The frontier never goes back: it may be so far ahead of the site's clock though set nearer. */
const LEAST_NEAR_HOURS = 48;
/** How far a clock may be ahead that was never compared with the site's. */
const UNSURE_HOURS = 7 * 24;

/** Everything that the clinic knows; its facts' range must reach over all that is to come. */
export interface ResyncFacts {
  readonly facts: ClinicFacts;
  /** Every booking that was cancelled for ever, as far back as it can matter. */
  readonly tombstones: ReadonlySet<BookingId>;
  /** What patients typed, still sealed, by booking, where it is kept. */
  readonly sealed: ReadonlyMap<BookingId, string>;
  /** How far ahead of the site's clock the frontier is set to be. */
  readonly nearHours: number;
}

export interface ResyncCommand {
  /** The new life of the clinic's log: never used before. */
  readonly inc: string;
  /**
   * `restored`: this database is older than what the site knows. `whole`: it is not; the site was
   * restored, the practice paired again, or the logs no longer reach each other.
   */
  readonly because: 'restored' | 'whole';
  readonly now: Instant;
}

/**
 * The clinic begins a new life of its log with all that it knows (4.1, 4.2, 4.4, 4.8). Until the
 * site's answer is adopted the book recovers: nothing is announced, staff take offered time by
 * override only. Open claims end as lost, open withdrawals are dropped: the answer tells what is
 * left of the offers.
 */
export function decideResync(
  known: ResyncFacts,
  { inc, because, now }: ResyncCommand,
): ClinicWrite[] {
  const { facts, nearHours } = known;
  const from = snapshotFrom({ now, frontierAt: facts.frontierAt, nearHours });
  const rows = rowsOf(known, from);
  const about = { from, asOf: now, frontierAt: facts.frontierAt };
  return [
    ...facts.claims.map(({ claimId }): ClinicWrite => ({
      type: 'set-claim-state',
      claimId,
      state: 'lost',
    })),
    ...facts.withdrawals.map(({ withdrawId }): ClinicWrite => ({
      type: 'finish-withdrawal',
      withdrawId,
    })),
    { type: 'clear-staged' },
    {
      type: 'begin-life',
      inc,
      site: startOf(siteLifeOf(inc)),
      // A restored database stays one until the answer is adopted, whatever else befalls.
      because: facts.recovery === 'restored' ? 'restored' : because,
    },
    ...snapshotEntries(rows, about).map((entry): ClinicWrite => ({
      type: 'append',
      entry,
      at: now,
    })),
  ];
}

interface Clocks {
  /** By the clinic's own clock. */
  readonly now: Instant;
  readonly frontierAt: Instant;
  readonly nearHours: number;
}

/**
 * From when on a visit belongs to the snapshot. The frontier tells of the site's clock: of a visit
 * that is history only here, because this clock is ahead, the site may know that it has ended.
 */
export function snapshotFrom({ now, frontierAt, nearHours }: Clocks): Instant {
  const bySite = frontierAt - Math.max(nearHours, LEAST_NEAR_HOURS) * HOUR_MS;
  // Before the first frontier nothing tells of the site's clock, and this one may be days ahead.
  const at = frontierAt === 0 ? now - UNSURE_HOURS * HOUR_MS : Math.min(now, bySite);
  return instant(Math.max(0, at - LOOK_BACK_HOURS * HOUR_MS));
}

function rowsOf({ facts, tombstones, sealed }: ResyncFacts, from: Instant): SnapshotRow[] {
  const { announced, bookings, blocks } = facts;
  return [
    ...announced.map((offer): SnapshotRow => ({ type: 'offer', ...offer })),
    ...bookings
      .filter((visit) => visit.knownAtSite && visit.during.to > from)
      .map((visit): SnapshotRow => ({
        type: 'visit',
        visit: onWire(visit),
        sealed: sealed.get(visit.id) ?? null,
        soldAt: visit.registeredAt,
        expiresAt: null,
      })),
    ...[...tombstones].map((bookingId): SnapshotRow => ({ type: 'tombstone', bookingId })),
    ...blocks.map((block): SnapshotRow => ({ type: 'block', ...block })),
  ];
}
