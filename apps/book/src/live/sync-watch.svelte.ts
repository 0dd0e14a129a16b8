import { createContext } from 'svelte';
import * as v from 'valibot';
import { instant, syncState, type SyncState } from '../calls/book-shapes.ts';

const LOOK_AGAIN_MS = 5000;
const heard = v.object({ asOf: instant, sync: syncState });
type Heard = v.InferOutput<typeof heard>;

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
    try {
      const response = await fetch('/kontakt', { headers: { accept: 'application/json' } });
      const answer: unknown = await response.json();
      const read = v.safeParse(heard, answer);
      if (read.success) this.hear(read.output);
    } catch {
      // The book itself tells when its server is out of reach.
    }
  }
}

export const [syncWatch, provideSyncWatch] = createContext<SyncWatch>();
