import type { BookingId, Occupancy } from '@tidbok/core';
import { Violation } from '../world/stage.ts';
import { changedItems, type Both } from './both.ts';

type Visits = Map<BookingId, readonly Occupancy[]>;

/** Visits that some side stands by and neither has ended: I1 is about them. */
export class Standing {
  #visits: Visits = new Map();

  /** I1 of each with each. */
  checkAll(now: Both): void {
    this.#visits = standingIn(now);
    const ids = [...this.#visits.keys()];
    const taken = [...this.#visits.values()];
    for (const [i, occupancies] of taken.entries()) {
      const other = taken.findIndex((each, j) => j > i && collides(occupancies, each));
      if (other >= 0) throw overlap(ids[i], ids[other]);
    }
  }

  /** I1 of what came since `before`, which this last looked at. */
  check(now: Both, before: Both): void {
    const touched = isOld(now) === isOld(before) ? touchedSince(before, now) : null;
    if (touched === null) return this.checkAll(now);
    const come = touched.filter((id) => this.#take(now, id));
    for (const id of come) {
      const occupancies = this.#visits.get(id);
      if (occupancies !== undefined) this.#checkOne(now, id, occupancies);
    }
  }

  /** True when the visit stands, and did not stand so before. */
  #take(now: Both, id: BookingId): boolean {
    const occupancies = standingOf(now, id);
    if (occupancies === undefined) {
      this.#visits.delete(id);
      return false;
    }
    if (this.#visits.get(id) === occupancies) return false;
    this.#visits.set(id, occupancies);
    return true;
  }

  /** I1: no two standing visits share a subject at one time. */
  #checkOne({ stale }: Both, id: BookingId, occupancies: readonly Occupancy[]): void {
    for (const [other, taken] of this.#visits) {
      // Told meanwhile to bind nobody.
      if (other === id || stale.has(other)) continue;
      if (collides(occupancies, taken)) throw overlap(id, other);
    }
  }
}

function overlap(one: BookingId | undefined, other: BookingId | undefined): Violation {
  return new Violation(`I1: ${one} and ${other} overlap`);
}

/** Rows of a book that is known to be older than the truth promise nothing. */
function isOld({ clinic, behind }: Both): boolean {
  return behind.clinic || clinic.facts.recovery === 'restored';
}

/** Staff's overrides, and what they met, are marked and exempt. */
function standingIn(now: Both): Visits {
  const { clinic, site, stale } = now;
  const standing: Visits = new Map();
  const { bookings, tombstones } = clinic.facts;
  const exempt = new Set(stale);
  for (const visit of isOld(now) ? [] : bookings) {
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

/** What one visit takes; undefined when it does not stand. */
function standingOf(now: Both, bookingId: BookingId): readonly Occupancy[] | undefined {
  const { clinic, site, stale } = now;
  const { bookings, tombstones } = clinic.facts;
  if (stale.has(bookingId)) return undefined;
  if (tombstones.has(bookingId) || site.tombstones.has(bookingId)) return undefined;
  const visit = isOld(now) ? undefined : bookings.find(({ id }) => id === bookingId);
  if (visit !== undefined) return visit.override || visit.conflict ? undefined : visit.occupancies;
  const sold = site.bookings.get(bookingId);
  return sold?.state === 'confirmed' ? sold.occupancies : undefined;
}

/** Visits of which something was written; null when that cannot be told. */
function touchedSince(before: Both, now: Both): readonly BookingId[] | null {
  if (areVisitsSame(before, now)) return [];
  const { gone, come } = changedItems(before.clinic.facts.bookings, now.clinic.facts.bookings);
  const sold = now.site.bookings.keysSince(before.site.bookings);
  const ended = addedTo(before.clinic.facts.tombstones, now.clinic.facts.tombstones);
  const endedAtSite = addedTo(before.site.tombstones, now.site.tombstones);
  if (sold === null || ended === null || endedAtSite === null) return null;
  return [...[...gone, ...come].map(({ id }) => id), ...sold, ...ended, ...endedAtSite];
}

function areVisitsSame({ clinic, site }: Both, now: Both): boolean {
  return (
    clinic.facts.bookings === now.clinic.facts.bookings &&
    clinic.facts.tombstones === now.clinic.facts.tombstones &&
    site.bookings === now.site.bookings &&
    site.tombstones === now.site.tombstones
  );
}

/** A set keeps the order in which it was filled; null when something was taken away. */
function addedTo<T>(before: ReadonlySet<T>, now: ReadonlySet<T>): readonly T[] | null {
  if (before === now) return [];
  if (now.size < before.size) return null;
  const added: T[] = [];
  let place = 0;
  for (const each of now) {
    if (place >= before.size) added.push(each);
    place += 1;
  }
  return added;
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
