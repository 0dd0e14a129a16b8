import type {
  BlockId,
  BookingId,
  BookingTemplateId,
  ClaimId,
  DeliveryFault,
  Instant,
  Interval,
  MessageChannel,
  MessageKind,
  Occupancy,
  OfferId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
  SubjectId,
  WithdrawId,
} from '@tidbok/core';
import type { Catalog } from './catalog.ts';

/** A visit as it travels: what the site must know of it, and nothing of the patient in clear. */
export interface VisitOnWire {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
  /** The preblock it was sold from; null when staff placed it. */
  readonly preblockId: PreblockId | null;
  readonly replaces: BookingId | null;
}

/** A sale: the patient's details sealed to the practice's public key, base64. */
export interface SoldVisit extends VisitOnWire {
  readonly sealed: string;
  readonly soldAt: Instant;
}

/** One thing that a side knows, in a snapshot of all that it knows. */
export type SnapshotRow =
  /** What is left of an offer. */
  | {
      readonly type: 'offer';
      readonly offerId: OfferId;
      readonly preblockId: PreblockId;
      readonly preblockKindId: PreblockKindId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly anchorAt: Instant;
      readonly expiresAt: Instant | null;
      readonly open: readonly Interval[];
    }
  /** A live visit that both sides are to know. */
  | {
      readonly type: 'visit';
      readonly visit: VisitOnWire;
      /** null where the patient's details are not kept on this side. */
      readonly sealed: string | null;
      readonly soldAt: Instant;
      /** Not null: a request that waits for the clinic's answer until then. */
      readonly expiresAt: Instant | null;
    }
  | { readonly type: 'tombstone'; readonly bookingId: BookingId }
  | {
      readonly type: 'block';
      readonly blockId: BlockId;
      readonly occupancies: readonly Occupancy[];
    };

/**
 * The first records of a new life of a log: everything from `from` on, in parts of at most
 * `MAX_SNAPSHOT_ROWS`. It takes effect as a whole with SNAP_END.
 */
export type SnapshotEntry =
  | {
      readonly type: 'SNAP_BEGIN';
      readonly from: Instant;
      readonly asOf: Instant;
      readonly frontierAt: Instant;
      readonly parts: number;
    }
  | { readonly type: 'SNAP_PART'; readonly part: number; readonly rows: readonly SnapshotRow[] }
  | { readonly type: 'SNAP_END'; readonly parts: number };

/** Clinic → site. */
export type ClinicEntry =
  | SnapshotEntry
  /** The practice leaves the site; all its unsold time was handed back before. */
  | { readonly type: 'UNPAIR' }
  | { readonly type: 'CATALOG'; readonly catalog: Catalog }
  | {
      readonly type: 'OFFER';
      readonly offerId: OfferId;
      readonly preblockId: PreblockId;
      readonly preblockKindId: PreblockKindId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
      readonly anchorAt: Instant;
      readonly expiresAt: Instant | null;
      /** The same interval on the wall clock; the site recomputes and quarantines a mismatch. */
      readonly local: {
        readonly zoneId: string;
        readonly tzdb: string;
        readonly from: string;
        readonly to: string;
      };
    }
  | {
      readonly type: 'WITHDRAW';
      readonly withdrawId: WithdrawId;
      readonly preblockId: PreblockId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
    }
  | {
      readonly type: 'CLAIM';
      readonly claimId: ClaimId;
      readonly subjectIds: readonly SubjectId[];
      readonly during: Interval;
      /** The visit that the claimed one replaces: its own time does not stand in the way. */
      readonly replaces: BookingId | null;
    }
  | {
      readonly type: 'BLOCK';
      readonly blockId: BlockId;
      readonly occupancies: readonly Occupancy[];
    }
  | { readonly type: 'UNBLOCK'; readonly blockId: BlockId }
  | { readonly type: 'ACCEPT'; readonly bookingId: BookingId }
  | { readonly type: 'REJECT'; readonly bookingId: BookingId; readonly reason: RejectReason }
  | {
      readonly type: 'CANCEL';
      readonly bookingId: BookingId;
      readonly reason: CancelReason;
    }
  | { readonly type: 'MOVE'; readonly cancel: BookingId; readonly book: VisitOnWire }
  /**
   * Staff took far time without asking (R8). The site ends the offers as for a CLAIM and answers
   * CLAIM_OK, or CONFLICT when it had sold some of it: until then nobody offers this time.
   */
  | {
      readonly type: 'OVERRIDE';
      readonly claimId: ClaimId;
      readonly bookingId: BookingId;
      readonly occupancies: readonly Occupancy[];
    };

export type RejectReason = 'time-taken' | 'not-offered' | 'expired';
export type CancelReason = 'patient' | 'clinic' | 'practitioner-absent' | 'rejected' | 'expired';

/** Site → clinic. */
export type SiteEntry =
  | SnapshotEntry
  /** The site sells nothing of this practice any more. */
  | { readonly type: 'UNPAIRED' }
  | { readonly type: 'BOOK'; readonly visit: SoldVisit }
  | { readonly type: 'REQUEST'; readonly visit: SoldVisit; readonly expiresAt: Instant }
  | { readonly type: 'CANCEL'; readonly bookingId: BookingId; readonly reason: CancelReason }
  | { readonly type: 'REBOOK'; readonly cancel: BookingId; readonly visit: SoldVisit }
  | { readonly type: 'CLAIM_OK'; readonly claimId: ClaimId }
  | {
      readonly type: 'CLAIM_NO';
      readonly claimId: ClaimId;
      readonly reason: 'sold' | 'pending';
    }
  | {
      readonly type: 'WITHDRAWN';
      readonly withdrawId: WithdrawId;
      readonly left: readonly BookingId[];
    }
  | { readonly type: 'FRONTIER'; readonly frontierAt: Instant }
  /** The site keeps no address of the patient any more: the clinic tells them. It may be missed. */
  | { readonly type: 'TELL'; readonly bookingId: BookingId; readonly kind: MessageKind }
  /** A message to a patient did not leave, or may not have: for the staff. It may be missed. */
  | {
      readonly type: 'MESSAGE_FAILED';
      readonly bookingId: BookingId;
      readonly kind: MessageKind;
      readonly channel: MessageChannel;
      /** It may have left all the same. */
      readonly uncertain: boolean;
      readonly fault: DeliveryFault;
      /** Of a visit that the clinic may never have had in its book; null when staff placed it. */
      readonly sealed: string | null;
      readonly start: Instant;
    }
  /** The answer to an OVERRIDE over time that was sold: its offers are ended all the same. */
  | {
      readonly type: 'CONFLICT';
      readonly claimId: ClaimId;
      readonly bookingId: BookingId;
      readonly with: readonly BookingId[];
    };

/**
 * One row of a log. `hash` = SHA-256 over the UTF-8 of `prevHash`, `inc`, `seq`, `type`, `v`, `at`
 * and `body`, joined by line feeds (`hashedText`). `body` is the entry's JSON text with its `type`,
 * kept byte for byte.
 */
export interface LogRecord {
  readonly inc: string;
  /** From 1, without gaps, in commit order. */
  readonly seq: number;
  readonly type: string;
  readonly v: number;
  readonly mustUnderstand: boolean;
  readonly at: Instant;
  /** Lower-case hex; 64 zeros before the first. */
  readonly prevHash: string;
  readonly hash: string;
  readonly body: string;
}
