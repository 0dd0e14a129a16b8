import { setTimeout as wait } from 'node:timers/promises';
import type { PracticeId } from '@tidbok/core';
import {
  keepListening,
  loadHeads,
  wakeSite,
  type Queryable,
  type SiteChannel,
} from '@tidbok/store/site';

/** Other nodes hear of a commit this much later, and many commits share one notification. */
const gatherMs = 10;
/** Whoever waits looks this often without having been woken. */
const pollMs = 1_000;
/** For notifications that were lost, the logs' heads are looked at this often. */
const headsMs = 2_000;

type Channel = 'log' | 'changed';
/** null: anything may have happened. */
type Wake = (practiceId: string | null) => void;

/**
 * Tells who waits that something was committed: here at once, at other nodes by NOTIFY, and in any
 * case by a poll, for a notification may be lost.
 */
export class Wakes {
  readonly #db: Queryable;
  readonly #databaseUrl: string;
  readonly #followers: Readonly<Record<Channel, Set<Wake>>> = {
    log: new Set(),
    changed: new Set(),
  };
  /** Practices committed since the last notification; true: their log has grown. */
  readonly #unsaid = new Map<PracticeId, boolean>();
  readonly #heads = new Map<PracticeId, number>();
  #saying = false;
  #stopListening = (): void => undefined;
  #poll: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(db: Queryable, databaseUrl: string) {
    this.#db = db;
    this.#databaseUrl = databaseUrl;
  }

  start(): void {
    this.#poll = setInterval(() => void this.#lookAtHeads(), headsMs);
    this.#poll.unref();
    this.#stopListening = keepListening<SiteChannel>({
      databaseUrl: this.#databaseUrl,
      channels: ['site_log', 'site_changed'],
      onWake: (channel, practiceId) => {
        this.#tell(channel === 'site_log' ? 'log' : 'changed', practiceId);
      },
      onListening: () => {
        this.#tell('log', null);
        this.#tell('changed', null);
      },
    });
  }

  follow(channel: Channel, wake: Wake): () => void {
    this.#followers[channel].add(wake);
    return () => {
      this.#followers[channel].delete(wake);
    };
  }

  /** After a commit: nobody waits for the notification, and many commits may share one. */
  committed(practiceId: PracticeId, appended: boolean): void {
    this.#tell('changed', practiceId);
    if (appended) this.#tell('log', practiceId);
    this.#unsaid.set(practiceId, appended || this.#unsaid.get(practiceId) === true);
    if (!this.#saying) void this.#say();
  }

  async #say(): Promise<void> {
    this.#saying = true;
    while (this.#unsaid.size > 0) {
      await wait(gatherMs, undefined, { ref: false });
      const wakes = [...this.#unsaid].flatMap(([practiceId, appended]) => [
        { channel: 'site_changed' as const, practiceId },
        ...(appended ? [{ channel: 'site_log' as const, practiceId }] : []),
      ]);
      this.#unsaid.clear();
      await wakeSite(this.#db, wakes).catch(() => undefined);
    }
    this.#saying = false;
  }

  async #lookAtHeads(): Promise<void> {
    if (this.#followers.log.size === 0) return;
    const heads = await loadHeads(this.#db).catch(() => []);
    for (const { practiceId, head } of heads) {
      if (this.#heads.get(practiceId) === head) continue;
      this.#heads.set(practiceId, head);
      this.#tell('log', practiceId);
    }
  }

  /**
   * Looks until `look` answers something or the time is out (then null): first at once, then
   * whenever the practice has changed, and by a poll.
   */
  async until<T>(
    practiceId: PracticeId,
    waitMs: number,
    look: () => Promise<T | null>,
  ): Promise<T | null> {
    const deadline = performance.now() + waitMs;
    let changes = 0;
    let woken = (): void => undefined;
    const unfollow = this.follow('changed', (changed) => {
      if (changed !== null && changed !== practiceId) return;
      changes += 1;
      woken();
    });
    try {
      for (;;) {
        const before = changes;
        const seen = await look();
        const left = deadline - performance.now();
        if (seen !== null || left <= 0 || this.#closed) return seen;
        if (changes > before) continue;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(left, pollMs));
          woken = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    } finally {
      unfollow();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#stopListening();
    this.#tell('changed', null);
  }

  #tell(channel: Channel, practiceId: string | null): void {
    for (const wake of this.#followers[channel]) wake(practiceId);
  }
}
