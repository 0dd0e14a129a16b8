import type {
  Absence,
  BlockId,
  Booking,
  BookingId,
  ClaimId,
  Instant,
  Interval,
  Occupancy,
  OfferedTime,
  OfferId,
  PractitionerId,
  Preblock,
  PreblockKind,
  Shift,
  SubjectId,
  UnknownId,
  WithdrawId,
  Zone,
} from '@tidbok/core';
import type { Position } from '@tidbok/protocol';
import type { IntendedBooking, ClaimState } from './writes.ts';

/** One offer as it was last announced; `open` is what is left of it (not cut, not withdrawn). */
export interface AnnouncedOffer extends OfferedTime {
  readonly offerId: OfferId;
}

export interface OpenWithdrawal {
  readonly withdrawId: WithdrawId;
  readonly preblockId: OfferedTime['preblockId'];
  readonly resourceId: OfferedTime['resourceId'];
  readonly practitionerId: PractitionerId;
  readonly during: Interval;
}

export interface OpenClaim {
  readonly claimId: ClaimId;
  readonly subjectIds: readonly SubjectId[];
  readonly during: Interval;
  readonly state: ClaimState;
  readonly intended: IntendedBooking;
}

export interface BookedVisit extends Booking {
  readonly knownAtSite: boolean;
}

/**
 * All that a decision at the clinic needs about one stretch of time, read once under the lock.
 * Lists hold everything that touches `range`; `range` covers whole local days.
 */
export interface ClinicFacts {
  readonly range: Interval;
  readonly zone: Zone;
  readonly frontierAt: Instant;
  /** The last record of the site's log that was applied here. */
  readonly siteCursor: Position;
  /** False when no site was ever paired: then nothing is announced and staff own all time. */
  readonly paired: boolean;
  readonly shifts: readonly Shift[];
  /** Left out when there are none. */
  readonly absences?: readonly Absence[];
  readonly preblocks: readonly Preblock[];
  readonly kinds: readonly PreblockKind[];
  /** Practitioners and clinics' chairs that take part online (E2). */
  readonly onlinePractitioners: ReadonlySet<PractitionerId>;
  readonly onlineResources: ReadonlySet<OfferedTime['resourceId']>;
  /** Live ones only: everything but cancelled. */
  readonly bookings: readonly BookedVisit[];
  readonly announced: readonly AnnouncedOffer[];
  readonly withdrawals: readonly OpenWithdrawal[];
  readonly claims: readonly OpenClaim[];
  readonly blocks: readonly {
    readonly blockId: BlockId;
    readonly occupancies: readonly Occupancy[];
  }[];
  readonly tombstones: ReadonlySet<BookingId>;
  /** Not null: the clinic waits for the answer to its snapshot, and announces nothing. */
  readonly recovery: 'restored' | 'whole' | null;
  /** The practice is leaving the site: nothing should be offered. */
  readonly leaving: boolean;
  readonly unknowns: readonly UnknownTime[];
  /** Parts of the site's snapshot that are here; null while none is coming. */
  readonly staged: { readonly parts: number } | null;
}

/** Time that was taken after the backup that the book was restored from, nobody knows by what. */
export interface UnknownTime {
  readonly unknownId: UnknownId;
  /** The visit that the site has there, when it is one whose patient cannot be told. */
  readonly bookingId: BookingId | null;
  /** All that was taken: shared resources of a visit, too. */
  readonly subjectIds: readonly SubjectId[];
  readonly during: Interval;
}
