import type { LogRecord } from '@tidbok/protocol';

/**
 * Records that came and are not applied yet, in order. What comes while others are applied is
 * applied together after them, at most so many at once.
 */
export class Inbox {
  readonly #apply: (records: readonly LogRecord[]) => Promise<void>;
  readonly #atOnce: number;
  #waiting: LogRecord[] = [];
  #underWay = 0;
  #emptying: Promise<void> | null = null;

  /** `apply` deals with its own failures. */
  constructor(apply: (records: readonly LogRecord[]) => Promise<void>, atOnce: number) {
    this.#apply = apply;
    this.#atOnce = atOnce;
  }

  take(records: readonly LogRecord[]): void {
    this.#waiting.push(...records);
    this.#emptying ??= this.#empty();
  }

  /** What waits is of no use any more; what is being applied goes on. */
  forget(): void {
    this.#waiting = [];
  }

  get size(): number {
    return this.#waiting.length + this.#underWay;
  }

  /** Until nothing is being applied. */
  async settled(): Promise<void> {
    await this.#emptying;
  }

  async #empty(): Promise<void> {
    while (this.#waiting.length > 0) {
      const records = this.#waiting.splice(0, this.#atOnce);
      this.#underWay = records.length;
      await this.#apply(records);
      this.#underWay = 0;
    }
    this.#emptying = null;
  }
}
