import { instant, type BookingId, type ClaimId, type Interval, type Outcome } from '@tidbok/core';
import {
  advanceTo,
  applyToClinic,
  clinicFacts,
  decideAdoption,
  decideClaimTimeout,
  decideLeaving,
  decideResync,
  decideSiteRecord,
  decideStaffBooking,
  decideStaffCancel,
  decideStaffMove,
  decideUnpair,
  needOfAdoption,
  needOfSiteEntry,
  newClinicState,
  rangeOfNeed,
  thenAnnounce,
  type AppliedResult,
  type ClinicFacts,
  type ClinicState,
  type ClinicWrite,
  type Incoming,
  type Moment,
  type NewBooking,
  type OnlineArrival,
  type StaffBookingResult,
} from '@tidbok/sync';
import type { LogRecord, Position, SiteEntry } from '@tidbok/protocol';
import type { Clock } from '../world/clock.ts';
import { newRecords } from '../world/entries.ts';
import type { Mutant } from '../world/mutant.ts';
import { chairs, daysAround, id, kinds, people, staff, stockholm } from '../world/practice.ts';
import { inSmallParts } from '../world/small-parts.ts';
import { Violation, type Stage } from '../world/stage.ts';

const HOUSEKEEPING_DAYS = 10;
const DAY_MS = 86_400_000;
/** No schedule sets the frontier further ahead. */
const MOST_NEAR_HOURS = 48;
/** So many records share one transaction, as at the clinic's own. */
const BATCH = 25;

/** Who every online visit is for: the register is no part of the sync. */
const arrival: OnlineArrival = {
  patientId: id('a9', 1),
  differs: false,
  readable: true,
  text: { bookText: 'US', summonsCard: true, moveNextRecall: true, expectedAmount: null },
};

/** What came of applying records; `halted`: a person must look. */
interface AppliedRecords {
  readonly result: AppliedResult | 'halted';
  readonly cursor: Position;
}

/** What stands of the clinic outside its database: nothing here but how to read and write it. */
export interface ClinicPlayers {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly mutant: Mutant;
}

/** The clinic's database and the transactions on it, one at a time under the practice's lock. */
export class ClinicBook {
  state: ClinicState;
  readonly stage: Stage;
  readonly clock: Clock;
  /** Tells the Online Client that the log grew. */
  wake: () => void = () => undefined;
  /** Restored, and not started since. */
  isBehind = false;
  /** All that the database ever held, the newest last: any of it may come back as a backup. */
  readonly backups: ClinicState[] = [];
  /** A record could not be applied: nothing is read before a person has begun anew (4.10). */
  isHalted = false;
  readonly mutant: Mutant;
  readonly #idsOf: string;
  #ids = 0;
  #lives = 1;
  #wasRestored = false;
  /** Lives of the site's log that are over. */
  readonly #pastLives = new Set<string>();
  readonly #newId = <Id extends string>(): Id => id<Id>(this.#idsOf, (this.#ids += 1));

  /** `ids`: of what kind the ids are that it makes. */
  constructor({ stage, clock, mutant }: ClinicPlayers, ids: 'own' | 'copied' = 'own') {
    this.#idsOf = ids === 'own' ? '99' : '98';
    this.stage = stage;
    this.clock = clock;
    this.mutant = mutant;
    const empty = newClinicState({
      clinicInc: id('1c', 1),
      siteInc: id('1d', 1),
      zone: stockholm,
    });
    const participation = {
      kinds,
      onlinePractitioners: new Set(people),
      onlineResources: new Set(chairs),
    };
    this.state = { ...empty, facts: { ...empty.facts, ...participation } };
  }

  get moment(): Moment {
    return { now: this.clock.wall(this.stage.now), newId: this.#newId };
  }

  /** Starts again: what was not in the database is gone. */
  restart(): void {
    this.state = this.mutant.clinicRestarts?.(this.state) ?? this.state;
  }

  /** The database becomes an earlier one; a mark outside of it will tell so at the next start. */
  restore(earlier: ClinicState): void {
    const standing = new Set(this.state.facts.bookings.map((visit) => visit.id));
    for (const visit of earlier.facts.bookings) {
      if (!standing.has(visit.id)) this.stage.stale.add(visit.id);
    }
    this.state = earlier;
    this.isBehind = this.mutant.forgetsRestore !== true;
    this.isHalted = false;
    this.#wasRestored = true;
  }

  /** The program starts: nothing is done in a database that is known to be an old one. */
  start(): void {
    if (this.isBehind) this.beginResync('restored');
  }

  /** The clinic's log begins anew with all that the book holds; the outside mark goes first. */
  beginResync(asked: 'restored' | 'whole'): void {
    const because = this.isBehind ? 'restored' : asked;
    const { facts } = this.state;
    const online = facts.bookings.filter(({ source }) => source === 'online');
    const sealed = new Map(online.map((visit) => [visit.id, 'c2VhbGVk']));
    const known = { facts, tombstones: facts.tombstones, sealed, nearHours: MOST_NEAR_HOURS };
    const inc = id('1c', (this.#lives += 1));
    this.#pastLives.add(facts.siteCursor.inc);
    const writes = decideResync(known, { inc, because, now: this.moment.now });
    this.#write(this.stage.may('small-parts') ? inSmallParts(writes) : writes);
    this.isBehind = false;
    this.isHalted = false;
    this.stage.note(`the clinic begins anew: ${because}`);
    if (because === 'restored' && !this.#wasRestored) {
      throw new Violation('4.1: a book that never was restored takes itself for it');
    }
  }

  /** The practice leaves the site; false when it cannot just now. */
  leave(): boolean {
    const decided = decideLeaving(this.#facts(null, this.#allTime), this.moment);
    if (decided.ok) this.#write(decided.value);
    return decided.ok;
  }

  /** Says UNPAIR when nothing is the site's any more. */
  goOnLeaving(): void {
    if (!this.state.facts.leaving) return;
    const asked = this.state.log.records.some(({ type }) => type === 'UNPAIR');
    this.#write(decideUnpair(this.state.facts, this.moment, asked));
  }

  get #allTime(): Interval {
    const { now } = this.moment;
    return { from: instant(now - 2 * DAY_MS), to: instant(now + HOUSEKEEPING_DAYS * DAY_MS) };
  }

  plan(change: readonly ClinicWrite[], ...during: readonly Interval[]): void {
    const facts = this.#facts(null, ...during);
    this.#write(thenAnnounce(facts, change, this.moment));
  }

  /** Now and then the clinic looks at what time has made void. */
  keepHouse(): void {
    const { now } = this.moment;
    this.plan([], { from: now, to: instant(now + HOUSEKEEPING_DAYS * DAY_MS) });
    this.goOnLeaving();
  }

  staffBooks(booking: NewBooking, override: boolean): Outcome<StaffBookingResult> {
    const facts = this.#facts(null, booking.during);
    const seen = this.mutant.staffFacts?.(facts) ?? facts;
    return this.#written(
      decideStaffBooking(seen, { booking, actor: staff, override }, this.moment),
    );
  }

  staffMoves(cancel: BookingId, booking: NewBooking, override: boolean) {
    const old = this.state.facts.bookings.find((each) => each.id === cancel);
    const facts = this.#facts(null, booking.during, old?.during ?? booking.during);
    const seen = this.mutant.staffFacts?.(facts) ?? facts;
    const command = { booking, cancel, actor: staff, override };
    return this.#written(decideStaffMove(seen, command, this.moment));
  }

  staffCancels(bookingId: BookingId): void {
    const old = this.state.facts.bookings.find((each) => each.id === bookingId);
    if (old === undefined) return;
    const command = { bookingId, reason: 'clinic', note: '', actor: staff } as const;
    const decided = decideStaffCancel(this.#facts(null, old.during), command, this.moment);
    if (decided.ok) this.#write(decided.value);
  }

  /** Staff stop waiting for the site's answer. */
  abandonClaim(claimId: ClaimId): void {
    const claim = this.state.facts.claims.find((each) => each.claimId === claimId);
    if (claim?.state !== 'asked') return;
    this.stage.note('staff stop waiting for a claim');
    this.#write(decideClaimTimeout(this.#facts(null, claim.during), claimId));
  }

  /** Applies the site's records in order, each once, some together in one transaction. */
  applyRecords(records: readonly LogRecord[]): AppliedRecords {
    for (let i = 0; i < records.length && !this.isHalted;) {
      const size = this.stage.random.chance(0.5) ? 1 : BATCH;
      const result = this.#applyBatch(records.slice(i, i + size));
      if (result !== 'applied') return { result, cursor: this.state.facts.siteCursor };
      i += size;
    }
    this.goOnLeaving();
    const result = this.isHalted ? 'halted' : 'applied';
    return { result, cursor: this.state.facts.siteCursor };
  }

  #applyBatch(records: readonly LogRecord[]): AppliedRecords['result'] {
    const { entries } = this.stage;
    let next = this.state;
    let result: AppliedRecords['result'] = 'applied';
    for (const record of records) {
      const incoming = this.#poisoned(entries.readSite(this.#cursorFor(next, record), record));
      if (incoming.type === 'halt' && this.isHalted) {
        result = 'halted';
        break;
      }
      if (incoming.type === 'seen') this.stage.note('the clinic drops a record it has seen');
      if (incoming.type === 'diverged' && this.#pastLives.has(record.inc)) {
        // A session of before the logs began anew: another client of this database began it.
        result = 'diverged';
        break;
      }
      if (incoming.type === 'diverged' || incoming.type === 'halt') {
        throw new Violation(`the clinic cannot read ${record.type} ${record.seq}`);
      }
      if (incoming.type === 'gap') {
        this.stage.note('the clinic asks again from its cursor');
        result = 'gap';
        break;
      }
      if (incoming.type === 'pass') next = this.#applied(next, [advanceTo(incoming.record)]);
      if (incoming.type === 'apply') next = this.#after(next, incoming);
    }
    this.#commit(next);
    return result;
  }

  /** Nothing that must be understood is passed over: the reader stops for a person (4.10). */
  #poisoned(incoming: Incoming<SiteEntry>): Incoming<SiteEntry> {
    if (incoming.type !== 'apply' || !this.stage.meetsPoison('clinic')) return incoming;
    this.stage.note('the clinic halts at a record that it cannot apply');
    if (this.mutant.passesPoison === 'clinic') return { type: 'pass', record: incoming.record };
    this.isHalted = true;
    return { type: 'halt', because: 'poison' };
  }

  #cursorFor(state: ClinicState, record: LogRecord): Position {
    return this.mutant.ignoresOrder === true
      ? { inc: record.inc, seq: record.seq - 1, hash: record.prevHash }
      : state.facts.siteCursor;
  }

  #after(
    state: ClinicState,
    { record, entry }: { readonly record: LogRecord; readonly entry: SiteEntry },
  ): ClinicState {
    if (entry.type === 'SNAP_END') return this.#adopt(state, record, entry);
    const need = needOfSiteEntry(entry);
    const { now } = this.moment;
    const range = rangeOfNeed(state, need) ?? { from: now, to: instant(now + 1) };
    // What is let go concerns all that is to come.
    const read = clinicFacts(state, entry.type === 'UNPAIRED' ? this.#allTime : daysAround(range));
    const facts = this.mutant.clinicFacts?.(read, entry) ?? read;
    const sold = need.sold === null ? null : arrival;
    const writes = decideSiteRecord(facts, { record, entry, arrival: sold }, this.moment);
    const done = this.mutant.clinicWrites?.(writes, entry) ?? writes;
    this.stage.trace(() => `clinic applies ${record.seq} ${record.body}`);
    this.#noteArrival(state, entry);
    if (this.mutant.splitsApply !== true) return this.#applied(state, done);
    const [cursor, ...effect] = done;
    this.#commit(this.#applied(state, cursor === undefined ? [] : [cursor]));
    return this.#applied(this.state, effect);
  }

  /** The site's answer to the snapshot: from here on both logs go on together. */
  #adopt(
    state: ClinicState,
    record: LogRecord,
    entry: Extract<SiteEntry, { type: 'SNAP_END' }>,
  ): ClinicState {
    const { facts, staged } = state;
    const sold = needOfAdoption(facts, staged);
    const arrivals = new Map(sold.map(({ bookingId }) => [bookingId, arrival]));
    const writes = decideAdoption(facts, { record, entry, staged, arrivals }, this.moment);
    const done = this.mutant.clinicWrites?.(writes, entry) ?? writes;
    this.stage.note('the clinic adopts the site’s answer');
    if (done.some((write) => write.type === 'needs-person' && write.kind === 'lost-visit')) {
      this.stage.note('a visit that staff placed is lost with the backup');
    }
    if (done.some(({ type }) => type === 'insert-unknown')) {
      this.stage.note('time is kept that was taken after the backup');
    }
    this.stage.trace(() => `clinic adopts ${record.seq}`);
    return this.#applied(state, done);
  }

  #noteArrival({ facts }: ClinicState, entry: SiteEntry): void {
    const { stage } = this;
    if (entry.type === 'CLAIM_OK' || entry.type === 'CLAIM_NO') {
      const claim = facts.claims.find(({ claimId }) => claimId === entry.claimId);
      if (claim?.state === 'abandoned') stage.note(`${entry.type} after staff stopped waiting`);
    }
    if (entry.type === 'BOOK' && facts.tombstones.has(entry.visit.bookingId)) {
      stage.note('a sale arrives after its cancellation');
    }
    if (entry.type === 'CANCEL' && facts.tombstones.has(entry.bookingId)) {
      stage.note('patient and clinic cancel the same visit');
    }
    if (entry.type === 'REQUEST' && entry.visit.replaces !== null) stage.note('rebook by request');
  }

  #facts(entry: SiteEntry | null, ...during: readonly Interval[]): ClinicFacts {
    const facts = clinicFacts(this.state, daysAround(...during));
    return this.mutant.clinicFacts?.(facts, entry) ?? facts;
  }

  #written(decided: Outcome<StaffBookingResult>): Outcome<StaffBookingResult> {
    if (!decided.ok) return decided;
    this.#letGo(decided.value.writes);
    this.#write(decided.value.writes);
    return decided;
  }

  /** Staff knowingly take the time of a visit that a restore lost: from then on it binds nobody. */
  #letGo(writes: readonly ClinicWrite[]): void {
    for (const write of writes) {
      if (write.type !== 'delete-unknown') continue;
      const { bookingId = null } =
        this.state.facts.unknowns.find(({ unknownId }) => unknownId === write.unknownId) ?? {};
      if (bookingId !== null) this.stage.stale.add(bookingId);
    }
  }

  #write(writes: readonly ClinicWrite[]): void {
    const done = this.mutant.clinicWrites?.(writes, null) ?? writes;
    if (done.length > 0) this.#commit(this.#applied(this.state, done));
  }

  #applied(state: ClinicState, writes: readonly ClinicWrite[]): ClinicState {
    const next = applyToClinic(state, writes, this.stage.sha256);
    this.stage.entries.keepClinic(newRecords(next.log, state.log), writes);
    return next;
  }

  #commit(next: ClinicState): void {
    if (next === this.state) return;
    const { stage } = this;
    stage.crashPoint('clinic', 'before');
    const written = newRecords(next.log, this.state.log);
    this.state = next;
    if (stage.may('clinic-restore')) this.backups.push(next);
    stage.transactions += 1;
    for (const record of written) {
      stage.note(record.type);
      stage.trace(() => `clinic writes ${record.seq} ${record.body}`);
    }
    stage.check();
    stage.crashPoint('clinic', 'after');
    if (written.length > 0) this.wake();
  }
}
