/** What the server tells when something has changed. */
export interface ChangeEvent {
  readonly kind: string;
  /** Local dates, both included; null: anything may have changed. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Who listens on this page: told of each change, and of how the contact stands. */
interface ChangeListener {
  readonly changed: (change: ChangeEvent) => void;
  /** There is contact (again): what was shown may have changed meanwhile. */
  readonly opened?: () => void;
  readonly lost?: () => void;
}

const KINDS = ['booking', 'preblock', 'shift', 'sync', 'settings', 'message'] as const;
const REOPEN_MS = 2000;
const listeners = new Set<ChangeListener>();
let source: EventSource | null = null;

/**
 * Listens until the returned function is called. A page has one stream, however many listen to it:
 * browsers open only six connections to one address.
 */
export function listenToChanges(listener: ChangeListener): () => void {
  listeners.add(listener);
  source ??= openStream();
  if (source.readyState === EventSource.OPEN) {
    queueMicrotask(() => {
      if (listeners.has(listener)) listener.opened?.();
    });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    source = null;
  };
}

function openStream(): EventSource {
  const opened = new EventSource('/api/v1/events');
  for (const kind of KINDS) {
    opened.addEventListener(kind, (event: MessageEvent<unknown>) => {
      const change = readChange(event.type, event.data);
      for (const { changed } of listeners) changed(change);
    });
  }
  opened.addEventListener('open', () => {
    for (const listener of listeners) listener.opened?.();
  });
  opened.addEventListener('error', () => {
    for (const listener of listeners) listener.lost?.();
    // A server that answered with an error is not asked again by the browser itself.
    if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, REOPEN_MS, opened);
  });
  return opened;
}

function reopen(closed: EventSource): void {
  if (source === closed) source = openStream();
}

function readChange(kind: string, data: unknown): ChangeEvent {
  const anywhere = { kind, from: null, to: null };
  if (typeof data !== 'string') return anywhere;
  try {
    const read: unknown = JSON.parse(data);
    if (typeof read !== 'object' || read === null) return anywhere;
    const from = 'from' in read && typeof read.from === 'string' ? read.from.slice(0, 10) : null;
    const to = 'to' in read && typeof read.to === 'string' ? read.to.slice(0, 10) : null;
    return { kind, from, to };
  } catch {
    return anywhere;
  }
}
