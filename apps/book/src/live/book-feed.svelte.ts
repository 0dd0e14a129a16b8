import type { Refused } from '../calls/answer.ts';
import { fetchBook, type DateRange } from '../calls/book-calls.ts';
import type { BookDay, Booking } from '../calls/book-shapes.ts';
import { keepSame } from '../grid/keep-same.ts';
import { listenToChanges, type ChangeEvent } from './change-stream.ts';
import { recentChanges, type RecentChange } from './recent-changes.ts';

const MOST_RECENT = 8;
/** Many changes at once cost one reading, this long after the first of them. */
const GATHER_MS = 40;
const RETRY_MS = 2000;
/** A server that stands still is no contact either. */
const PATIENCE_MS = 10_000;

/** The days that are shown, kept true to the server as long as the page is open. */
export class BookFeed {
  book = $state.raw<BookDay | null>(null);
  /** The days that `book` is of: others than are wished for, until those are there. */
  range = $state.raw<DateRange | null>(null);
  refused = $state.raw<Refused | null>(null);
  /** The newest first. */
  recent = $state.raw<readonly RecentChange[]>([]);
  /** The last change that was nobody's here: said aloud. */
  announced = $state.raw<RecentChange | null>(null);
  /** When the contact with the server was lost; null while there is contact. */
  lostAt = $state.raw<number | null>(null);
  /** Milliseconds that the clinic's clock is ahead of this computer's. */
  clockAhead = $state.raw(0);

  #wished: DateRange | null = null;
  #isStreaming = false;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Something other than bookings changed too: everything is read anew. */
  #needsAll = true;

  /** Shows other days; what was shown stays until they are there. */
  async show(range: DateRange): Promise<void> {
    this.#wished = range;
    this.#needsAll = true;
    await this.tryAgain();
  }

  /** As `refresh`, and what was refused before is said no longer. */
  async tryAgain(): Promise<void> {
    this.refused = null;
    await this.refresh();
  }

  /** Reads the wished days again. The last of several readings wins. */
  async refresh(): Promise<void> {
    const range = this.#wished;
    if (range === null) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { book } = this;
    const since = this.#needsAll || book === null ? undefined : newestOf(book);
    const signal = AbortSignal.any([running.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetchBook(range, since === undefined ? { signal } : { signal, since });
    if (running.signal.aborted) return;
    this.#running = null;
    if (!answer.ok) {
      this.refused = answer.refused;
      if (answer.refused.code === 'unreachable') this.#lost();
      return;
    }
    this.refused = null;
    this.#needsAll = false;
    if (this.#isStreaming) this.#found();
    this.range = range;
    this.#take(since === undefined || book === null ? answer.value : merged(book, answer.value));
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
    const silence = listenToChanges({
      changed: (change) => {
        if (!this.#concerns(change)) return;
        if (change.kind !== 'booking' || change.from === null) this.#needsAll = true;
        this.#soon(GATHER_MS);
      },
      opened: () => {
        const wasLost = this.lostAt !== null;
        this.#isStreaming = true;
        this.#found();
        this.#needsAll = true;
        if (wasLost) this.#soon(0);
      },
      lost: () => {
        this.#isStreaming = false;
        this.#lost();
      },
    });
    return () => {
      delete document.documentElement.dataset['live'];
      silence();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #found(): void {
    this.lostAt = null;
    document.documentElement.dataset['live'] = 'open';
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
    if (this.#wished === null) return false;
    if (from === null || to === null) return true;
    return from <= this.#wished.to && to >= this.#wished.from;
  }
}

/** The newest version of a booking that is shown. */
function newestOf({ bookings }: BookDay): number {
  return bookings.reduce((newest, { version }) => Math.max(newest, version), 0);
}

/** What was answered, with the bookings that stand as they were. */
function merged(before: BookDay, next: BookDay): BookDay {
  const kept = new Set(next.unchanged);
  const bookings = [...before.bookings.filter(({ id }) => kept.has(id)), ...next.bookings];
  return { ...next, bookings, unchanged: [] };
}

function sameDays(a: BookDay, b: BookDay): boolean {
  return (
    a.clinic.id === b.clinic.id &&
    a.days[0]?.date === b.days[0]?.date &&
    a.days.length === b.days.length
  );
}
