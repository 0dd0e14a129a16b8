import { createContext } from 'svelte';
import { ask } from '../calls/answer.ts';
import { syncNews, type BookDay, type SyncAlarm, type SyncState } from '../calls/book-shapes.ts';
import { listenToChanges } from './change-stream.ts';

const LOOK_AGAIN_MS = 5000;

/** All that the header knows of the site. */
export interface SyncNews {
  readonly state: SyncState;
  readonly alarm: SyncAlarm;
  /** How many cases need a person. */
  readonly cases: number;
}

/** How book and site stand to each other, as this page last heard it. */
export class SyncWatch {
  state = $state.raw<SyncState>();
  alarm = $state.raw<SyncAlarm>();
  cases = $state.raw(0);
  /** Milliseconds that the clinic's clock is ahead of this computer's. */
  clockAhead = $state.raw(0);

  constructor({ asOf, state, alarm, cases }: SyncNews & { readonly asOf: number }) {
    this.clockAhead = asOf - Date.now();
    this.state = state;
    this.alarm = alarm;
    this.cases = cases;
  }

  /** The grid was read: it tells of the site too. */
  hear({ asOf, sync, needsPerson }: Pick<BookDay, 'asOf' | 'sync' | 'needsPerson'>): void {
    this.clockAhead = asOf - Date.now();
    this.state = sync;
    this.cases = needsPerson.length;
  }

  /** Looks at once when the server tells of a change, and every few seconds while in view. */
  follow(): () => void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.#look();
    }, LOOK_AGAIN_MS);
    const silence = listenToChanges({
      changed: ({ kind }) => {
        if (kind === 'sync') void this.#look();
      },
    });
    return () => {
      clearInterval(timer);
      silence();
    };
  }

  async #look(): Promise<void> {
    const answer = await ask('/sync', { shape: syncNews });
    if (!answer.ok) return;
    const { needsPerson, alarm, ...state } = answer.value;
    this.state = state;
    this.alarm = alarm;
    this.cases = needsPerson.length;
  }
}

export const [syncWatch, provideSyncWatch] = createContext<SyncWatch>();
