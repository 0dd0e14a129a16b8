import type {
  BlockId,
  Booking,
  BookingId,
  BookingState,
  ClaimId,
  Instant,
  Interval,
  Occupancy,
  OfferId,
  PatientId,
  PractitionerId,
  Preblock,
  PreblockId,
  PreblockKindId,
  ResourceId,
  Shift,
  ShiftId,
  SubjectId,
  UserId,
  WithdrawId,
} from '@tidbok/core';
import type { CancelReason, ClinicEntry, Position } from '@tidbok/protocol';
import type { StageWrite } from '../resync/snapshot.ts';
import type { AnnouncedOffer, UnknownTime } from './facts.ts';

/** Who did it: a member of staff, or the technical user ITB for what came from the site. */
export type Actor = { readonly type: 'user'; readonly userId: UserId } | { readonly type: 'itb' };

/** What of a booking comes from its template when it is made, and may then be edited. */
export interface BookingText {
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  readonly expectedAmount: number | null;
}

export interface NewBooking extends Booking, BookingText {
  /** The site knows this booking (sold or moved there): its time is not cut out of the offers. */
  readonly knownAtSite: boolean;
  /** Refusals that staff knowingly passed, by code; recorded (B2, R8). */
  readonly overridden: readonly string[];
}

/** A visit that staff want in time the site may sell: inserted when the site answers CLAIM_OK. */
export interface IntendedBooking {
  readonly booking: NewBooking;
  /** The booking that this one replaces when staff move a visit: cancelled in the same breath. */
  readonly cancel: BookingId | null;
  readonly actor: Actor;
}

/** What the clinic's one SQL function does, in order, under the lock on the practice's row. */
export type ClinicWrite =
  | { readonly type: 'append'; readonly entry: ClinicEntry; readonly at: Instant }
  | {
      readonly type: 'advance-cursor';
      readonly inc: string;
      readonly seq: number;
      readonly hash: string;
    }
  | { readonly type: 'set-frontier'; readonly frontierAt: Instant }
  | { readonly type: 'insert-shift'; readonly shift: Shift }
  | { readonly type: 'delete-shift'; readonly shiftId: ShiftId }
  | {
      readonly type: 'insert-preblock';
      readonly preblock: Preblock;
      readonly actor: Actor;
      readonly at: Instant;
    }
  | { readonly type: 'delete-preblock'; readonly preblockId: PreblockId }
  /** `booking.conflict` rows stand outside the exclusion constraint; all others inside it. */
  | { readonly type: 'insert-booking'; readonly booking: NewBooking; readonly actor: Actor }
  | {
      readonly type: 'set-booking-state';
      readonly bookingId: BookingId;
      readonly state: BookingState;
      readonly reason: CancelReason | null;
      /** Staff's own words; never leaves the clinic. */
      readonly note: string;
      readonly actor: Actor;
      readonly at: Instant;
    }
  /** Staff's override met a sale: the row leaves the exclusion constraint, the patient's goes in. */
  | { readonly type: 'mark-conflict'; readonly bookingId: BookingId }
  | { readonly type: 'insert-tombstone'; readonly bookingId: BookingId; readonly at: Instant }
  /** Remember what was announced, offer by offer. */
  | {
      readonly type: 'announce';
      readonly offerId: OfferId;
      readonly preblockId: PreblockId;
      readonly preblockKindId: PreblockKindId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly anchorAt: Instant;
      readonly expiresAt: Instant | null;
      readonly during: Interval;
    }
  | {
      readonly type: 'cut-announced';
      readonly subjectIds: readonly SubjectId[];
      readonly during: Interval;
    }
  | {
      readonly type: 'withdraw-announced';
      readonly preblockId: PreblockId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
    }
  | {
      readonly type: 'insert-withdrawal';
      readonly withdrawId: WithdrawId;
      readonly preblockId: PreblockId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
      readonly at: Instant;
    }
  | { readonly type: 'finish-withdrawal'; readonly withdrawId: WithdrawId }
  | {
      readonly type: 'insert-claim';
      readonly claimId: ClaimId;
      readonly subjectIds: readonly SubjectId[];
      readonly during: Interval;
      readonly intended: IntendedBooking;
      readonly at: Instant;
    }
  | { readonly type: 'set-claim-state'; readonly claimId: ClaimId; readonly state: ClaimState }
  | {
      readonly type: 'insert-block';
      readonly blockId: BlockId;
      readonly occupancies: readonly Occupancy[];
    }
  | { readonly type: 'delete-block'; readonly blockId: BlockId }
  /** The other side's snapshot, kept until it is whole. */
  | StageWrite
  /** A new life of the own log, which begins empty; the site's is read from `site` on (4.1). */
  | {
      readonly type: 'begin-life';
      readonly inc: string;
      readonly site: Position;
      readonly because: 'restored' | 'whole';
    }
  /** The answer to the snapshot is adopted: the book announces again. */
  | { readonly type: 'end-recovery' }
  /** From here on nothing is offered; all that was is withdrawn (4.4). */
  | { readonly type: 'leave-site' }
  /** The site has let the practice go: all time is the clinic's own. */
  | { readonly type: 'end-pairing' }
  /** What the site has of an offer is what counts as announced; nothing left of it: forgotten. */
  | { readonly type: 'put-announced'; readonly offer: AnnouncedOffer }
  | { readonly type: 'set-known-at-site'; readonly bookingId: BookingId; readonly known: boolean }
  /** Time that something took after the backup, nobody knows what: not offered, not booked. */
  | { readonly type: 'insert-unknown'; readonly unknown: UnknownTime; readonly at: Instant }
  | { readonly type: 'delete-unknown'; readonly unknownId: UnknownTime['unknownId'] }
  /** A case for the conflict tray (E5). */
  | {
      readonly type: 'needs-person';
      readonly kind: NeedsPersonKind;
      readonly bookingIds: readonly BookingId[];
      readonly at: Instant;
    }
  /** Details typed online that differ from the register: shown to staff, never written over it. */
  | {
      readonly type: 'note-difference';
      readonly bookingId: BookingId;
      readonly patientId: PatientId;
    };

/** `asked` and `abandoned` are open: nothing that touches them is offered. */
export type ClaimState = 'asked' | 'abandoned' | 'won' | 'lost' | 'taken';

export type NeedsPersonKind =
  | 'overlap'
  | 'override-conflict'
  | 'request-rejected'
  | 'unreadable-details'
  | 'sold-outside-schedule'
  /** Patient and staff changed the same visit at the same time: both results stand. */
  | 'crossed-change'
  /** After a restore: the site knows of a visit that the book has lost, but not whose. */
  | 'lost-visit';
