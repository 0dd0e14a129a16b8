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
  PracticeId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
} from '@tidbok/core';
import type { Position } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface OfferRow {
  readonly offerId: OfferId;
  readonly preblockId: PreblockId;
  readonly preblockKindId: PreblockKindId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly anchorAt: Instant;
  readonly expiresAt: Instant | null;
  readonly open: IntervalSet;
}

export interface VisitRow {
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
  readonly sealedToSite: string | null;
}

export interface HoldRow {
  readonly holdId: HoldId;
  readonly session: string;
  readonly occupancies: readonly Occupancy[];
  readonly expiresAt: Instant;
}

/** Where a practice stands. */
export interface PracticeRow {
  readonly mode: 'paired' | 'recover' | 'halted' | 'unpaired';
  /** 0 until the first catalogue. */
  readonly catalogVersion: number;
  readonly revision: number;
  readonly frontierAt: Instant;
  readonly head: number;
  readonly clinicCursor: Position;
  readonly lastContactAt: Instant | null;
  readonly sealingPublicKey: string;
}

/** What an earlier request with the same idempotency key led to. */
export interface RememberedRow {
  readonly fingerprint: string;
  readonly bookingId: BookingId;
  readonly state: BookingState;
  readonly during: Interval;
}

export interface SiteFactRows {
  readonly offers: readonly OfferRow[];
  readonly bookings: readonly VisitRow[];
  readonly blocks: readonly {
    readonly blockId: BlockId;
    readonly occupancies: readonly Occupancy[];
  }[];
  readonly holds: readonly HoldRow[];
  readonly tombstones: readonly BookingId[];
  readonly remembered: RememberedRow | null;
  /** null: no such practice is paired. */
  readonly practice: PracticeRow | null;
}

export interface FactsWanted {
  readonly intervals: readonly Interval[];
  readonly bookingIds: readonly BookingId[];
  readonly idempotencyKey?: string;
}

/** One breath in: all that touches the intervals, and some bookings by id, in one round trip. */
export async function loadSiteFacts(
  db: Queryable,
  practiceId: PracticeId,
  { intervals, bookingIds, idempotencyKey }: FactsWanted,
): Promise<SiteFactRows> {
  const { rows } = await db.query<{ facts: SiteFactRows }>({
    name: 'site-facts',
    text: 'select site_facts($1, $2, $3, $4) as facts',
    values: [practiceId, multirange(intervals), bookingIds, idempotencyKey ?? null],
  });
  const facts = rows[0]?.facts;
  if (facts === undefined) throw new Error('site_facts gave no answer');
  return facts;
}

/** The intervals as PostgreSQL writes a multirange. */
function multirange(intervals: readonly Interval[]): string {
  const ranges = intervals.map(({ from, to }) => `[${iso(from)},${iso(to)})`);
  return `{${ranges.join(',')}}`;
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
