import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LinkLog } from './site-link.ts';

/** One thing that happened: ids and codes, never a patient. */
export interface LoggedEvent {
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly about: object;
}

const keptEvents = 300;
const maxFileBytes = 500_000;

/**
 * What the program has done, for the page of that name: the latest in memory, and in a file that
 * survives a restart and starts anew when it is full (one older file is kept).
 */
export class EventLog implements LinkLog {
  readonly #inner: LinkLog;
  readonly #file: string;
  readonly #now: () => number;
  #events: LoggedEvent[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(inner: LinkLog, file: string, now: () => number) {
    this.#inner = inner;
    this.#file = file;
    this.#now = now;
  }

  readonly info = (about: object, message: string): void => this.#note('info', about, message);
  readonly warn = (about: object, message: string): void => this.#note('warn', about, message);
  readonly error = (about: object, message: string): void => this.#note('error', about, message);

  /** Latest first. */
  get latest(): readonly LoggedEvent[] {
    return this.#events.toReversed();
  }

  /** Reads back what happened before the start. A damaged line is passed over. */
  async open(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const before = text.split('\n').flatMap(readLine).slice(-keptEvents);
    this.#events = [...before, ...this.#events];
  }

  /** Waits until everything is on the disk. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #note(level: LoggedEvent['level'], about: object, message: string): void {
    this.#inner[level](about, message);
    const event = { at: this.#now(), level, message, about };
    this.#events = [...this.#events, event].slice(-keptEvents);
    this.#writing = this.#writing.then(() => this.#append(event)).catch(() => undefined);
  }

  async #append(event: LoggedEvent): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const size = await stat(this.#file).then(
      (file) => file.size,
      () => 0,
    );
    if (size > maxFileBytes) await rename(this.#file, `${this.#file}.old`);
    await appendFile(this.#file, `${JSON.stringify(event)}\n`, { mode: 0o600 });
  }
}

function readLine(line: string): LoggedEvent[] {
  try {
    const event: unknown = JSON.parse(line);
    return isEvent(event) ? [event] : [];
  } catch {
    return [];
  }
}

function isEvent(value: unknown): value is LoggedEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'at' in value &&
    'level' in value &&
    'message' in value &&
    'about' in value
  );
}
