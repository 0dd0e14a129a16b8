import { fetchTimeKind, type TimeKind, type TimeWish } from '../calls/tray-calls.ts';

/** A wish that changes under the hand is asked about once it has rested for so long. */
const REST_MS = 120;

/** Whose a piece of time is; `far-away`: the site's to sell, and it cannot be asked just now. */
type TimeStanding = TimeKind | 'far-away';

/** Whose the time is that staff are about to touch, asked of the server. */
export class TimeKindWatch {
  /** null: not known (yet). */
  kind = $state.raw<TimeKind | null>(null);
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  /** Asks about a wish, or stops asking. */
  look(wish: TimeWish | null): void {
    const key = JSON.stringify(wish);
    if (key === this.#asked) return;
    this.#asked = key;
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.kind = null;
    if (wish === null) return;
    this.#timer = setTimeout(() => void this.#ask(wish), REST_MS);
  }

  async #ask(wish: TimeWish): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const answer = await fetchTimeKind(wish, running.signal);
    if (!running.signal.aborted) this.kind = answer.ok ? answer.value.kind : null;
  }
}

/** Nothing is said where no site is paired: all time is the clinic's own. */
export function standingOf(
  kind: TimeKind | null,
  sync: { readonly paired: boolean; readonly connected: boolean } | undefined,
): TimeStanding | null {
  if (kind === null || sync?.paired !== true) return null;
  return kind === 'far' && !sync.connected ? 'far-away' : kind;
}
