import type { BookingId, HoldId, Instant, Outcome } from '@tidbok/core';
import type { ClinicEntry, LogRecord, Position } from '@tidbok/protocol';
import {
  advanceTo,
  applyToSite,
  decideClinicRecord,
  decideFence,
  decideMerge,
  decideTick,
  needOfClinicEntry,
  newSiteState,
  rulesOf,
  siteFacts,
  siteWhole,
  type AppliedResult,
  type ClinicRecordDecision,
  type Incoming,
  type Sale,
  type SiteApplied,
  type SiteDecision,
  type SiteFacts,
  type SiteNeed,
  type SiteState,
  type SiteTools,
} from '@tidbok/sync';
import { checkYield, whyWrongSale } from '../checkers/sale.ts';
import type { Clock } from '../world/clock.ts';
import { newRecords } from '../world/entries.ts';
import type { Mutant } from '../world/mutant.ts';
import { id, stockholm, stockholmByOtherLaw } from '../world/practice.ts';
import { inSmallParts } from '../world/small-parts.ts';
import { Violation, type Stage } from '../world/stage.ts';

const POISON = 'poison';
/** Between reading and writing: most often at once, at times behind a lock or a slow disk. */
const QUICK_MS = 40;
const SLOW_MS = 2_000;
/** A decision whose guards went stale is taken anew at most so often. */
const MAX_TRIES = 20;

/** What the site asks and answers beside its database. */
export interface SitePlayers {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly mutant: Mutant;
}

/** What a patient asks for, under the key by which a second press is known. */
export interface Asked {
  readonly key: string;
  readonly need: SiteNeed;
  readonly decide: (facts: SiteFacts) => Outcome<Sale>;
}

/** The answer of a sale's transaction; `done before`: the same key had booked already. */
export type Sold = Outcome<Sale> | 'done before';

export interface AppliedRecords {
  readonly result: AppliedResult | 'halted';
  readonly cursor: Position;
}

/**
 * The site's database and the transactions on it: facts are read without a lock, and between them
 * and the one locked call others may write.
 */
export class SiteDesk {
  state: SiteState;
  epoch = 0;
  /** The computer that was paired last: no other is heard. */
  installationId = 'computer-1';
  /** The last record of the own log that is kept no longer. */
  floor = 0;
  /** Counts the starts: what an earlier life planned does not happen. */
  life = 0;
  lastContactAt: Instant | null = null;
  /** When a connection was last admitted, by the own clock. */
  admittedAt: Instant | null = null;
  readonly stage: Stage;
  readonly clock: Clock;
  /** Tells the gateway that the log grew. */
  wake: () => void = () => undefined;
  readonly mutant: Mutant;
  /** Restored, and not started since. */
  isBehind = false;
  /** All that the database ever held, the newest last. */
  readonly backups: SiteState[] = [];
  readonly #tools: SiteTools;
  #fences = 0;
  #clocksAgree = false;
  #hasJumped = false;

  constructor({ stage, clock, mutant }: SitePlayers) {
    this.stage = stage;
    this.clock = clock;
    this.mutant = mutant;
    const zone = stage.may('other-zone-law') ? stockholmByOtherLaw : stockholm;
    this.#tools = { sha256: stage.sha256, zoneOf: () => zone, rulesOf };
    this.state = newSiteState({ siteInc: id('1d', 1), clinicInc: id('1c', 1) });
  }

  get now(): Instant {
    return this.clock.wall(this.stage.now);
  }

  /** Starts again: what was not in the database is gone. */
  restart(): void {
    this.life += 1;
    this.#clocksAgree = false;
    this.#hasJumped = false;
    this.state = this.mutant.siteRestarts?.(this.state) ?? this.state;
    if (this.isBehind) this.fence();
  }

  /** The database becomes an earlier one; the next start sees that it does. */
  restore(earlier: SiteState): void {
    for (const { bookingId, state } of [...earlier.bookings.values()]) {
      const isOver = (this.state.bookings.get(bookingId)?.state ?? 'cancelled') === 'cancelled';
      if (state !== 'cancelled' && isOver) this.stage.stale.add(bookingId);
    }
    this.state = earlier;
    this.isBehind = this.mutant.forgetsRestore !== true;
  }

  /** Nothing is confirmed alone until the clinic has been heard whole. */
  fence(): void {
    this.commit(decideFence(`nobody-${(this.#fences += 1)}`), null);
    this.isBehind = false;
    this.floor = 0;
    this.stage.note('the site is fenced');
  }

  /** Another computer of the practice is paired: the one before is heard no more (4.4). */
  pair(installationId: string): void {
    this.raiseEpoch();
    if (this.mutant.keepsOldComputer !== true) this.installationId = installationId;
    this.stage.note('another computer is paired');
  }

  /** What is older than that is deleted from the own log. */
  forgetLog(): void {
    this.floor = this.state.log.records.length;
  }

  clocksAgree(): void {
    this.#clocksAgree = true;
    this.tick();
  }

  raiseEpoch(): number {
    this.stage.crashPoint('site', 'before');
    this.epoch += this.mutant.keepsEpoch === true && this.epoch > 0 ? 0 : 1;
    this.lastContactAt = this.now;
    return this.epoch;
  }

  facts(need: SiteNeed, entry: ClinicEntry | null = null): SiteFacts {
    const facts = siteFacts(this.state, need, this.lastContactAt);
    return this.mutant.siteFacts?.(facts, entry, this.now) ?? facts;
  }

  /** Decides, then writes a moment later; what went stale meanwhile is decided anew. */
  sell(sale: Asked, answer: (sold: Sold) => void, tries = 0): void {
    if (this.state.keys.has(sale.key)) return answer('done before');
    const heardAt = this.lastContactAt;
    const decided = sale.decide(this.facts(sale.need));
    if (!decided.ok) return answer(decided);
    this.#soon(() => {
      const applied = this.commit(decided.value.decision, null, heardAt);
      if (applied.ok) return answer(decided);
      if ('refused' in applied) {
        return answer({ ok: false, refusal: { code: 'time-taken', overridable: false } });
      }
      if (applied.stale === 'key-unused') return answer('done before');
      if (tries < MAX_TRIES) this.sell(sale, answer, tries + 1);
    });
  }

  /** Others may come between reading and writing. */
  #soon(act: () => void): void {
    const { stage, life } = this;
    if (stage.random.chance(0.6)) return act();
    const isSlow = stage.random.chance(0.15);
    stage.later(stage.random.between(1, isSlow ? SLOW_MS : QUICK_MS), () => {
      if (this.life === life) act();
    });
  }

  /** One call of the site's SQL function. */
  commit(
    decision: SiteDecision,
    entry: ClinicEntry | null,
    heardAt = this.lastContactAt,
  ): SiteApplied {
    this.stage.crashPoint('site', 'before');
    const mutated = this.mutant.siteDecision?.(decision, entry) ?? decision;
    if (this.mutant.splitsSite === true && entry !== null && mutated.writes.length > 1) {
      return this.#commitApart(mutated);
    }
    return this.#commit(mutated, heardAt);
  }

  /** A mutant's: the cursor, and in a transaction of its own the effect. */
  #commitApart({ guards, writes }: SiteDecision): SiteApplied {
    const cursor = this.#commit({ guards, writes: writes.slice(0, 1) }, null);
    return cursor.ok ? this.#commit({ guards: [], writes: writes.slice(1) }, null) : cursor;
  }

  #commit(decision: SiteDecision, heardAt: Instant | null): SiteApplied {
    const { stage } = this;
    // Looked at as the transaction found the site.
    const wrongSale = whyWrongSale(this.state, decision, heardAt);
    const applied = applyToSite(this.state, decision, this.#tools);
    if (!applied.ok) {
      stage.note('stale' in applied ? `stale: ${applied.stale}` : 'the constraint says time-taken');
      return applied;
    }
    if (wrongSale !== null) throw new Violation(`I3: ${wrongSale}`);
    checkYield(applied.state, decision);
    const written = newRecords(applied.state.log, this.state.log);
    this.state = applied.state;
    if (stage.may('site-restore')) this.backups.push(applied.state);
    stage.entries.keepSite(written, decision.writes);
    stage.transactions += 1;
    for (const record of written) {
      stage.note(record.type);
      stage.trace(() => `site writes ${record.seq} ${record.body}`);
    }
    stage.check();
    stage.crashPoint('site', 'after');
    if (written.length > 0) this.wake();
    return applied;
  }

  /** Applies the clinic's records in order, each once; then says where the cursor stands. */
  applyRecords(
    records: readonly LogRecord[],
    answer: (applied: AppliedRecords) => void,
    at = 0,
  ): void {
    const record = records[at];
    const cursor = this.state.clinicCursor;
    const { entries } = this.stage;
    if (record === undefined) return answer({ result: 'applied', cursor });
    if (this.state.mode === 'halted') return answer({ result: 'halted', cursor });
    const incoming = this.#poisoned(entries.readClinic(cursor, record));
    switch (incoming.type) {
      case 'diverged':
        // A connection of before the logs began anew: it is on its way out.
        if (this.state.pastLives.has(record.inc)) return answer({ result: 'diverged', cursor });
        throw new Violation(`the site reads another log at ${record.seq}`);
      case 'halt':
        if (incoming.because === POISON) return answer({ result: 'halted', cursor });
        throw new Violation(`the site cannot read ${record.type} ${record.seq}`);
      case 'gap':
        this.stage.note('the site asks again from its cursor');
        return answer({ result: 'gap', cursor });
      case 'seen':
        this.stage.note('the site drops a record it has seen');
        return this.applyRecords(records, answer, at + 1);
      case 'pass':
        this.commit({ guards: [], writes: [advanceTo(record)] }, null);
        return this.applyRecords(records, answer, at + 1);
      case 'apply':
        return this.#applyOne(incoming, (isDone) =>
          this.applyRecords(records, answer, isDone ? at + 1 : at),
        );
    }
  }

  /** Nothing that must be understood is passed over: the practice halts for a person (4.10). */
  #poisoned(incoming: Incoming<ClinicEntry>): Incoming<ClinicEntry> {
    const { stage } = this;
    if (incoming.type !== 'apply' || !stage.meetsPoison('site')) return incoming;
    stage.note('the site halts at a record that it cannot apply');
    if (this.mutant.passesPoison === 'site') return { type: 'pass', record: incoming.record };
    this.state = { ...this.state, mode: 'halted', revision: this.state.revision + 1 };
    stage.check();
    return { type: 'halt', because: POISON };
  }

  /** Then the next, or the same again when it went stale. */
  #applyOne(
    { record, entry }: { readonly record: LogRecord; readonly entry: ClinicEntry },
    then: (isDone: boolean) => void,
  ): void {
    const facts = this.facts(needOfClinicEntry(entry), entry);
    const decision =
      entry.type === 'SNAP_END'
        ? this.#merged({ record, entry })
        : decideClinicRecord(facts, { record, entry }, this.now);
    for (const { type } of decision.notes) this.stage.note(type);
    this.stage.trace(() => `site decides ${record.seq} ${record.body}`);
    this.#noteArrival(facts, entry);
    this.#soon(() => {
      const applied = this.commit(decision, entry);
      this.lastContactAt = this.now;
      if (applied.ok && entry.type === 'CATALOG') this.tick();
      if (!applied.ok && 'refused' in applied) {
        throw new Violation(`the site's constraint refuses ${record.type} ${record.seq}`);
      }
      then(applied.ok);
    });
  }

  #merged(end: Parameters<typeof decideMerge>[1]): ClinicRecordDecision {
    const decision = decideMerge(siteWhole(this.state), end, this.now);
    if (!this.stage.may('small-parts')) return decision;
    return { ...decision, writes: inSmallParts(decision.writes) };
  }

  #noteArrival(facts: SiteFacts, entry: ClinicEntry): void {
    const { stage } = this;
    if (entry.type === 'OFFER') {
      if (entry.during.from < facts.frontierAt) stage.note('an offer arrives below the frontier');
      if (entry.during.to <= this.now) stage.note('an offer arrives after its time');
    }
    if (entry.type === 'REJECT') stage.note(`REJECT: ${entry.reason}`);
    if (entry.type === 'ACCEPT') {
      const visit = facts.bookings.find(({ bookingId }) => bookingId === entry.bookingId);
      if (visit?.state === 'cancelled') stage.note('ACCEPT arrives after the request has ended');
    }
    if (entry.type === 'CANCEL' && facts.tombstones.has(entry.bookingId)) {
      stage.note('clinic and patient cancel the same visit');
    }
  }

  /** What time alone changes. */
  tick(): void {
    const now = this.now;
    const bookingIds = expiredRequests(this.state, now);
    const facts = this.facts({ intervals: [], bookingIds });
    const { catalog, frontierAt, head, bookings } = facts;
    const mayJump = this.#clocksAgree && !this.#hasJumped;
    const mayMove = frontierAt > 0 || mayJump;
    const nearHours = mayMove ? (catalog?.catalog.nearHours ?? null) : null;
    const expiredHolds = expiredHoldsOf(this.state, now);
    const decision = decideTick(
      { frontierAt, nearHours, head, mayJump, expiredRequests: bookings, expiredHolds },
      now,
    );
    if (decision === null) return;
    if (bookings.length > 0) this.stage.note('a request expires at the site');
    const applied = this.commit(decision, null);
    if (applied.ok && mayJump && nearHours !== null) this.#hasJumped = true;
  }
}

function expiredRequests({ bookings }: SiteState, now: Instant): readonly BookingId[] {
  const expired: BookingId[] = [];
  for (const { bookingId, state, requestExpiresAt } of bookings.values()) {
    const isOver = requestExpiresAt !== null && requestExpiresAt <= now;
    if (isOver && state === 'pending') expired.push(bookingId);
  }
  return expired;
}

function expiredHoldsOf({ holds }: SiteState, now: Instant): readonly HoldId[] {
  const expired: HoldId[] = [];
  for (const { holdId, expiresAt } of holds.values()) if (expiresAt <= now) expired.push(holdId);
  return expired;
}
