/** Columns that are drawn in one go after what is seen first. Few turns: each costs a frame. */
const AT_A_TIME = 20;
/** Even on a computer that is never idle the whole day is drawn, so many milliseconds a turn. */
const PATIENCE_MS = 100;

/**
 * How many columns are drawn: at first those that are seen, the others while nothing else waits.
 * The whole day is there a moment later, and nobody has waited for what lies out of sight.
 */
export class DrawnInTurns {
  count = $state(0);
  #forgo: () => void = () => undefined;

  /** Goes on until all of `columns` are drawn; `seen` of them at once. */
  start(columns: number, seen: number): () => void {
    this.count = Math.max(this.count, Math.min(seen, columns));
    this.#goOn(columns);
    return () => {
      this.#forgo();
    };
  }

  #goOn(columns: number): void {
    if (this.count >= columns) return;
    this.#forgo = whenIdle(() => {
      this.count = Math.min(columns, this.count + AT_A_TIME);
      this.#goOn(columns);
    });
  }
}

/** Calls once the browser has drawn and has nothing else to do; answers how to forgo it. */
function whenIdle(turn: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(turn, 0);
    return () => {
      clearTimeout(timer);
    };
  }
  const asked = requestIdleCallback(turn, { timeout: PATIENCE_MS });
  return () => {
    cancelIdleCallback(asked);
  };
}
