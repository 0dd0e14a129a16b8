/** What has the focus in a part that changes live may be taken away: then its home has it. */
export class HeldFocus {
  #held: EventTarget | null = null;

  readonly hold = ({ target }: FocusEvent): void => {
    this.#held = target;
  };

  /** After the part has changed. */
  look(home: HTMLElement | undefined): void {
    if (!(this.#held instanceof HTMLElement) || this.#held.isConnected) return;
    this.#held = null;
    if (document.activeElement === document.body) home?.focus({ preventScroll: true });
  }
}
