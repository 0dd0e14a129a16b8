import type { Agent } from 'node:http';
import { MAX_FRAMES_PER_POLL, POLL_HANG_MS } from '@tidbok/protocol';
import * as v from 'valibot';
import { postJson, type JsonAnswer } from './post-json.ts';
import { agentFor } from './proxy.ts';
import { HANDSHAKE_TIMEOUT_MS, type SiteSocket, type SocketEvents } from './site-socket.ts';

const Frames = v.object({
  connection: v.optional(v.pipe(v.string(), v.maxLength(100))),
  frames: v.pipe(v.array(v.string()), v.maxLength(MAX_FRAMES_PER_POLL)),
});

/** The site answers within its hang; what is slower by this much is lost. */
const slackMs = 15_000;
const statusOpened = 201;
const statusGone = 410;

/**
 * The same frames over plain requests, for where a proxy breaks WebSocket: one request hangs at
 * the site until there is something to tell, another carries what is sent. A request that fails
 * ends the connection; the logs' cursors make the next one go on where this one ended.
 */
export function openLongPoll(siteUrl: string, events: SocketEvents): SiteSocket {
  return new LongPoll(siteUrl, events);
}

class LongPoll implements SiteSocket {
  readonly #url: URL;
  readonly #agent: Agent | undefined;
  readonly #events: SocketEvents;
  readonly #ended = new AbortController();
  #connection: string | null = null;
  #outbox: string[] = [];
  #number = 0;
  #sending: Promise<void> | null = null;

  constructor(siteUrl: string, events: SocketEvents) {
    this.#url = new URL('/sync', siteUrl);
    this.#agent = agentFor(this.#url.href);
    this.#events = events;
    void this.#listen().then(
      (because) => this.#end(because),
      (error: unknown) => this.#end(codeOf(error)),
    );
  }

  send(text: string): void {
    if (this.#ended.signal.aborted) return;
    this.#outbox.push(text);
    this.#flush();
  }

  /** What was sent before still leaves; then the hanging request is given up. */
  close(): void {
    const left = this.#sending ?? Promise.resolve();
    void left.then(() => this.#end('closed'));
  }

  async #listen(): Promise<string> {
    const opened = await this.#post({ connection: null }, HANDSHAKE_TIMEOUT_MS);
    if (opened.status !== statusOpened) return `the site answered ${opened.status}`;
    const first = v.parse(Frames, opened.body);
    if (first.connection === undefined) return 'the site named no connection';
    this.#connection = first.connection;
    this.#tell(first.frames);
    while (!this.#ended.signal.aborted) {
      const wait = { connection: this.#connection };
      const answer = await this.#post(wait, POLL_HANG_MS + slackMs);
      const told = v.safeParse(Frames, answer.body);
      if (told.success) this.#tell(told.output.frames);
      if (answer.status === statusGone) return 'closed';
      if (!isFine(answer)) return `the site answered ${answer.status}`;
    }
    return 'closed';
  }

  #tell(frames: readonly string[]): void {
    for (const text of frames) {
      if (!this.#ended.signal.aborted) this.#events.onText(text);
    }
  }

  #flush(): void {
    if (this.#sending !== null || this.#connection === null || this.#outbox.length === 0) return;
    const frames = this.#outbox.splice(0, MAX_FRAMES_PER_POLL);
    this.#number += 1;
    const body = { connection: this.#connection, number: this.#number, frames };
    this.#sending = this.#post(body, slackMs + slackMs)
      .then((answer) => {
        if (!isFine(answer)) this.#end(`the site answered ${answer.status}`);
      })
      .catch((error: unknown) => this.#end(codeOf(error)))
      .finally(() => {
        this.#sending = null;
        this.#flush();
      });
  }

  #post(body: object, timeoutMs: number): Promise<JsonAnswer> {
    const { signal } = this.#ended;
    return postJson(this.#url, body, { agent: this.#agent, timeoutMs, signal });
  }

  #end(because: string): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#events.onClosed(because);
  }
}

function isFine({ status }: JsonAnswer): boolean {
  return status >= 200 && status < 300;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
