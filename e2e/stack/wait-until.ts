import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** What is waited for, for the message when it never comes. */
  readonly what: string;
  readonly withinMs?: number;
  readonly everyMs?: number;
}

const POLL_MS = 25;
const DEFAULT_MS = 10_000;

/** Asks again and again until the answer is yes; throws when it never is. */
export const waitUntil = async (
  isSo: () => boolean | Promise<boolean>,
  { what, withinMs = DEFAULT_MS, everyMs = POLL_MS }: Patience,
): Promise<void> => {
  const until = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > until) {
      throw new Error(`waited ${String(withinMs)} ms in vain for ${what}`);
    }
    await pause(everyMs);
  }
};
