import { FocusBack } from './focus-back.ts';

interface Changes {
  readonly are: () => boolean;
  readonly giveUp: () => void;
}

/** What is changed but not saved is not lost without a question: `UnsavedQuestion` asks it. */
export class Unsaved {
  /** What is done once the changes have been given up; null when nothing is asked. */
  #waits = $state.raw<(() => void) | null>(null);
  readonly #changes: Changes;
  readonly #focus = new FocusBack();

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  get areThere(): boolean {
    return this.#changes.are();
  }

  get isAsked(): boolean {
    return this.#waits !== null;
  }

  /** At once when nothing is unsaved. */
  before(act: () => void): void {
    this.#waits = null;
    if (!this.#changes.are()) {
      act();
      return;
    }
    this.#focus.remember();
    this.#waits = act;
  }

  giveUp(): void {
    const act = this.#waits;
    this.keep();
    this.#changes.giveUp();
    act?.();
  }

  keep(): void {
    this.#waits = null;
    this.#focus.giveBack();
  }
}
