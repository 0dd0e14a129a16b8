import type { BookingId } from '@tidbok/core';
import { Digest } from './digest.ts';
import { Entries } from './entries.ts';
import { EventHeap } from './event-heap.ts';
import { onceFaults, someFaults, type Fault } from './faults.ts';
import { Random } from './random.ts';
import { startAt } from './practice.ts';

/** A computer dies: all that is not in its database is gone. */
export class Crash extends Error {
  readonly end: End;

  constructor(end: End) {
    super(`the ${end} crashed`);
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
  readonly situations = new Map<string, number>();
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
  #faults: ReadonlySet<Fault>;
  readonly #fullUntil = new Map<End, number>();
  readonly #poisoned = new Set<End>();

  constructor(seed: number, { isTraced = false, isPlain = false }: StageOptions = {}) {
    this.random = new Random(seed);
    this.fate = new Random(seed + FATE);
    const faults = someFaults(this.random);
    this.#faults = isPlain ? faults : faults.union(onceFaults(this.fate, faults));
    this.#lines = isTraced ? [] : null;
    this.trace(() => `faults: ${[...this.#faults].join(', ')}`);
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  may(fault: Fault): boolean {
    return this.#faults.has(fault);
  }

  /** What is no fault that passes stays: the version that a side speaks. */
  stopFaults(): void {
    const stay = ['older-client', 'older-site'] as const;
    this.#faults = new Set(stay.filter((fault) => this.may(fault)));
    this.#fullUntil.clear();
    this.#poisoned.clear();
  }

  /** Until then that computer can write nothing. */
  fillDisk(end: End, until: number): void {
    this.#fullUntil.set(end, until);
  }

  /** The next record that this end reads cannot be applied there. */
  poison(end: End): void {
    this.#poisoned.add(end);
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
    this.situations.set(situation, (this.situations.get(situation) ?? 0) + 1);
  }

  trace(line: () => string): void {
    this.#lines?.push(`${((this.now - startAt) / 1000).toFixed(3)} ${line()}`);
  }

  /** Before and after every durable write: here a computer may die. */
  crashPoint(end: End, when: 'before' | 'after'): void {
    if (when === 'before' && this.now < (this.#fullUntil.get(end) ?? 0)) {
      this.note(`the ${end} cannot write: its disk is full`);
      throw new Crash(end);
    }
    if (this.now === startAt || !this.may(`${end}-crash`) || !this.random.chance(CRASH_CHANCE))
      return;
    this.note(`${end} crashes ${when} a commit`);
    throw new Crash(end);
  }
}
