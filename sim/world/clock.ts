import { instant, type Instant } from '@tidbok/core';

/**
 * The two clocks of one computer: a steady one that drifts and never jumps, on which timers run,
 * and the one on the wall, which people and programs set.
 */
export class Clock {
  #rate = 1;
  #since: number;
  #steadySince: number;
  #ahead = 0;

  constructor(startAt: number) {
    this.#since = startAt;
    this.#steadySince = startAt;
  }

  steady(trueAt: number): Instant {
    return instant(Math.round(this.#steadySince + (trueAt - this.#since) * this.#rate));
  }

  wall(trueAt: number): Instant {
    return instant(this.steady(trueAt) + this.#ahead);
  }

  /** True milliseconds until the steady clock shows `at`; at least one. */
  until(at: number, trueAt: number): number {
    return Math.max(1, Math.ceil((at - this.steady(trueAt)) / this.#rate));
  }

  drift(rate: number, trueAt: number): void {
    this.#steadySince = this.steady(trueAt);
    this.#since = trueAt;
    this.#rate = rate;
  }

  jump(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /** Set right, and right from now on. */
  settle(trueAt: number): void {
    this.drift(1, trueAt);
    this.#ahead = trueAt - this.#steadySince;
  }
}
