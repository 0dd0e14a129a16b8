import { createContext } from 'svelte';
import type { Answer, Refused } from '../calls/answer.ts';
import { fetchTray, solveCase, type TrayCase, type WayOut } from '../calls/tray-calls.ts';
import { listenToChanges } from '../live/change-stream.ts';
import { FocusBack } from '../shell/focus-back.ts';

/** Many changes at once cost one reading. */
const GATHER_MS = 100;

/** The tray of what needs a person, kept true for as long as it is open. */
export class TrayDesk {
  isOpen = $state(false);
  cases = $state.raw<readonly TrayCase[] | null>(null);
  refused = $state.raw<Refused | null>(null);
  busy = $state(false);
  /** So many cases have been solved since the tray was opened. */
  solved = $state(0);

  readonly #focus = new FocusBack();
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(): void {
    this.#focus.remember();
    this.cases = null;
    this.refused = null;
    this.solved = 0;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.#focus.giveBack();
  }

  /** Reads now and after every change, until the returned function is called. */
  follow(): () => void {
    void this.#read();
    const silence = listenToChanges({
      changed: ({ kind }) => {
        if (kind === 'sync' || kind === 'booking') this.#soon();
      },
      opened: () => {
        this.#soon();
      },
    });
    return () => {
      silence();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  async solve(id: string, way: WayOut): Promise<Answer<unknown>> {
    this.busy = true;
    this.refused = null;
    const answer = await solveCase(id, way);
    this.busy = false;
    if (answer.ok) this.solved += 1;
    else this.refused = answer.refused;
    await this.#read();
    return answer;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#read();
    }, GATHER_MS);
  }

  async #read(): Promise<void> {
    const answer = await fetchTray();
    if (answer.ok) this.cases = answer.value;
    else this.refused = answer.refused;
  }
}

export const [trayDesk, provideTrayDesk] = createContext<TrayDesk>();
