/**
 * What had the focus before a window opened over the page gets it back when it closes; when it is
 * gone, what the page goes on from by keyboard (`data-focus-home`).
 */
export class FocusBack {
  #opener: Element | null = null;

  remember(): void {
    this.#opener ??= document.activeElement;
  }

  giveBack(): void {
    const opener = this.#opener;
    this.#opener = null;
    setTimeout(() => {
      const isThere = opener instanceof HTMLElement && opener.isConnected;
      const home = isThere && opener !== document.body ? opener : null;
      (home ?? document.querySelector<HTMLElement>('[data-focus-home]'))?.focus({
        preventScroll: true,
      });
    });
  }
}
