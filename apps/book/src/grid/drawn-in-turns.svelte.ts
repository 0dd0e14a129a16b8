/** Columns that are drawn in one go after what is seen first. */
const AT_A_TIME = 3;

/**
 * How many columns are drawn: at first those that are seen, the others while nothing else waits.
 * The whole day is there a moment later, and nobody has waited for what lies out of sight.
 */
export class DrawnInTurns {
  count = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Goes on until all of `columns` are drawn; `seen` of them at once. */
  start(columns: number, seen: number): () => void {
    this.count = Math.max(this.count, Math.min(seen, columns));
    this.#goOn(columns);
    return () => {
      clearTimeout(this.#timer);
    };
  }

  #goOn(columns: number): void {
    if (this.count >= columns) return;
    this.#timer = setTimeout(() => {
      this.count = Math.min(columns, this.count + AT_A_TIME);
      this.#goOn(columns);
    }, 0);
  }
}
