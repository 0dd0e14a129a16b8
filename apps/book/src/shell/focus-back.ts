/** What had the focus before a window opened over the page gets it back when it closes. */
export class FocusBack {
  #opener: Element | null = null;

  remember(): void {
    this.#opener ??= document.activeElement;
  }

  giveBack(): void {
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement && opener.isConnected) {
      setTimeout(() => {
        opener.focus({ preventScroll: true });
      });
    }
  }
}
