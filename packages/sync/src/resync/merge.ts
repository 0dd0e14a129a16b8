import {
  HOUR_MS,
  instant,
  intersection,
  intervalSet,
  type BookingId,
  type Instant,
} from '@tidbok/core';
import {
  startOf,
  type ClinicEntry,
  type LogRecord,
  type Position,
  type SnapshotRow,
} from '@tidbok/protocol';
import { advanceTo } from '../incoming.ts';
import type { SiteVisit, StandingOffer } from '../site/facts.ts';
import { messageAbout } from '../site/messages.ts';
import type { SiteBooking, SiteDecision, SiteWrite } from '../site/writes.ts';
import type { ClinicRecordDecision, SiteNote } from '../site/clinic-records.ts';
import { collide } from '../subjects.ts';
import { LOOK_BACK_HOURS } from './begin.ts';
import {
  siteLifeOf,
  snapshotEntries,
  wholeSnapshot,
  type Snapshot,
  type SnapshotVisit,
  type Staged,
} from './snapshot.ts';

/**
 * The site's database was restored, or failed over with loss (4.2): it may have forgotten sales and
 * handed-back time. Until the practice has shaken hands nothing is confirmed alone for it. `inc` is
 * a life of the log that nobody reads: what is written meanwhile goes with the answer to the
 * clinic's snapshot.
 */
export function decideFence(inc: string): SiteDecision {
  return { guards: [], writes: [{ type: 'fence', inc }] };
}

interface Places {
  readonly clinicHead: Position;
  readonly siteCursor: Position;
}

/** A HELLO whose clinic begins a new life of its log, and asks for the site's answer to it. */
export function opensLife({ clinicHead, siteCursor }: Places, known: Position): boolean {
  const { inc, seq } = siteCursor;
  return clinicHead.inc !== known.inc && inc === siteLifeOf(clinicHead.inc) && seq === 0;
}

/** The site takes up the clinic's new life: its log begins anew with the answer. */
export function decideLife({ clinicHead }: Places, known: Position): SiteDecision {
  const { inc, seq } = known;
  return {
    guards: [{ type: 'cursor-is', inc, seq }],
    writes: [
      { type: 'clear-staged' },
      {
        type: 'begin-life',
        clinic: startOf(clinicHead.inc),
        inc: siteLifeOf(clinicHead.inc),
      },
    ],
  };
}

/** All that the site has of one practice, and the clinic's snapshot as it was staged. */
export interface SiteWhole {
  readonly clinicCursor: Position;
  /**
   * The seq of the site's last record, and how often anything changed: nothing may come between.
   */
  readonly revision: number;
  readonly frontierAt: Instant;
  readonly offers: readonly StandingOffer[];
  /** Live ones, and those that the snapshot names, in whatever state. */
  readonly bookings: readonly SiteVisit[];
  readonly blocks: readonly {
    readonly blockId: Extract<SnapshotRow, { type: 'block' }>['blockId'];
    readonly occupancies: Extract<SnapshotRow, { type: 'block' }>['occupancies'];
  }[];
  /** Of the bookings that the snapshot names. */
  readonly tombstones: ReadonlySet<BookingId>;
  readonly registeredAt: ReadonlyMap<BookingId, Instant>;
  readonly staged: Staged | null;
}

type End = Extract<ClinicEntry, { type: 'SNAP_END' }>;

/**
 * The clinic's snapshot is here whole: both sides' knowledge is united (4.1, 4.2). Time is the
 * site's only if both say so; bookings are united by id; what either cancelled is cancelled; the
 * frontier is the later one. The result is the beginning of the site's new life, and from here on
 * the site confirms again.
 */
export function decideMerge(
  whole: SiteWhole,
  { record, entry }: { readonly record: LogRecord; readonly entry: End },
  now: Instant,
): ClinicRecordDecision {
  const told = wholeSnapshot(whole.staged, entry);
  const offers = commonOffers(whole, told);
  const visits = unitedVisits(whole, told, now);
  const blocks = unitedBlocks(whole, told);
  const frontierAt =
    told.begin.frontierAt > whole.frontierAt ? told.begin.frontierAt : whole.frontierAt;
  const from = earlier(told.begin.from, instant(now - LOOK_BACK_HOURS * HOUR_MS));
  const rows: SnapshotRow[] = [
    ...offers.standing.map((offer): SnapshotRow => ({ type: 'offer', ...offer })),
    ...visits.rows.filter((row) => row.type !== 'visit' || row.visit.during.to > from),
    ...blocks.all.map((block): SnapshotRow => ({ type: 'block', ...block })),
  ];
  const answer = snapshotEntries(rows, { from, asOf: now, frontierAt });
  const { inc, seq } = whole.clinicCursor;
  return {
    guards: [
      { type: 'cursor-is', inc, seq },
      { type: 'revision-is', revision: whole.revision },
    ],
    writes: [
      advanceTo(record),
      { type: 'clear-staged' },
      ...offers.writes,
      ...visits.writes,
      ...blocks.writes,
      { type: 'set-frontier', frontierAt },
      { type: 'end-recovery' },
      ...answer.map((each): SiteWrite => ({ type: 'append', entry: each, at: now })),
    ],
    notes: visits.notes,
  };
}

/** A clock that is ahead takes no visit for history: the one that looks back further counts. */
function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

/** Owned by the site only if both agree. */
function commonOffers(
  { offers }: SiteWhole,
  told: Snapshot,
): { readonly standing: StandingOffer[]; readonly writes: SiteWrite[] } {
  const standing: StandingOffer[] = [];
  const writes: SiteWrite[] = [];
  for (const offer of offers) {
    const theirs = intervalSet(told.offers.get(offer.offerId)?.open ?? []);
    const open = intersection(offer.open, theirs);
    writes.push({ type: 'set-offer-open', offerId: offer.offerId, open });
    if (open.length > 0) standing.push({ ...offer, open });
  }
  return { standing, writes };
}

function unitedBlocks(
  { blocks }: SiteWhole,
  told: Snapshot,
): { readonly all: SiteWhole['blocks']; readonly writes: SiteWrite[] } {
  const known = new Set<string>(blocks.map(({ blockId }) => blockId));
  const missing = [...told.blocks.values()].filter(({ blockId }) => !known.has(blockId));
  return {
    all: [...blocks, ...missing.map(({ blockId, occupancies }) => ({ blockId, occupancies }))],
    writes: missing.map(({ blockId, occupancies }) => ({
      type: 'insert-block',
      blockId,
      occupancies,
    })),
  };
}

interface United {
  readonly rows: readonly SnapshotRow[];
  readonly writes: readonly SiteWrite[];
  readonly notes: readonly SiteNote[];
}

/** Union by id; cancel wins. */
function unitedVisits(whole: SiteWhole, told: Snapshot, now: Instant): United {
  const union = new Union(whole, now);
  for (const id of told.tombstones) union.end(id as BookingId);
  for (const row of told.visits.values()) union.take(row);
  return union;
}

class Union implements United {
  readonly writes: SiteWrite[] = [];
  readonly notes: SiteNote[] = [];
  readonly #live: Map<BookingId, SiteVisit>;
  readonly #tombstones: Set<BookingId>;
  readonly #toldEnded: SnapshotRow[] = [];
  readonly #whole: SiteWhole;
  readonly #now: Instant;

  constructor(whole: SiteWhole, now: Instant) {
    this.#whole = whole;
    this.#now = now;
    this.#live = new Map(
      whole.bookings
        .filter(({ state }) => state !== 'cancelled')
        .map((visit) => [visit.bookingId, visit]),
    );
    this.#tombstones = new Set(whole.tombstones);
  }

  get rows(): SnapshotRow[] {
    return [...this.#toldEnded, ...[...this.#live.values()].map((visit) => this.#row(visit))];
  }

  /** Cancelled at the clinic: cancelled here, also when it was never heard of. */
  end(bookingId: BookingId): void {
    const visit = this.#live.get(bookingId);
    if (visit !== undefined) {
      this.#cancel(visit, 'cancellation');
    } else if (!this.#tombstones.has(bookingId)) {
      this.writes.push({ type: 'insert-tombstone', bookingId, at: this.#now });
    }
    this.#tombstones.add(bookingId);
  }

  /** Live at the clinic. */
  take(row: SnapshotVisit): void {
    const { bookingId } = row.visit;
    if (this.#tombstones.has(bookingId)) {
      this.#toldEnded.push({ type: 'tombstone', bookingId });
      return;
    }
    const visit = this.#live.get(bookingId);
    if (visit === undefined) this.#insert(row);
    else if (visit.state === 'pending') this.#confirm(visit);
  }

  #cancel(visit: SiteVisit, message: 'cancellation' | 'rejection'): void {
    const { bookingId } = visit;
    this.#live.delete(bookingId);
    this.writes.push(
      { type: 'set-booking-state', bookingId, state: 'cancelled', at: this.#now },
      ...messageAbout(visit, message, this.#now),
    );
  }

  /** The clinic had accepted it. */
  #confirm(visit: SiteVisit): void {
    const { bookingId, replaces } = visit;
    const old = replaces === null ? undefined : this.#live.get(replaces);
    if (old !== undefined) this.#endReplaced(old);
    this.#live.set(bookingId, { ...visit, state: 'confirmed', requestExpiresAt: null });
    this.writes.push(
      { type: 'set-booking-state', bookingId, state: 'confirmed', at: this.#now },
      ...messageAbout(visit, replaces === null ? 'confirmation' : 'change', this.#now),
    );
  }

  #endReplaced(old: SiteVisit): void {
    const { bookingId } = old;
    this.#live.delete(bookingId);
    this.#tombstones.add(bookingId);
    this.#toldEnded.push({ type: 'tombstone', bookingId });
    this.writes.push({ type: 'set-booking-state', bookingId, state: 'cancelled', at: this.#now });
  }

  /** The site had lost it. Requests give way; a confirmed visit in its way stands for a person. */
  #insert({ visit, sealed, soldAt }: SnapshotVisit): void {
    const inTheWay = [...this.#live.values()].filter((each) =>
      collide(each.occupancies, visit.occupancies),
    );
    if (inTheWay.some(({ state }) => state !== 'pending')) {
      this.notes.push({ type: 'move-met-booking', bookingId: visit.bookingId });
      return;
    }
    for (const each of inTheWay) this.#cancel(each, 'rejection');
    const booking: SiteBooking = {
      ...visit,
      state: 'confirmed',
      patientKey: null,
      sealed,
      requestExpiresAt: null,
      registeredAt: soldAt,
    };
    this.writes.push({ type: 'insert-booking', booking });
    this.#live.set(visit.bookingId, { ...booking, sealedToSite: null });
  }

  #row(visit: SiteVisit): SnapshotRow {
    const { bookingId, templateId, resourceId, practitionerId, preblockId } = visit;
    const { during, occupancies, replaces, sealed, requestExpiresAt } = visit;
    return {
      type: 'visit',
      visit: {
        bookingId,
        templateId,
        resourceId,
        practitionerId,
        preblockId,
        during,
        occupancies,
        replaces,
      },
      sealed,
      soldAt: this.#whole.registeredAt.get(bookingId) ?? this.#now,
      expiresAt: visit.state === 'pending' ? requestExpiresAt : null,
    };
  }
}
