import { toLocalDate, type BookingId, type Interval } from '@tidbok/core';
import { positionOf, type LogRecord, type SiteEntry, type SoldVisit } from '@tidbok/protocol';
import {
  advanceTo,
  announce,
  changesOffers,
  factsAfter,
  factsTogether,
  needOfSiteEntry,
  takeSiteRecord,
  type ClinicFacts,
  type ClinicNeed,
  type ClinicWrite,
} from '@tidbok/sync';
import { locate, type NotedChange, type PracticeRow } from '@tidbok/store/clinic';
import { changed, changedEverywhere } from './changed.ts';
import { arrivalsOf, takeIn, type Arrival } from './online-arrival.ts';
import { seeToMessage } from './queue-messages.ts';
import {
  daysOf,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';

/** A record that follows the one before it; null: its entry may be missed, the cursor moves. */
export interface ReadRecord {
  readonly record: LogRecord;
  readonly entry: SiteEntry | null;
}

/** A record with an entry, what it needs, and the days that it touches, its own first. */
interface Needing {
  readonly record: LogRecord;
  readonly entry: SiteEntry;
  readonly need: ClinicNeed;
  readonly days: readonly [DayRange, ...DayRange[]];
}

/** Days that records touch, and how they stand as far as the records have been decided. */
interface Stretch {
  readonly days: DayRange;
  facts: ClinicFacts;
  /** Its offers may have to be announced anew once every record has been decided. */
  mayOffer: boolean;
}

/** What the records come to. */
interface Decided {
  readonly writes: readonly ClinicWrite[];
  readonly changes: readonly NotedChange[];
  readonly arrived: readonly Arrival[];
}

/**
 * Applies records that follow each other: what all of them need is read in a few round trips, each
 * is decided on the facts that those before it have left, and all is written down at once, with
 * the cursor. Answers the transaction as it then stands.
 */
export async function applyTogether(
  tx: PracticeTransaction,
  run: readonly ReadRecord[],
): Promise<PracticeTransaction> {
  const needing = await needsOf(tx, run);
  const arrivals = await arrivalsOf(tx, soldIn(needing));
  const stretches = await stretchesOf(tx, needing);
  const { writes, changes, arrived } = decide(tx, needing, { arrivals, stretches });
  const last = run.at(-1)?.record;
  if (last === undefined) return tx;
  await takeIn(tx, arrived);
  await tx.write([...writes, advanceTo(last)], changes);
  for (const { entry, record } of needing) await seeToMessage(tx, entry, record.at);
  return tx.withPractice(practiceAfter(tx.practice, last, needing));
}

async function needsOf(tx: PracticeTransaction, run: readonly ReadRecord[]): Promise<Needing[]> {
  const needs = run.flatMap(({ record, entry }) =>
    entry === null ? [] : [{ record, entry, need: needOfSiteEntry(entry) }],
  );
  const places = await locate(tx.db, [...new Set(needs.flatMap(({ need }) => idsOf(need)))]);
  const sold = soldIn(needs);
  const today = toLocalDate(tx.register.zone, tx.now);
  return needs.map((each) => {
    const elsewhere = idsOf(each.need).flatMap((id) => [
      ...(places.get(id) ?? []),
      ...sold.filter((visit) => visit.bookingId === id || visit.replaces === id).map(whenOf),
    ]);
    const intervals: readonly Interval[] = [...each.need.intervals, ...elsewhere];
    const [first = { from: today, to: today }, ...others] = intervals.map((during) =>
      daysOf(tx.register, during),
    );
    return { ...each, days: [first, ...others] };
  });
}

function idsOf({ bookingIds, claimIds, withdrawIds }: ClinicNeed): readonly string[] {
  return [...bookingIds, ...claimIds, ...withdrawIds];
}

function soldIn(needs: readonly Pick<Needing, 'need'>[]): readonly SoldVisit[] {
  return needs.flatMap(({ need }) => need.sold ?? []);
}

function whenOf({ during }: SoldVisit): Interval {
  return during;
}

/** The facts of all days that are touched, days that hang together read as one. */
async function stretchesOf(
  tx: PracticeTransaction,
  needing: readonly Needing[],
): Promise<readonly Stretch[]> {
  const ids = new Set(
    needing.flatMap(({ need }) => [
      ...need.bookingIds,
      ...(need.sold === null ? [] : [need.sold.bookingId]),
    ]),
  );
  const stretches: Stretch[] = [];
  for (const days of apart(needing.flatMap((each) => each.days))) {
    stretches.push({ days, facts: await tx.facts(days, [...ids]), mayOffer: false });
  }
  return stretches;
}

/** Ranges that share no day, in order. */
function apart(ranges: readonly DayRange[]): readonly DayRange[] {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1));
  const found: DayRange[] = [];
  for (const range of sorted) {
    const last = found.at(-1);
    if (last === undefined || last.to < range.from) found.push(range);
    else if (last.to < range.to) found[found.length - 1] = { from: last.from, to: range.to };
  }
  return found;
}

function decide(
  tx: PracticeTransaction,
  needing: readonly Needing[],
  known: {
    readonly arrivals: ReadonlyMap<BookingId, Arrival>;
    readonly stretches: readonly Stretch[];
  },
): Decided {
  const writes: ClinicWrite[] = [];
  const changes = new Changes();
  const arrived: Arrival[] = [];
  const moment = momentOf(tx);
  for (const { record, entry, need, days } of needing) {
    const sold = need.sold === null ? undefined : known.arrivals.get(need.sold.bookingId);
    const touched = days.flatMap((range) => known.stretches.filter((each) => covers(each, range)));
    const incoming = { record, entry, arrival: sold?.arrival ?? null };
    const [, ...effect] = takeSiteRecord(factsOf(touched), incoming, moment);
    writes.push(...effect);
    changes.note(effect, days);
    if (sold !== undefined && effect.some(({ type }) => type === 'insert-booking')) {
      arrived.push(sold);
    }
    for (const each of known.stretches) each.facts = factsAfter(each.facts, effect);
    for (const each of touched) each.mayOffer ||= changesOffers(entry);
  }
  for (const { facts, mayOffer } of known.stretches) {
    const offers = mayOffer ? announce(facts, moment) : [];
    writes.push(...offers);
    changes.note(offers, []);
  }
  return { writes, changes: changes.all, arrived };
}

function covers({ days }: Stretch, range: DayRange): boolean {
  return days.from <= range.from && range.to <= days.to;
}

function factsOf(touched: readonly Stretch[]): ClinicFacts {
  const [first, ...others] = touched;
  if (first === undefined) throw new Error('A record touches days that were not read.');
  return factsTogether([first.facts, ...others.map(({ facts }) => facts)]);
}

/** What the open pages are told: visits by their days, anything else once. */
class Changes {
  readonly #visits = new Map<string, { readonly days: DayRange; readonly ids: Set<BookingId> }>();
  #others = false;

  note(writes: readonly ClinicWrite[], days: readonly DayRange[]): void {
    const ids = visitsIn(writes);
    this.#others ||= writes.some(({ type }) => type === 'needs-person');
    if (ids.length === 0) {
      this.#others ||= writes.length > 0;
      return;
    }
    for (const range of days) {
      const key = `${range.from} ${range.to}`;
      const noted = this.#visits.get(key) ?? { days: range, ids: new Set() };
      for (const id of ids) noted.ids.add(id);
      this.#visits.set(key, noted);
    }
  }

  get all(): readonly NotedChange[] {
    const visits = [...this.#visits.values()].map(({ days, ids }) =>
      changed('booking', days, [...ids]),
    );
    return this.#others ? [...visits, changedEverywhere('sync')] : visits;
  }
}

function visitsIn(writes: readonly ClinicWrite[]): readonly BookingId[] {
  return writes.flatMap((write) => {
    if (write.type === 'insert-booking') return [write.booking.id];
    const isOfVisit = write.type === 'set-booking-state' || write.type === 'mark-conflict';
    return isOfVisit ? [write.bookingId] : [];
  });
}

/** What those who follow in this transaction find: the row was read before. */
function practiceAfter(
  practice: PracticeRow,
  last: LogRecord,
  needing: readonly Needing[],
): PracticeRow {
  const frontiers = needing.flatMap(({ entry }) =>
    entry.type === 'FRONTIER' ? [entry.frontierAt] : [],
  );
  const frontierAt = frontiers.reduce((a, b) => (b > a ? b : a), practice.frontierAt);
  return { ...practice, siteCursor: positionOf(last), frontierAt };
}
