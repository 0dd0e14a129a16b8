import type {
  BlockId,
  BookingId,
  BookingState,
  BookingTemplateId,
  HoldId,
  Instant,
  Interval,
  Occupancy,
  OfferedTime,
  OfferId,
  OnlineRules,
  PractitionerId,
  PreblockId,
  ResourceId,
  Zone,
} from '@tidbok/core';
import type { Catalog, Position } from '@tidbok/protocol';
import type { SiteMode } from './writes.ts';

/** One offer as it stands at the site; `open` is what is left of it. */
export interface StandingOffer extends OfferedTime {
  readonly offerId: OfferId;
}

/** A booking as the site's decisions see it. */
export interface SiteVisit {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly preblockId: PreblockId | null;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
  readonly state: BookingState;
  readonly replaces: BookingId | null;
  readonly patientKey: string | null;
  readonly sealed: string | null;
  readonly requestExpiresAt: Instant | null;
  /** The copy sealed to the site's message key, while one is still kept; else null. */
  readonly sealedToSite: string | null;
}

export interface SiteHold {
  readonly holdId: HoldId;
  readonly session: string;
  readonly occupancies: readonly Occupancy[];
  readonly expiresAt: Instant;
}

/** The practice's catalogue, parsed once per version and shared by all decisions. */
export interface SiteCatalog {
  readonly version: number;
  readonly catalog: Catalog;
  /** `rulesOf(catalog)`. */
  readonly rules: OnlineRules;
  readonly zone: Zone;
}

/**
 * What a decision at the site needs, read without a lock; the guards of the decision say what of
 * it must still hold. Lists hold everything that touches the stretch of time asked for.
 */
export interface SiteFacts {
  readonly mode: SiteMode;
  /** Parts of the clinic's snapshot that are here; null while none is coming. */
  readonly staged: { readonly parts: number } | null;
  /** null until the first CATALOG was applied: nothing can be sold then. */
  readonly catalog: SiteCatalog | null;
  readonly frontierAt: Instant;
  /** The site's own log: the seq of its last record. */
  readonly head: number;
  /** The last record of the clinic's log that was applied here. */
  readonly clinicCursor: Position;
  /** When the clinic was last heard; null = never. */
  readonly lastContactAt: Instant | null;
  readonly offers: readonly StandingOffer[];
  /** Live bookings that touch the stretch, and those asked for by id in whatever state. */
  readonly bookings: readonly SiteVisit[];
  readonly blocks: readonly {
    readonly blockId: BlockId;
    readonly occupancies: readonly Occupancy[];
  }[];
  readonly holds: readonly SiteHold[];
  readonly tombstones: ReadonlySet<BookingId>;
}

/** What must be loaded for a decision: everything that touches `intervals`, and these by id. */
export interface SiteNeed {
  readonly intervals: readonly Interval[];
  readonly bookingIds: readonly BookingId[];
}
