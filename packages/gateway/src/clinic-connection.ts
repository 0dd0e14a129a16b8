import { randomBytes } from 'node:crypto';
import { instant, type Instant, type PracticeId } from '@tidbok/core';
import { decodeClinicFrame, encodeFrame } from '@tidbok/protocol';
import type { ClinicLink, SiteServiceLog } from '@tidbok/service/site';
import {
  challenge,
  siteSessionStep,
  type SiteSession,
  type SiteSessionEffect,
  type SiteSessionEvent,
  type SiteSessionStep,
  type LookupQuestion,
} from '@tidbok/sync';
import type { ClinicWire } from './clinic-wire.ts';

export interface ConnectionOptions {
  readonly link: ClinicLink;
  readonly log: SiteServiceLog;
  readonly address: string;
  readonly onWelcome: () => void;
  readonly onEnd: () => void;
}

/** A clinic that was heard is noted in the database this often. */
const noteEveryMs = 5_000;
/** Frames that wait for the database before the socket is no longer read. */
const maxWaiting = 16;
/** Bytes that wait for a slow clinic before it is cut off. */
const maxBuffered = 32_000_000;
const nonceBytes = 32;
/** The database went away: the clinic shall try again so soon. */
const tryAgainMs = 1_000;

/** Timers run on a clock that never jumps, whatever the site's own clock says. */
function wireClock(): Instant {
  return instant(Math.round(performance.timeOrigin + performance.now()));
}

/** Drives the pure session of one clinic: frames in, frames out, the service in between. */
export class ClinicConnection {
  readonly address: string;
  readonly #wire: ClinicWire;
  readonly #options: ConnectionOptions;
  readonly #nonce = randomBytes(nonceBytes).toString('base64');
  readonly #challengedAt = performance.now();
  #session: SiteSession;
  /** What the service is asked, one thing after the other. */
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #notedAt = 0;
  #noting = false;

  constructor(wire: ClinicWire, options: ConnectionOptions) {
    this.#wire = wire;
    this.#options = options;
    this.address = options.address;
    const opened = challenge(this.#nonce, wireClock());
    this.#session = opened.session;
    wire.listen({
      onText: (text) =>
        this.#step({ type: 'frame', frame: text === null ? null : decodeClinicFrame(text) }),
      onClosed: () => {
        this.#step({ type: 'closed' });
        options.onEnd();
      },
    });
    this.#carryOut(opened);
  }

  /** null until WELCOME. */
  get practiceId(): PracticeId | null {
    return this.#session.type === 'open' ? this.#session.hello.practiceId : null;
  }

  /** null: any practice's log may have grown. */
  logGrew(practiceId: string | null): void {
    if (this.#session.type !== 'open') return;
    if (practiceId === null || practiceId === this.practiceId) this.#step({ type: 'log-grew' });
  }

  /** A person asks what this clinic has booked for them. */
  lookUp(question: LookupQuestion): void {
    this.#step({ type: 'look-up', question });
  }

  tick(): void {
    this.#step({ type: 'tick' });
    this.#noteContact();
  }

  fence(): void {
    this.#step({ type: 'fenced' });
  }

  async sendAway(retryAfterMs: number): Promise<void> {
    this.#step({ type: 'closing', retryAfterMs });
    await this.#work;
  }

  #step(event: SiteSessionEvent): void {
    this.#carryOut(siteSessionStep(this.#session, event, wireClock()));
  }

  #carryOut({ session, sends, effects }: SiteSessionStep): void {
    const wasOpen = this.#session.type === 'open';
    this.#session = session;
    for (const frame of sends) this.#wire.send(encodeFrame(frame));
    if (this.#wire.buffered() > maxBuffered) this.#wire.terminate();
    if (!wasOpen && session.type === 'open') this.#options.onWelcome();
    for (const effect of effects) this.#start(effect);
  }

  #start(effect: SiteSessionEffect): void {
    if (effect.type === 'acked') return;
    if (effect.type === 'close') {
      this.#wire.close();
      return;
    }
    if (effect.type === 'looked-up') {
      this.#options.link.lookedUp(this.#own(), effect.lookupId, effect.parts);
      return;
    }
    this.#waiting += 1;
    if (this.#waiting > maxWaiting) this.#wire.pause();
    this.#work = this.#work
      .then(async () => {
        if (this.#session.type !== 'ended') this.#step(await this.#ask(effect));
      })
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#waiting -= 1;
        if (this.#waiting <= maxWaiting) this.#wire.resume();
      });
  }

  async #ask(
    effect: Exclude<SiteSessionEffect, { type: 'acked' | 'close' | 'looked-up' }>,
  ): Promise<SiteSessionEvent> {
    const { link } = this.#options;
    switch (effect.type) {
      case 'admit':
        return link.admit(effect.hello, {
          nonce: this.#nonce,
          agoMs: performance.now() - this.#challengedAt,
        });
      case 'read-log': {
        const { afterSeq, limit } = effect;
        const records = await link.recordsAfter(this.#own(), { after: afterSeq, limit });
        return { type: 'log-read', afterSeq, records };
      }
      case 'apply':
        return link.applyRecords(this.#own(), effect.records);
    }
  }

  #own(): PracticeId {
    if (this.#session.type !== 'open') throw new Error('only a welcomed clinic has a log');
    return this.#session.hello.practiceId;
  }

  #failed(error: unknown): void {
    this.#options.log.warn(
      { practiceId: this.practiceId, error: error instanceof Error ? error.message : 'unknown' },
      'A clinic is sent away to try again.',
    );
    this.#step({ type: 'closing', retryAfterMs: tryAgainMs });
  }

  /** Last contact, for the offline selling limit; a newer epoch elsewhere fences this one. */
  #noteContact(): void {
    const { link } = this.#options;
    const now = wireClock();
    const isEarly = this.#noting || now - this.#notedAt < noteEveryMs;
    if (this.#session.type !== 'open' || isEarly) return;
    const { epoch, lastHeardAt } = this.#session.stream;
    if (lastHeardAt <= this.#notedAt) return;
    this.#noting = true;
    this.#notedAt = now;
    link
      .noteContact(this.#own(), epoch)
      .then((current) => {
        if (!current) this.fence();
      })
      .catch(() => undefined)
      .finally(() => {
        this.#noting = false;
      });
  }
}
