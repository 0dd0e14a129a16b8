import { createContext } from 'svelte';

/** Long enough to read, and longer where there is something to take back. */
const LASTS_MS = { told: 4000, undoable: 8000 };
const MOST = 3;

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'danger';
  /** Takes back what was done, for as long as the toast stands. */
  readonly undo?: () => void;
}

/** What has just happened, said in a corner and soon gone. */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #last = 0;

  say(text: string, more: { tone?: Toast['tone']; undo?: () => void } = {}): void {
    this.#last += 1;
    const id = this.#last;
    this.shown = [...this.shown, { id, text, tone: 'good' as const, ...more }].slice(-MOST);
    const quiet = more.undo === undefined && (more.tone ?? 'good') === 'good';
    setTimeout(
      () => {
        this.close(id);
      },
      quiet ? LASTS_MS.told : LASTS_MS.undoable,
    );
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [toasts, provideToasts] = createContext<Toasts>();
