import { MAX_FRAMES_PER_POLL, POLL_HANG_MS } from '@tidbok/protocol';
import type { ClinicWire, WireEvents } from './clinic-wire.ts';

/** What a hanging request is answered with; `gone`: nothing will come any more. */
export interface PollAnswer {
  readonly frames: readonly string[];
  readonly gone: boolean;
}

/** The clinic asks again at once: without a request for so long it is away. */
const patienceMs = 15_000;

/**
 * One clinic's frames over plain requests. Frames out wait for a request that hangs; frames in
 * come numbered, each number once. Whatever is lost on the way ends the wire: the clinic opens a
 * new one and goes on from its cursors.
 */
export class PollWire implements ClinicWire {
  readonly id: string;
  #events: WireEvents | null = null;
  #out: string[] = [];
  #outBytes = 0;
  #number = 0;
  #paused: Promise<void> | null = null;
  #resume: () => void = () => undefined;
  #answer: ((answer: PollAnswer) => void) | null = null;
  #hang: NodeJS.Timeout | null = null;
  #away: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(id: string) {
    this.id = id;
    this.#expectRequest();
  }

  listen(events: WireEvents): void {
    this.#events = events;
  }

  send(text: string): void {
    if (this.#closed) return;
    this.#out.push(text);
    this.#outBytes += text.length;
    // What one step of the session sends leaves in one answer.
    queueMicrotask(() => this.#answerIfThere());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#answerIfThere();
    this.#events?.onClosed();
  }

  terminate(): void {
    this.#out = [];
    this.close();
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume();
    this.#paused = null;
  }

  buffered(): number {
    return this.#outBytes;
  }

  /** True once it has ended and nothing waits to be told any more. */
  get isSpent(): boolean {
    return this.#closed && this.#out.length === 0;
  }

  /** Frames in; false when their number is not the next one, which ends the wire. */
  async received(number: number, frames: readonly string[]): Promise<boolean> {
    if (this.#closed) return false;
    if (number !== this.#number + 1) {
      this.terminate();
      return false;
    }
    this.#number = number;
    for (const text of frames) this.#events?.onText(text);
    await this.#paused;
    return true;
  }

  /** A request that hangs until there is something to tell; an older one is let go. */
  wait(): Promise<PollAnswer> {
    this.#give({ frames: [], gone: false });
    this.#stopExpecting();
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#hang = setTimeout(() => this.#give({ frames: [], gone: false }), POLL_HANG_MS);
      this.#answerIfThere();
    });
  }

  /** The hanging request's caller has gone: what it was told may be lost. */
  lost(): void {
    this.terminate();
  }

  #answerIfThere(): void {
    if (this.#answer === null || (this.#out.length === 0 && !this.#closed)) return;
    const frames = this.#out.splice(0, MAX_FRAMES_PER_POLL);
    for (const text of frames) this.#outBytes -= text.length;
    this.#give({ frames, gone: this.isSpent });
  }

  #give(answer: PollAnswer): void {
    const waiting = this.#answer;
    if (waiting === null) return;
    this.#answer = null;
    if (this.#hang !== null) clearTimeout(this.#hang);
    waiting(answer);
    if (!this.#closed) this.#expectRequest();
  }

  #expectRequest(): void {
    this.#stopExpecting();
    this.#away = setTimeout(() => this.terminate(), patienceMs);
    this.#away.unref();
  }

  #stopExpecting(): void {
    if (this.#away !== null) clearTimeout(this.#away);
  }
}
