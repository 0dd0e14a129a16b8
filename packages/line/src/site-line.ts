import { openLongPoll } from './long-poll.ts';
import type { SiteSocket, SocketEvents } from './site-socket.ts';
import { openWebSocket } from './web-socket.ts';

/** What carries the frames: a WebSocket, or plain requests where a proxy breaks it. */
export type Transport = 'websocket' | 'long-poll';

export interface LineOptions {
  readonly siteUrl: string;
  /** While on plain requests, a WebSocket is tried again this often. */
  readonly probeEveryMs?: number;
}

const defaultProbeEveryMs = 300_000;

/** The network or the site is away: that says nothing of what carries the frames. */
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/**
 * The site greets unasked, by whatever it was reached: what carries the frames has proved itself
 * with the answer to what the clinic said then. Behind a balancer the greeting alone says nothing
 * of plain requests, for the next one may come to another node, which does not know the first.
 */
const provingFrames = 2;

const openers = { websocket: openWebSocket, 'long-poll': openLongPoll };
const other = { websocket: 'long-poll', 'long-poll': 'websocket' } as const;

/**
 * The way to one site. A WebSocket is tried first; one that ends without an answer makes the next
 * attempt a long-poll, and the other way about. While a long-poll carries the frames, a
 * WebSocket is tried beside it now and then: as soon as one brings a frame, the long-poll is
 * ended, and the next connection is a WebSocket again.
 */
export class SiteLine {
  readonly #options: LineOptions;
  #next: Transport = 'websocket';
  #carrying: Transport | null = null;
  #stopProbing: () => void = () => undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** What carries the open connection; null while there is none that has brought an answer. */
  get carrying(): Transport | null {
    return this.#carrying;
  }

  open(events: SocketEvents): SiteSocket {
    const transport = this.#next;
    this.#stopProbing();
    let frames = 0;
    const socket: SiteSocket = openers[transport](this.#options.siteUrl, {
      onText: (text) => {
        frames += 1;
        if (frames === provingFrames) {
          this.#carrying = transport;
          if (transport === 'long-poll') this.#probe(socket);
        }
        events.onText(text);
      },
      onClosed: (because) => {
        if (frames >= provingFrames) this.#carrying = null;
        else if (!awayCodes.has(because)) this.#next = other[transport];
        this.#stopProbing();
        events.onClosed(because);
      },
    });
    return socket;
  }

  #probe(longPoll: SiteSocket): void {
    let probe: SiteSocket | null = null;
    const timer = setInterval(() => {
      probe ??= openWebSocket(this.#options.siteUrl, {
        onText: () => {
          this.#next = 'websocket';
          longPoll.close();
        },
        onClosed: () => {
          probe = null;
        },
      });
    }, this.#options.probeEveryMs ?? defaultProbeEveryMs);
    timer.unref();
    this.#stopProbing = () => {
      clearInterval(timer);
      probe?.close();
      this.#stopProbing = () => undefined;
    };
  }
}
