/** What an attempt on a slot came to: `won` ends the race for who stood behind it. */
export type Attempt<T> =
  | { readonly type: 'made'; readonly value: T }
  /** Somebody ahead in this process won while this one waited. */
  | { readonly type: 'lost' };

interface Running {
  readonly runner: string;
  /** Whether it won; a fault counts as not. */
  readonly won: Promise<boolean>;
}

/**
 * Lets attempts on one and the same slot go one after the other in this process, so that of a
 * thousand at once only the first asks the database: who waited while another won has lost. Purely
 * to spare the database: who wins is decided there, under the practice's lock.
 */
export class SlotQueue {
  readonly #running = new Map<string, Running>();

  /** `runner` tells repeated requests from others': one's own earlier one is no rival. */
  async run<T>(
    { slot, runner }: { readonly slot: string; readonly runner: string },
    attempt: () => Promise<T>,
    hasWon: (value: T) => boolean,
  ): Promise<Attempt<T>> {
    for (;;) {
      const ahead = this.#running.get(slot);
      if (ahead === undefined) break;
      const won = await ahead.won;
      if (won && ahead.runner !== runner) return { type: 'lost' };
    }
    const made = attempt();
    const won = made.then(hasWon, () => false);
    this.#running.set(slot, { runner, won });
    // Freed before those behind look again.
    const freed = won.then(() => this.#running.delete(slot));
    try {
      return { type: 'made', value: await made };
    } finally {
      await freed;
    }
  }
}
