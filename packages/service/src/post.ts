import { setTimeout as wait } from 'node:timers/promises';
import {
  channelsFor,
  retryDelay,
  RETRY_DELAYS_MS,
  type Delivery,
  type DeliveryFault,
  type MessageCarrier,
  type MessageChannel,
  type MessageKind,
  type MessageRules,
  type VisitMessage,
} from '@tidbok/core';

/** One message by one channel. */
interface Attempt {
  readonly channel: MessageChannel;
  readonly state: 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed' | 'uncertain';
  readonly tries: number;
}

interface Noted extends Pick<Attempt, 'channel' | 'state'> {
  readonly fault: DeliveryFault | null;
  readonly reference: string | null;
  readonly parts: number | null;
}

/** What is to be written, made when its turn has come: a visit may have changed meanwhile. */
export type Prepared =
  | { readonly type: 'send'; readonly message: VisitMessage; readonly rules: MessageRules }
  /** Overtaken by what happened since, or nobody wants it sent. */
  | { readonly type: 'drop' }
  /** Whom it is for can no longer be read. */
  | { readonly type: 'unreadable' };

/** A message that this sender has taken for a while; nobody else sends it meanwhile. */
export interface Errand {
  readonly kind: MessageKind;
  readonly attempts: readonly Attempt[];
  readonly prepare: () => Promise<Prepared>;
  /** From here on it may have left. Null: it is not ours to send any more. */
  readonly begin: (channel: MessageChannel) => Promise<number | null>;
  readonly note: (noted: Noted) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly putBack: (waitMs: number) => Promise<void>;
}

/** A queue of messages in a database. */
export interface PostBox {
  /** Puts in what time alone makes due. */
  readonly gather: () => Promise<void>;
  readonly claim: () => Promise<Errand | null>;
  /** References of messages that the operator has not told the end of. */
  readonly unreported: () => Promise<readonly string[]>;
  readonly noteReport: (reference: string, arrived: boolean) => Promise<unknown>;
  /** What is left to do when a round is over: telling the other side. */
  readonly settle: () => Promise<void>;
}

export interface PostOptions {
  readonly carrier: MessageCarrier;
  readonly log: { readonly warn: (about: object, message: string) => void };
  /** Messages under way at once. */
  readonly workers?: number;
  readonly retryDelaysMs?: readonly number[];
  /** Instead of `LEASE_MS`. */
  readonly leaseMs?: number;
}

/** A message is its sender's so long, far longer than it takes; then another follows it up. */
export const LEASE_MS = 120_000;
/** References asked of the operator in one round. */
export const MOST_UNREPORTED = 50;

const defaultWorkers = 4;
const restMs = 2_000;

/**
 * Sends what is in a queue, each message once: what was begun and not noted when its sender died is
 * uncertain and goes to a person, never out again by itself.
 */
export class Post {
  readonly #box: PostBox;
  readonly #options: PostOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(box: PostBox, options: PostOptions) {
    this.#box = box;
    this.#options = options;
  }

  /** Goes on until it is stopped. */
  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.round().catch((error: unknown) => {
        this.#options.log.warn(
          { error: String(error) },
          'Messages wait: the queue is out of reach.',
        );
      });
      await wait(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Sends all that is due now; answers how many messages were taken up. */
  async round(): Promise<number> {
    await this.#box.gather();
    let taken = 0;
    const work = async (): Promise<void> => {
      while (!this.#stop.signal.aborted) {
        const errand = await this.#box.claim();
        if (errand === null) return;
        taken += 1;
        await this.#carry(errand);
      }
    };
    const workers = this.#options.workers ?? defaultWorkers;
    const done = await Promise.allSettled(Array.from({ length: workers }, work));
    await this.#askForReports();
    await this.#box.settle();
    for (const each of done) if (each.status === 'rejected') throw each.reason;
    return taken;
  }

  async #carry(errand: Errand): Promise<void> {
    for (const { channel } of errand.attempts.filter(({ state }) => state === 'sending')) {
      await errand.note(ended(channel, 'uncertain', 'interrupted'));
    }
    const prepared = await errand.prepare();
    if (prepared.type === 'drop') return errand.end();
    if (prepared.type === 'unreadable') {
      await errand.note(ended('email', 'failed', 'unreadable'));
      return errand.end();
    }
    const { message, rules } = prepared;
    const waits: number[] = [];
    for (const channel of channelsFor(errand.kind, message.contact, rules)) {
      const known = errand.attempts.find((each) => each.channel === channel);
      if (known !== undefined && known.state !== 'waiting') continue;
      const waitMs = await this.#send(errand, { channel, message, rules });
      if (waitMs !== null) waits.push(waitMs);
    }
    return waits.length === 0 ? errand.end() : errand.putBack(Math.min(...waits));
  }

  /** Answers after how long to try again; null when there is nothing to try. */
  async #send(errand: Errand, { channel, message, rules }: Sending): Promise<number | null> {
    const tries = await errand.begin(channel);
    if (tries === null) return null;
    const { carrier, retryDelaysMs = RETRY_DELAYS_MS } = this.#options;
    const delivery = await carrier.deliver(channel, message, rules);
    const waitMs = delivery.type === 'not-now' ? retryDelay(tries, retryDelaysMs) : null;
    await errand.note(notedOf(channel, delivery, waitMs !== null));
    return waitMs;
  }

  async #askForReports(): Promise<void> {
    for (const reference of await this.#box.unreported()) {
      if (this.#stop.signal.aborted) return;
      const report = await this.#options.carrier.report(reference);
      if (report !== 'under-way') await this.#box.noteReport(reference, report === 'delivered');
    }
  }
}

interface Sending {
  readonly channel: MessageChannel;
  readonly message: VisitMessage;
  readonly rules: MessageRules;
}

function ended(channel: MessageChannel, state: Noted['state'], fault: DeliveryFault): Noted {
  return { channel, state, fault, reference: null, parts: null };
}

function notedOf(channel: MessageChannel, delivery: Delivery, again: boolean): Noted {
  switch (delivery.type) {
    case 'sent': {
      const { reference, parts } = delivery;
      return { channel, state: 'sent', fault: null, reference, parts };
    }
    case 'not-now':
      return ended(channel, again ? 'waiting' : 'failed', delivery.fault);
    case 'refused':
      return ended(channel, 'failed', delivery.fault);
    case 'uncertain':
      return ended(channel, 'uncertain', delivery.fault);
  }
}
