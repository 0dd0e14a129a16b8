import { createContext } from 'svelte';
import { ask } from '../calls/answer.ts';
import { syncState, type SyncState } from '../calls/book-shapes.ts';

const LOOK_AGAIN_MS = 5000;

interface Heard {
  readonly asOf: number;
  readonly sync: SyncState;
}

/** How book and site stand to each other, as this page last heard it. */
export class SyncWatch {
  state = $state.raw<SyncState>();
  /** Milliseconds that the clinic's clock is ahead of this computer's. */
  clockAhead = $state.raw(0);

  constructor({ asOf, sync }: Heard) {
    this.hear({ asOf, sync });
  }

  hear({ asOf, sync }: Heard): void {
    this.clockAhead = asOf - Date.now();
    this.state = sync;
  }

  /** Looks again every few seconds while the page is in view. */
  follow(): () => void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.#look();
    }, LOOK_AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }

  async #look(): Promise<void> {
    const answer = await ask('/sync', { shape: syncState });
    if (answer.ok) this.state = answer.value;
  }
}

export const [syncWatch, provideSyncWatch] = createContext<SyncWatch>();
