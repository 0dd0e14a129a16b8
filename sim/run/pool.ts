import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Summary } from './seeds.ts';

/** A stretch of seeds for one worker; `mutant` by its name, null for the production code. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
  readonly operations: number;
  readonly mutant: string | null;
}

/** Short-lived garbage is all that a schedule makes: room for it saves half of the collecting. */
const YOUNG_GENERATION_MB = 192;

/** Cores that play schedules, each one stretch at a time; all a schedule needs is its seed. */
export class Pool {
  readonly #idle: Worker[];
  readonly #workers: readonly Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(size: number) {
    this.#workers = Array.from({ length: size }, () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      return worker;
    });
    this.#idle = [...this.#workers];
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Plays the stretch on the next core that is free; rejects when its worker dies. */
  async play(stretch: Stretch): Promise<Summary> {
    const worker = await this.#free();
    worker.postMessage(stretch);
    // `once` rejects on 'error': a worker that died is not given back.
    const [summary] = (await once(worker, 'message')) as Summary[];
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
    if (summary === undefined) throw new Error('a worker said nothing');
    return summary;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => worker.terminate()));
  }

  async #free(): Promise<Worker> {
    const worker = this.#idle.pop();
    return worker ?? new Promise((resolve) => this.#waiting.push(resolve));
  }
}
