/** The time of day, ticking: for the now-line and for how long ago something was. */
export class Clock {
  /** This computer's, milliseconds. */
  at = $state(Date.now());

  run(everyMs: number): () => void {
    const timer = setInterval(() => {
      this.at = Date.now();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }
}
