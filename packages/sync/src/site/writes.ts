import type {
  BlockId,
  BookingId,
  BookingState,
  BookingTemplateId,
  HoldId,
  Instant,
  Interval,
  IntervalSet,
  Occupancy,
  OfferId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
  SubjectId,
} from '@tidbok/core';
import type { Catalog, Position, SiteEntry } from '@tidbok/protocol';
import type { ChangeLink } from './commands.ts';
import type { StageWrite } from '../resync/snapshot.ts';

/**
 * What must still hold when the site's transaction has locked the practice's row. A guard that no
 * longer holds answers `stale`: load and decide again.
 */
export type SiteGuard =
  /** Nothing was logged by the site since the facts were read. */
  | { readonly type: 'head-is'; readonly seq: number }
  | { readonly type: 'cursor-is'; readonly inc: string; readonly seq: number }
  | { readonly type: 'catalog-is'; readonly version: number }
  /** Far: `start` is at or past the frontier. */
  | { readonly type: 'far'; readonly start: Instant }
  /** One preblock's standing offers, not expired at `at`, together cover `during` (R3). */
  | {
      readonly type: 'offered';
      readonly preblockId: PreblockId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
      readonly at: Instant;
    }
  /** No live booking and no block touches these. */
  | {
      readonly type: 'free';
      readonly occupancies: readonly Occupancy[];
      readonly except: BookingId | null;
    }
  /** No hold of somebody else, alive at `at`, touches these. */
  | {
      readonly type: 'not-held';
      readonly occupancies: readonly Occupancy[];
      readonly except: HoldId | null;
      readonly at: Instant;
    }
  | {
      readonly type: 'booking-is';
      readonly bookingId: BookingId;
      readonly states: readonly BookingState[];
    }
  | { readonly type: 'key-unused'; readonly key: string }
  /** Not while the site is fenced, recovers, has halted, or the practice has left. */
  | { readonly type: 'mode-is'; readonly modes: readonly SiteMode[] }
  /** Nothing at all was written for the practice since. */
  | { readonly type: 'revision-is'; readonly revision: number };

/** `recover`: fenced, nothing is confirmed alone until the clinic has been heard whole. */
export type SiteMode = 'paired' | 'recover' | 'halted' | 'unpaired';

export interface SiteBooking {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly preblockId: PreblockId | null;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
  readonly state: BookingState;
  readonly replaces: BookingId | null;
  /** Keyed hash of the identity number, base64; null for a visit that staff placed. */
  readonly patientKey: string | null;
  /** Sealed to the practice, base64; null for a visit that staff placed. */
  readonly sealed: string | null;
  /** A request that is not answered by then is cancelled. */
  readonly requestExpiresAt: Instant | null;
  readonly registeredAt: Instant;
  readonly changeLink?: ChangeLink;
}

/**
 * What the site's one SQL function does, in this order, in the transaction that checked the guards.
 */
export type SiteWrite =
  | { readonly type: 'append'; readonly entry: SiteEntry; readonly at: Instant }
  | {
      readonly type: 'advance-cursor';
      readonly inc: string;
      readonly seq: number;
      readonly hash: string;
    }
  | { readonly type: 'put-catalog'; readonly catalog: Catalog }
  /** The clinic's snapshot, kept until it is whole. */
  | StageWrite
  /** Recover, under a life of the own log that nobody reads. */
  | { readonly type: 'fence'; readonly inc: string }
  /** Recover; the clinic's log is read from `clinic` on, the own one begins anew as `inc`. */
  | { readonly type: 'begin-life'; readonly clinic: Position; readonly inc: string }
  | { readonly type: 'end-recovery' }
  /** The practice has left: its offers end, nothing is sold. */
  | { readonly type: 'end-pairing' }
  /** What is left of an offer; nothing: it ends. */
  | { readonly type: 'set-offer-open'; readonly offerId: OfferId; readonly open: IntervalSet }
  | {
      readonly type: 'insert-offer';
      readonly offerId: OfferId;
      readonly preblockId: PreblockId;
      readonly preblockKindId: PreblockKindId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly anchorAt: Instant;
      readonly expiresAt: Instant | null;
      readonly during: Interval;
    }
  /** Ends, within `during`, every offer that binds any of the subjects (CLAIM, BLOCK, OVERRIDE). */
  | {
      readonly type: 'cut-offers';
      readonly subjectIds: readonly SubjectId[];
      readonly during: Interval;
    }
  /** Ends, within `during`, the offers of one preblock under one practitioner (WITHDRAW). */
  | {
      readonly type: 'withdraw-offers';
      readonly preblockId: PreblockId;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
      readonly during: Interval;
    }
  | {
      readonly type: 'insert-block';
      readonly blockId: BlockId;
      readonly occupancies: readonly Occupancy[];
    }
  | { readonly type: 'delete-block'; readonly blockId: BlockId }
  /** The exclusion constraint on occupancy has the last word: it answers `time-taken`. */
  | { readonly type: 'insert-booking'; readonly booking: SiteBooking }
  /** To `cancelled`: frees its occupancies and leaves a tombstone. */
  | {
      readonly type: 'set-booking-state';
      readonly bookingId: BookingId;
      readonly state: BookingState;
      readonly at: Instant;
    }
  /**
   * A cancellation that came before its booking: whatever comes later for this id is a no-op (R6).
   */
  | { readonly type: 'insert-tombstone'; readonly bookingId: BookingId; readonly at: Instant }
  /** Never backwards. */
  | { readonly type: 'set-frontier'; readonly frontierAt: Instant }
  | {
      readonly type: 'insert-hold';
      readonly holdId: HoldId;
      readonly session: string;
      readonly occupancies: readonly Occupancy[];
      readonly expiresAt: Instant;
    }
  | { readonly type: 'delete-hold'; readonly holdId: HoldId }
  /** Holds yield to the clinic (0.8). */
  | { readonly type: 'delete-holds-on'; readonly occupancies: readonly Occupancy[] }
  | {
      readonly type: 'remember-key';
      readonly key: string;
      readonly fingerprint: string;
      readonly bookingId: BookingId;
      readonly at: Instant;
    }
  /**
   * The second copy, sealed to the site's message key: erased when sent, at most 48 h (0.10); that
   * of a `preliminary` is kept until the request is answered, for the message that tells so.
   */
  | {
      readonly type: 'enqueue-message';
      readonly bookingId: BookingId;
      readonly kind: 'confirmation' | 'preliminary' | 'rejection' | 'cancellation' | 'change';
      readonly sealedToSite: string;
      readonly eraseAt: Instant;
    };

export interface SiteDecision {
  readonly guards: readonly SiteGuard[];
  readonly writes: readonly SiteWrite[];
}
