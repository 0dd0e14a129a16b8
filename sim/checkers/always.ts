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
import { hashOf, NO_HASH, type LogRecord, type Position } from '@tidbok/protocol';
import type { ClinicState, SiteState } from '@tidbok/sync';
import { sha256 } from '../world/digest.ts';
import { Violation } from '../world/stage.ts';

const FOREVER = instant(8_640_000_000_000_000);

/** What the checkers may see: both databases, and nothing of any session. */
export interface Both {
  readonly clinic: ClinicState;
  readonly site: SiteState;
  readonly epoch: number;
}

/** Looks at both databases after every durable write; remembers only what it saw before. */
export class Watch {
  #seen: Both | null = null;

  look(now: Both): void {
    const before = this.#seen;
    this.#seen = now;
    const { clinic, site } = now;
    const { facts } = clinic;
    const areVisitsSame =
      before !== null &&
      before.clinic.facts.bookings === facts.bookings &&
      before.clinic.facts.tombstones === facts.tombstones &&
      before.site.bookings === site.bookings &&
      before.site.tombstones === site.tombstones;
    if (!areVisitsSame) checkNoOverlap(now);
    const areOffersSame =
      before !== null &&
      before.clinic.facts.announced === facts.announced &&
      before.site.offers === site.offers;
    if (!areOffersSame || before.site.frontierAt !== site.frontierAt) checkOneOwner(now);
    checkMonotone(now, before);
    checkLog(clinic.log.records, before?.clinic.log.records ?? []);
    checkLog(site.log.records, before?.site.log.records ?? []);
    checkCursor('site', site.clinicCursor, clinic.log.records);
    checkCursor('clinic', facts.siteCursor, site.log.records);
  }
}

/**
 * I1: no two visits that some side stands by and neither has ended share a subject at one time;
 * staff's overrides, and what they met, are marked and exempt.
 */
function checkNoOverlap({ clinic, site }: Both): void {
  const taken = new Map<SubjectId, { readonly id: BookingId; readonly during: Interval }[]>();
  const seen = new Set<BookingId>();
  const take = (id: BookingId, occupancies: readonly Occupancy[]) => {
    if (seen.has(id) || clinic.facts.tombstones.has(id) || site.tombstones.has(id)) return;
    seen.add(id);
    for (const { subjectId, during } of occupancies) {
      const line = taken.get(subjectId);
      if (line === undefined) taken.set(subjectId, [{ id, during }]);
      else {
        for (const other of line) {
          if (other.id === id || other.during.from >= during.to) continue;
          if (during.from < other.during.to) {
            throw new Violation(`I1: ${id} and ${other.id} overlap`);
          }
        }
        line.push({ id, during });
      }
    }
  };
  for (const visit of clinic.facts.bookings) {
    if (visit.override || visit.conflict) seen.add(visit.id);
    else take(visit.id, visit.occupancies);
  }
  for (const { bookingId, occupancies, state } of site.bookings.values()) {
    if (state === 'confirmed') take(bookingId, occupancies);
  }
  const met = clinic.needsPerson.find(({ kind }) => kind === 'overlap');
  if (met !== undefined) throw new Violation(`I1: the book met ${met.bookingIds.join(' and ')}`);
}

/** I5: what the site may sell alone counts as announced at the clinic, which does not touch it. */
function checkOneOwner({ clinic, site }: Both): void {
  const far = { from: site.frontierAt, to: FOREVER };
  for (const offer of site.offers) {
    const own = within(offer.open, far);
    if (own.length === 0) continue;
    for (const subject of [offer.resourceId, offer.practitionerId]) {
      if (difference(own, boundBy(clinic.facts.announced, subject)).length > 0) {
        throw new Violation(`I5: both own ${subject} in ${offer.offerId}`);
      }
    }
  }
}

function boundBy(offers: readonly OfferedTime[], subject: SubjectId): IntervalSet {
  return intervalSet(
    offers
      .filter(
        ({ resourceId, practitionerId }) => resourceId === subject || practitionerId === subject,
      )
      .flatMap(({ open }) => open),
  );
}

/** I6, I8: the frontier never goes back, nor ahead of the site's; epochs only rise. */
function checkMonotone({ clinic, site, epoch }: Both, before: Both | null): void {
  if (clinic.facts.frontierAt > site.frontierAt) {
    throw new Violation('I6: the clinic is past the frontier');
  }
  if (before === null) return;
  if (site.frontierAt < before.site.frontierAt) throw new Violation('I6: the site’s went back');
  if (clinic.facts.frontierAt < before.clinic.facts.frontierAt) {
    throw new Violation('I6: the clinic’s frontier went back');
  }
  if (epoch < before.epoch) throw new Violation('I8: the epoch went back');
}

/** I7: nothing written is unwritten; what is new goes on without gap from what was there. */
function checkLog(records: readonly LogRecord[], before: readonly LogRecord[]): void {
  if (records === before) return;
  if (records[before.length - 1] !== before.at(-1)) throw new Violation('I7: a log was rewritten');
  let prevHash = before.at(-1)?.hash ?? NO_HASH;
  for (let i = before.length; i < records.length; i += 1) {
    const record = records[i];
    if (record === undefined || record.seq !== i + 1 || record.prevHash !== prevHash) {
      throw new Violation(`I7: a log is broken at ${i + 1}`);
    }
    if (hashOf(record, sha256) !== record.hash) throw new Violation(`I7: a hash at ${i + 1}`);
    prevHash = record.hash;
  }
}

/** I7: a reader stands on a record of the log that it reads. */
function checkCursor(reader: string, cursor: Position, records: readonly LogRecord[]): void {
  const hash = cursor.seq === 0 ? NO_HASH : records[cursor.seq - 1]?.hash;
  if (hash !== cursor.hash) throw new Violation(`I7: the ${reader} stands on no record`);
}
