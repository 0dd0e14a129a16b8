import type { Refused } from '../calls/answer.ts';
import { fetchBook, type DateRange } from '../calls/book-calls.ts';
import type { BookDay, Booking } from '../calls/book-shapes.ts';
import { keepSame } from '../grid/keep-same.ts';
import { recentChanges, type RecentChange } from './recent-changes.ts';

const MOST_RECENT = 8;
/** Many changes at once cost one reading, this long after the first of them. */
const GATHER_MS = 40;
const RETRY_MS = 2000;

/** What the server tells when something has changed. */
interface ChangeEvent {
  readonly from: string | null;
  readonly to: string | null;
}

/** The days that are shown, kept true to the server as long as the page is open. */
export class BookFeed {
  book = $state.raw<BookDay | null>(null);
  refused = $state.raw<Refused | null>(null);
  /** The newest first. */
  recent = $state.raw<readonly RecentChange[]>([]);
  /** The last change that was nobody's here: said aloud. */
  announced = $state.raw<RecentChange | null>(null);
  /** When the contact with the server was lost; null while there is contact. */
  lostAt = $state.raw<number | null>(null);
  /** Milliseconds that the clinic's clock is ahead of this computer's. */
  clockAhead = $state.raw(0);

  #range: DateRange | null = null;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows other days; what was shown stays until they are there. */
  async show(range: DateRange): Promise<void> {
    this.#range = range;
    await this.refresh();
  }

  /** Reads the shown days again. The last of several readings wins. */
  async refresh(): Promise<void> {
    const range = this.#range;
    if (range === null) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const answer = await fetchBook(range, running.signal);
    if (running.signal.aborted) return;
    this.#running = null;
    if (!answer.ok) {
      this.refused = answer.refused;
      if (answer.refused.code === 'unreachable') this.#lost();
      return;
    }
    this.refused = null;
    this.#take(answer.value);
  }

  #take(next: BookDay): void {
    const previous = this.book;
    if (previous !== null && sameDays(previous, next)) {
      const changes = recentChanges(previous.bookings, next.bookings);
      if (changes.length > 0) {
        this.recent = [...changes, ...this.recent].slice(0, MOST_RECENT);
        this.announced = changes.find(({ what }) => what === 'online') ?? changes[0] ?? null;
      }
    }
    this.clockAhead = next.asOf - Date.now();
    this.book = keepSame(previous, next);
  }

  /** A booking that is shown, by id. */
  booking(id: string): Booking | undefined {
    return this.book?.bookings.find((booking) => booking.id === id);
  }

  /** Listens until the returned function is called. */
  listen(): () => void {
    const source = new EventSource('/api/v1/events');
    const changed = (event: MessageEvent<unknown>): void => {
      if (this.#concerns(readChange(event.data))) this.#soon(GATHER_MS);
    };
    for (const kind of ['booking', 'preblock', 'shift', 'sync', 'settings', 'message']) {
      source.addEventListener(kind, changed);
    }
    source.addEventListener('open', () => {
      const wasLost = this.lostAt !== null;
      this.lostAt = null;
      document.documentElement.dataset['live'] = 'open';
      if (wasLost) this.#soon(0);
    });
    source.addEventListener('error', () => {
      this.#lost();
    });
    return () => {
      delete document.documentElement.dataset['live'];
      source.close();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #lost(): void {
    this.lostAt ??= Date.now();
    document.documentElement.dataset['live'] = 'lost';
    this.#soon(RETRY_MS);
  }

  #soon(delay: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, delay);
  }

  #concerns({ from, to }: ChangeEvent): boolean {
    if (this.#range === null) return false;
    if (from === null || to === null) return true;
    return from <= this.#range.to && to >= this.#range.from;
  }
}

function sameDays(a: BookDay, b: BookDay): boolean {
  return (
    a.clinic.id === b.clinic.id &&
    a.days[0]?.date === b.days[0]?.date &&
    a.days.length === b.days.length
  );
}

function readChange(data: unknown): ChangeEvent {
  const anywhere = { from: null, to: null };
  if (typeof data !== 'string') return anywhere;
  try {
    const read: unknown = JSON.parse(data);
    if (typeof read !== 'object' || read === null) return anywhere;
    const from = 'from' in read && typeof read.from === 'string' ? read.from.slice(0, 10) : null;
    const to = 'to' in read && typeof read.to === 'string' ? read.to.slice(0, 10) : null;
    return { from, to };
  } catch {
    return anywhere;
  }
}
