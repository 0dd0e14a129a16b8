import type { BookingId } from '@tidbok/core';
import { Digest } from './digest.ts';
import { Entries } from './entries.ts';
import { EventHeap } from './event-heap.ts';
import { makings, onceFaults, someFaults, type Fault } from './faults.ts';
import { Random } from './random.ts';
import { startAt } from './practice.ts';

/** A computer dies: all that is not in its database is gone. */
export class Crash extends Error {
  readonly end: End;

  constructor(end: End) {
    // It is no fault: nobody asks where it was thrown.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`the ${end} crashed`);
    Error.stackTraceLimit = stackTraceLimit;
    this.end = end;
  }
}

/** A rule of the protocol does not hold. */
export class Violation extends Error {}

export type End = 'clinic' | 'site';

const CRASH_CHANCE = 0.006;
/** A schedule of 200 operations has about 1,500. */
const MAX_HAPPENINGS = 200_000;

/** Seeds of worlds lie below it. */
const FATE = 2 ** 40;

interface StageOptions {
  readonly isTraced?: boolean;
  /** A world in which nothing of what befalls a practice once does. */
  readonly isPlain?: boolean;
  /** A world that was made as they were before any was made otherwise. */
  readonly isUnmade?: boolean;
}

/** What all the players share: true time, what is to come, chance, faults, and who takes notes. */
export class Stage {
  now: number = startAt;
  readonly random: Random;
  /** For what befalls a practice once: apart, so that a world without it stays what it was. */
  readonly fate: Random;
  /** Stands for SHA-256 in this world. */
  readonly sha256 = new Digest().of;
  readonly entries = new Entries(this.sha256);
  /**
   * Visits in a restored database that stood no more before: they had ended, or an earlier restore
   * had lost them.
   */
  readonly stale = new Set<BookingId>();
  happenings = 0;
  transactions = 0;
  /** Looks at everything; called after every durable write. */
  check: () => void = () => undefined;
  readonly #heap = new EventHeap();
  readonly #lines: string[] | null;
  readonly #met = new Map<string, { times: number }>();
  #faults: ReadonlySet<Fault>;
  #mayCrash: Readonly<Record<End, boolean>>;
  readonly #fullUntil = new Map<End, number>();
  readonly #poisoned = new Set<End>();

  constructor(seed: number, { isTraced = false, isPlain = false, isUnmade }: StageOptions = {}) {
    this.random = new Random(seed);
    this.fate = new Random(seed + FATE);
    const faults = someFaults(this.random);
    const once = isPlain ? faults : faults.union(onceFaults(this.fate, faults));
    const isAsBefore = isPlain || isUnmade === true;
    this.#faults = isAsBefore ? once : once.union(makings(new Random(seed + 2 * FATE)));
    this.#mayCrash = { clinic: this.may('clinic-crash'), site: this.may('site-crash') };
    this.#lines = isTraced ? [] : null;
    this.trace(() => `faults: ${[...this.#faults].join(', ')}`);
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  /** How often each named situation was met. */
  get situations(): ReadonlyMap<string, number> {
    const met = new Map<string, number>();
    for (const [situation, { times }] of this.#met) met.set(situation, times);
    return met;
  }

  may(fault: Fault): boolean {
    return this.#faults.has(fault);
  }

  /** What is no fault that passes stays: the version that a side speaks, the law it knows. */
  stopFaults(): void {
    const stay = ['older-client', 'older-site', 'other-zone-law', 'small-parts'] as const;
    this.#faults = new Set(stay.filter((fault) => this.may(fault)));
    this.#mayCrash = { clinic: false, site: false };
    this.#fullUntil.clear();
    this.#poisoned.clear();
  }

  /** Until then that computer can write nothing. */
  fillDisk(end: End, until: number): void {
    this.#fullUntil.set(end, until);
  }

  /** The next record that this end reads cannot be applied there; not when faults have stopped. */
  poison(end: End): void {
    if (this.may(`poison-${end}`)) this.#poisoned.add(end);
  }

  /** True once: for the record that cannot be applied. */
  meetsPoison(end: End): boolean {
    return this.#poisoned.size > 0 && this.#poisoned.delete(end);
  }

  later(milliseconds: number, act: () => void): void {
    this.#heap.plan(this.now + milliseconds, act);
  }

  /** The next thing happens; false when nothing is to come before `until`. */
  step(until: number): boolean {
    const next = this.#heap.next();
    if (next === undefined) return false;
    if (next.at > until) {
      this.#heap.plan(next.at, next.act);
      return false;
    }
    this.now = next.at;
    this.happenings += 1;
    if (this.happenings > MAX_HAPPENINGS) throw new Violation('no end: something goes on and on');
    next.act();
    return true;
  }

  /** A named situation was met. */
  note(situation: string): void {
    const met = this.#met.get(situation);
    if (met === undefined) this.#met.set(situation, { times: 1 });
    else met.times += 1;
  }

  trace(line: () => string): void {
    this.#lines?.push(`${((this.now - startAt) / 1000).toFixed(3)} ${line()}`);
  }

  /** Before and after every durable write: here a computer may die. */
  crashPoint(end: End, when: 'before' | 'after'): void {
    if (when === 'before' && this.#isFull(end)) {
      this.note(`the ${end} cannot write: its disk is full`);
      throw new Crash(end);
    }
    if (this.now === startAt || !this.#mayCrash[end] || !this.random.chance(CRASH_CHANCE)) return;
    this.note(`${end} crashes ${when} a commit`);
    throw new Crash(end);
  }
  #isFull(end: End): boolean {
    return this.#fullUntil.size > 0 && this.now < (this.#fullUntil.get(end) ?? 0);
  }
}
