import { createContext } from 'svelte';
import type { SyncState } from '../calls/book-shapes.ts';

/** How book and site stand to each other, as the page in view last heard it. */
export class SyncWatch {
  state = $state.raw<SyncState | null>(null);
  /** Milliseconds that the clinic's clock is ahead of this computer's. */
  clockAhead = $state.raw(0);
  /** Since when the page has had no contact with the book's server; null while it has. */
  lostAt = $state.raw<number | null>(null);
}

export const [syncWatch, provideSyncWatch] = createContext<SyncWatch>();
