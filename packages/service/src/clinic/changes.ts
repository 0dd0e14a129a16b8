import { isLocalDate } from '@tidbok/core';
import {
  isDatabaseAway,
  keepListening,
  readChanges,
  readPractice,
  type ChangeRow,
  type WakeChannel,
} from '@tidbok/store/clinic';
import type { ClinicChange } from './clinic.ts';
import type { ClinicContext } from './context.ts';

/** How often is looked without having been woken. */
const pollMs = 1_000;
const pageSize = 500;

/**
 * Follows the book's commits for all open pages with one connection: NOTIFY wakes it, a poll backs
 * it up, and the table of changes says what happened, so nothing is lost while PostgreSQL is away.
 */
export class ChangeFeed {
  readonly #context: ClinicContext;
  readonly #followers = new Set<(change: ClinicChange) => void>();
  #revision: number | null = null;
  #stopListening = (): void => undefined;
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(context: ClinicContext) {
    this.#context = context;
  }

  /** Changes after `after` (or from now on), each once and in order; ends with the signal. */
  async *follow(options: {
    readonly after: number | null;
    readonly signal: AbortSignal;
  }): AsyncGenerator<ClinicChange> {
    const queue: ClinicChange[] = [];
    let wake = (): void => undefined;
    const follower = (change: ClinicChange): void => {
      queue.push(change);
      wake();
    };
    const stop = (): void => wake();
    options.signal.addEventListener('abort', stop);
    this.#followers.add(follower);
    this.#start();
    try {
      let last = options.after ?? -1;
      for (const change of await this.#missed(options.after)) {
        last = change.revision;
        yield change;
      }
      const replayedTo = last;
      while (!options.signal.aborted && !this.#closed) {
        const change = queue.shift();
        if (change === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (queue.length > 0 || options.signal.aborted || this.#closed) resolve();
          });
        } else if (change.revision > replayedTo) yield change;
      }
    } finally {
      this.#followers.delete(follower);
      options.signal.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopListening();
    await this.#reading;
    for (const follower of this.#followers) follower(farewell);
  }

  #start(): void {
    if (this.#timer !== null || this.#closed) return;
    this.#timer = setInterval(() => this.#look(), pollMs);
    this.#timer.unref();
    this.#look();
    this.#stopListening = keepListening<WakeChannel>({
      databaseUrl: this.#context.databaseUrl,
      channels: ['clinic_changed'],
      onWake: () => this.#look(),
      onListening: () => this.#look(),
    });
  }

  #look(): void {
    this.#again = true;
    if (this.#reading !== null || this.#closed) return;
    this.#reading = this.#read()
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) {
          this.#context.log.error({ error: String(error) }, 'The changes could not be read.');
        }
      })
      .finally(() => {
        this.#reading = null;
      });
  }

  async #read(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      if (this.#revision === null) {
        this.#revision = (await readPractice(this.#context.pool))?.revision ?? null;
        continue;
      }
      const rows = await readChanges(this.#context.pool, {
        after: this.#revision,
        limit: pageSize,
      });
      for (const row of rows) {
        this.#revision = row.revision;
        for (const change of changesOf(row)) {
          for (const follower of this.#followers) follower(change);
        }
      }
      if (rows.length === pageSize) this.#again = true;
    }
  }

  async #missed(after: number | null): Promise<ClinicChange[]> {
    if (after === null) return [];
    const rows = await readChanges(this.#context.pool, { after, limit: pageSize });
    return rows.flatMap(changesOf);
  }
}

const farewell: ClinicChange = { revision: -1, kind: 'sync', from: null, to: null, ids: [] };

function changesOf(row: ChangeRow): ClinicChange[] {
  return row.changes.map(({ kind, from, to, ids }) => ({
    revision: row.revision,
    kind,
    from: from !== null && isLocalDate(from) ? from : null,
    to: to !== null && isLocalDate(to) ? to : null,
    ids,
  }));
}
