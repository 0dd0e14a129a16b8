import { createContext } from 'svelte';

const LASTS_MS = 8000;
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
    setTimeout(() => {
      this.close(id);
    }, LASTS_MS);
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [toasts, provideToasts] = createContext<Toasts>();
