import {
  difference,
  instant,
  intervalSet,
  within,
  type BookingId,
  type Interval,
  type IntervalSet,
  type Occupancy,
  type OfferedTime,
  type SubjectId,
} from '@tidbok/core';
import { hashOf, NO_HASH, type LogRecord, type Position, type Sha256Hex } from '@tidbok/protocol';
import type { ClinicState, MemoryLog, SiteState } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';

const FOREVER = instant(8_640_000_000_000_000);

/** What the checkers may see: both databases, and nothing of any session. */
export interface Both {
  readonly clinic: ClinicState;
  readonly site: SiteState;
  readonly epoch: number;
  /** Visits of whose end a restored book knows nothing. */
  readonly stale: ReadonlySet<BookingId>;
  /** Restored, and not started since: what such a database says is said to nobody. */
  readonly behind: { readonly clinic: boolean; readonly site: boolean };
}

/** All is looked at anew at every so many writes; at the others what they touched. */
const EVERYTHING_EVERY = 16;

/** Looks at both databases after every durable write; remembers only what it saw before. */
export class Watch {
  #seen: Both | null = null;
  #standing: Standing = new Map();
  #looks = 0;
  readonly #sha256: Sha256Hex;

  constructor(sha256: Sha256Hex) {
    this.#sha256 = sha256;
  }

  look(now: Both): void {
    this.#looks += 1;
    const before = this.#looks % EVERYTHING_EVERY === 0 ? null : this.#seen;
    this.#lookAt(now, before);
  }

  /** A database became an earlier one: what was seen before binds no more. */
  restored(): void {
    this.#seen = null;
  }

  /** Leaves nothing out: for a world at rest. */
  lookAtAll(now: Both): void {
    this.#lookAt(now, null);
    checkHashes(now.clinic.log.records, this.#sha256);
    checkHashes(now.site.log.records, this.#sha256);
  }

  #lookAt(now: Both, since: Both | null): void {
    const before = this.#seen;
    this.#seen = now;
    const { clinic, site } = now;
    if (since === null || !areVisitsSame(now, since)) {
      const standing = standingIn(now);
      checkNoOverlap(standing, since === null ? new Map() : this.#standing);
      this.#standing = standing;
    }
    if (clinic.needsPerson !== since?.clinic.needsPerson) checkBookMet(now);
    // A site sells alone only while it is paired, and a restored book takes nothing unasked.
    const { behind } = now;
    const isOld = behind.clinic || behind.site;
    const ownsNothing = isOld || clinic.facts.recovery === 'restored' || site.mode !== 'paired';
    if (!ownsNothing && (since === null || !areOffersSame(now, since))) checkOneOwner(now, since);
    checkMonotone(now, before);
    checkLogs(now, before);
  }
}

function areVisitsSame({ clinic, site, behind }: Both, before: Both): boolean {
  return (
    before.behind.clinic === behind.clinic &&
    before.clinic.facts.bookings === clinic.facts.bookings &&
    before.clinic.facts.tombstones === clinic.facts.tombstones &&
    before.clinic.facts.recovery === clinic.facts.recovery &&
    before.site.bookings === site.bookings &&
    before.site.tombstones === site.tombstones
  );
}

function areOffersSame({ clinic, site, behind }: Both, before: Both): boolean {
  return (
    before.behind.clinic === behind.clinic &&
    before.behind.site === behind.site &&
    before.clinic.facts.announced === clinic.facts.announced &&
    before.clinic.facts.recovery === clinic.facts.recovery &&
    before.site.offers === site.offers &&
    before.site.mode === site.mode
  );
}

/** Visits that some side stands by and neither has ended. */
type Standing = ReadonlyMap<BookingId, readonly Occupancy[]>;

/**
 * Staff's overrides, and what they met, are marked and exempt. Rows of a book that is known to be
 * older than the truth promise nothing.
 */
function standingIn({ clinic, site, stale, behind }: Both): Standing {
  const standing = new Map<BookingId, readonly Occupancy[]>();
  const { bookings, tombstones, recovery } = clinic.facts;
  const isOld = behind.clinic || recovery === 'restored';
  const exempt = new Set(stale);
  for (const visit of isOld ? [] : bookings) {
    if (visit.override || visit.conflict) exempt.add(visit.id);
    else if (!exempt.has(visit.id) && !tombstones.has(visit.id) && !site.tombstones.has(visit.id)) {
      standing.set(visit.id, visit.occupancies);
    }
  }
  for (const { bookingId, occupancies, state } of site.bookings.values()) {
    const isEnded = tombstones.has(bookingId) || site.tombstones.has(bookingId);
    if (state !== 'confirmed' || isEnded || exempt.has(bookingId)) continue;
    if (!standing.has(bookingId)) standing.set(bookingId, occupancies);
  }
  return standing;
}

/** I1: no two standing visits share a subject at one time; those that stood before did not. */
function checkNoOverlap(standing: Standing, before: Standing): void {
  for (const [id, occupancies] of standing) {
    if (before.get(id) === occupancies) continue;
    for (const [other, taken] of standing) {
      if (other !== id && collides(occupancies, taken)) {
        throw new Violation(`I1: ${id} and ${other} overlap`);
      }
    }
  }
}

/** Of its own, so as not to trust what it watches. */
function collides(ones: readonly Occupancy[], others: readonly Occupancy[]): boolean {
  for (const { subjectId, during } of ones) {
    for (const other of others) {
      if (other.subjectId !== subjectId || other.during.from >= during.to) continue;
      if (during.from < other.during.to) return true;
    }
  }
  return false;
}

/** I1, as the book itself saw it. */
function checkBookMet({ clinic, stale }: Both): void {
  const met = clinic.needsPerson.find(
    ({ kind, bookingIds }) => kind === 'overlap' && !bookingIds.some((each) => stale.has(each)),
  );
  if (met !== undefined) throw new Violation(`I1: the book met ${met.bookingIds.join(' and ')}`);
}

/**
 * I5: what the site may sell alone counts as announced at the clinic, which does not touch it. A
 * standing offer can only come to break this by being new, or by its subjects being announced less.
 */
function checkOneOwner({ clinic, site }: Both, before: Both | null): void {
  const far = { from: site.frontierAt, to: FOREVER };
  const { announced } = clinic.facts;
  const stood = new Set(before?.site.offers);
  const lost = before === null ? null : lostSubjects(announced, before.clinic.facts.announced);
  const bound = new Map<SubjectId, IntervalSet>();
  for (const offer of site.offers) {
    for (const subject of [offer.resourceId, offer.practitionerId]) {
      if (lost !== null && stood.has(offer) && !lost.has(subject)) continue;
      const told = bound.get(subject) ?? boundBy(announced, subject);
      bound.set(subject, told);
      if (difference(within(offer.open, far), told).length > 0) {
        throw new Violation(`I5: both own ${subject} in ${offer.offerId}`);
      }
    }
  }
}

/** Subjects of offers that are gone from what was announced, or are less than they were. */
function lostSubjects(
  now: readonly OfferedTime[],
  before: readonly OfferedTime[],
): ReadonlySet<SubjectId> {
  const lost = new Set<SubjectId>();
  if (now === before) return lost;
  const kept = new Set(now);
  for (const offer of before) {
    if (!kept.has(offer)) lost.add(offer.resourceId).add(offer.practitionerId);
  }
  return lost;
}

function boundBy(offers: readonly OfferedTime[], subject: SubjectId): IntervalSet {
  const open: Interval[] = [];
  for (const offer of offers) {
    if (offer.resourceId === subject || offer.practitionerId === subject) open.push(...offer.open);
  }
  return intervalSet(open);
}

/** I6, I8: the frontier never goes back, nor ahead of the site's; epochs only rise. */
function checkMonotone({ clinic, site, epoch, behind }: Both, before: Both | null): void {
  const isOld = behind.clinic || behind.site;
  const areTogether = !isOld && clinic.facts.recovery === null && site.mode !== 'recover';
  if (areTogether && clinic.facts.frontierAt > site.frontierAt) {
    throw new Violation('I6: the clinic is past the frontier');
  }
  if (before === null) return;
  if (site.frontierAt < before.site.frontierAt) throw new Violation('I6: the site’s went back');
  if (clinic.facts.frontierAt < before.clinic.facts.frontierAt) {
    throw new Violation('I6: the clinic’s frontier went back');
  }
  if (epoch < before.epoch) throw new Violation('I8: the epoch went back');
}

function checkLogs({ clinic, site, behind }: Both, before: Both | null): void {
  checkLog(clinic.log, before?.clinic.log);
  checkLog(site.log, before?.site.log);
  if (!behind.clinic) checkCursor('site', site.clinicCursor, clinic.log);
  if (!behind.site) checkCursor('clinic', clinic.facts.siteCursor, site.log);
}

/** I7: nothing written is unwritten; what is new goes on without gap. A new life begins empty. */
function checkLog({ inc, records }: MemoryLog, last: MemoryLog | undefined): void {
  const before = last?.inc === inc ? last.records : [];
  if (records === before) return;
  if (records[before.length - 1] !== before.at(-1)) throw new Violation('I7: a log was rewritten');
  let prevHash = before.at(-1)?.hash ?? NO_HASH;
  for (let i = before.length; i < records.length; i += 1) {
    const record = records[i];
    if (record === undefined || record.seq !== i + 1 || record.prevHash !== prevHash) {
      throw new Violation(`I7: a log is broken at ${i + 1}`);
    }
    prevHash = record.hash;
  }
}

/** I7: every hash is the hash of what it stands beside. */
function checkHashes(records: readonly LogRecord[], sha256: Sha256Hex): void {
  for (const record of records) {
    if (hashOf(record, sha256) !== record.hash) throw new Violation(`I7: a hash at ${record.seq}`);
  }
}

/** I7: a reader stands on a record of the log that it reads; of another life it reads no more. */
function checkCursor(reader: string, cursor: Position, { inc, records }: MemoryLog): void {
  if (cursor.inc !== inc) return;
  const hash = cursor.seq === 0 ? NO_HASH : records[cursor.seq - 1]?.hash;
  if (hash !== cursor.hash) throw new Violation(`I7: the ${reader} stands on no record`);
}
