import { instant, type Instant } from '@tidbok/core';
import { SiteLine, type SiteSocket, type Transport } from '@tidbok/line';
import {
  decodeSiteFrame,
  encodeFrame,
  helloText,
  positionOf,
  PROTOCOL_RANGE,
  type LogRecord,
  type Position,
} from '@tidbok/protocol';
import { sign, type KeyPair } from '@tidbok/seal';
import {
  RECORDS_AT_ONCE,
  type AppliedRecords,
  type LinkReport,
  type SyncEnd,
} from '@tidbok/service/clinic';
import type { HighWater } from './high-water.ts';
import { Inbox } from './inbox.ts';
import {
  clinicSessionStep,
  NEW_CLINIC_SESSION,
  type ClinicSession,
  type ClinicSessionEffect,
  type ClinicSessionEvent,
} from '@tidbok/sync';

export interface LinkLog {
  readonly info: (about: object, message: string) => void;
  readonly warn: (about: object, message: string) => void;
  readonly error: (about: object, message: string) => void;
}

export interface LinkOptions {
  readonly clinic: SyncEnd;
  readonly identity: KeyPair;
  readonly siteUrl: string;
  readonly now: () => Instant;
  readonly log: LinkLog;
  readonly mark: HighWater;
  /** How often a WebSocket is tried again where a proxy broke it. */
  readonly probeEveryMs?: number;
}

type Question = Extract<ClinicSessionEffect, { readonly type: 'look-up' }>['question'];

/** What only this program knows of its connection. */
export interface LinkFacts {
  readonly transport: Transport | null;
  readonly siteAheadMs: number | null;
}

const tickMs = 50;
const pollLogMs = 2_000;
const reportMs = 5_000;
/** Questions about patients' visits that are worked on at one time. */
const maxLookups = 8;

/**
 * The connection to the site: it only carries out what the pure session decides, and tells the
 * session what came of it. Everything in here may be lost at any moment.
 */
export class SiteLink {
  readonly #options: LinkOptions;
  readonly #line: SiteLine;
  #session: ClinicSession = NEW_CLINIC_SESSION;
  #socket: SiteSocket | null = null;
  /** Of this connection. */
  readonly #inbox = new Inbox((records) => this.#applyOrHangUp(records), RECORDS_AT_ONCE);
  #timers: NodeJS.Timeout[] = [];
  #stopListening = (): void => undefined;
  #connectedSince: Instant | null = null;
  #lastExchangeAt: Instant | null = null;
  #epoch = 0;
  #acked = 0;
  #siteAheadMs: number | null = null;
  #lookups = 0;
  #reporting: Promise<void> = Promise.resolve();

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#line = new SiteLine(options);
  }

  start(): void {
    this.#stopListening = this.#options.clinic.onLogGrown(() => {
      this.#step({ type: 'log-grew' });
    });
    this.#every(tickMs, () => {
      this.#step({ type: 'tick' });
    });
    this.#every(pollLogMs, () => {
      this.#step({ type: 'log-grew' });
    });
    this.#every(reportMs, () => {
      if (this.#session.type === 'open') this.#report();
    });
    this.#step({ type: 'start' });
  }

  async stop(): Promise<void> {
    this.#step({ type: 'stop' });
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopListening();
    await this.#inbox.settled();
    await this.#reporting;
  }

  /** What carries the frames, and how far the site's clock is ahead; null while not known. */
  get facts(): LinkFacts {
    return { transport: this.#line.carrying, siteAheadMs: this.#siteAheadMs };
  }

  /** Why nothing is tried any more until a person has looked; null while the link is alive. */
  get stoppedBecause(): string | null {
    return this.#session.type === 'stopped' ? this.#session.because : null;
  }

  #every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms));
  }

  #step(event: ClinicSessionEvent): void {
    const moment = { now: steadyNow(), random: Math.random() };
    const { session, sends, effects } = clinicSessionStep(this.#session, event, moment);
    this.#session = session;
    for (const frame of sends) this.#socket?.send(encodeFrame(frame));
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: ClinicSessionEffect): void {
    switch (effect.type) {
      case 'connect':
        this.#connect();
        return;
      case 'close':
        this.#hangUp();
        return;
      case 'greet':
        this.#orHangUp(this.#greet(effect.nonce));
        return;
      case 'read-log':
        this.#orHangUp(this.#readLog(effect));
        return;
      case 'apply':
        this.#inbox.take(effect.records);
        return;
      case 'look-up':
        void this.#lookUp(effect.question);
        return;
      case 'acked':
        this.#acked = effect.cursor.seq;
        this.#lastExchangeAt = this.#options.now();
        return;
      case 'begin-resync':
        this.#orHangUp(this.#beginAnew(effect.because, effect.saidHead));
        return;
      case 'link-up':
        this.#linkUp(effect);
        return;
      case 'link-down':
        this.#linkDown(effect.because);
        return;
    }
  }

  #connect(): void {
    let open = true;
    const socket = this.#line.open({
      onText: (text) => {
        if (!open || this.#socket !== socket) return;
        this.#lastExchangeAt = this.#options.now();
        this.#step({ type: 'frame', frame: decodeSiteFrame(text) });
      },
      onClosed: (because) => {
        if (!open) return;
        open = false;
        if (this.#socket !== socket) return;
        this.#forgetSocket();
        this.#options.log.info({ because }, 'The connection to the site ended.');
        this.#step({ type: 'closed' });
      },
    });
    this.#socket = socket;
  }

  #hangUp(): void {
    const socket = this.#socket;
    this.#forgetSocket();
    socket?.close();
  }

  /** What came by a connection that is gone comes again by the next, from the cursor on. */
  #forgetSocket(): void {
    this.#socket = null;
    this.#inbox.forget();
  }

  async #greet(nonce: string): Promise<void> {
    const { clinic, identity, now } = this.#options;
    const socket = this.#socket;
    const state = await clinic.syncState();
    if (state === null) throw new Error('The practice is gone.');
    const hello = {
      practiceId: state.practiceId,
      installationId: state.installationId,
      protocol: PROTOCOL_RANGE,
      clinicHead: state.clinicHead,
      siteCursor: state.siteCursor,
      clinicTime: now(),
      nonce,
    };
    const signature = sign(identity.privateKey, helloText(hello));
    await this.#options.mark.raise({ clinicHead: hello.clinicHead, siteCursor: hello.siteCursor });
    if (this.#socket !== socket) return;
    this.#step({ type: 'hello-ready', hello: { type: 'HELLO', ...hello, signature } });
  }

  async #readLog(read: { readonly afterSeq: number; readonly limit: number }): Promise<void> {
    const socket = this.#socket;
    const records = await this.#options.clinic.recordsAfter(read.afterSeq, read.limit);
    const [first] = records;
    if (first !== undefined && first.seq !== read.afterSeq + 1) {
      // The site is further behind than the log is kept: all that the book knows is sent instead.
      await this.#beginAnew('whole');
      throw new Error('The site lies behind what is kept of the log.');
    }
    const last = records.at(-1);
    if (last !== undefined) await this.#options.mark.raise({ clinicHead: positionOf(last) });
    if (this.#socket !== socket) return;
    this.#step({ type: 'log-read', afterSeq: read.afterSeq, records });
  }

  async #applyOrHangUp(records: readonly LogRecord[]): Promise<void> {
    const socket = this.#socket;
    await this.#apply(records).catch((error: unknown) => {
      this.#options.log.warn({ error: String(error) }, 'Records could not be applied now.');
      if (this.#socket === socket) this.#abandon();
    });
  }

  async #apply(records: readonly LogRecord[]): Promise<void> {
    const socket = this.#socket;
    const applied = await this.#options.clinic.applySiteRecords(records);
    this.#lastExchangeAt = this.#options.now();
    await this.#options.mark.raise({ siteCursor: applied.cursor });
    if (this.#socket === socket) {
      // Nothing that is already here can follow what did not.
      if (applied.type !== 'applied') this.#inbox.forget();
      this.#step(appliedEvent(applied));
    }
    if (applied.type === 'halted') this.#report();
  }

  /** Never a reason to hang up: a person who is not answered is shown what the site knows. */
  async #lookUp({ epoch, ...question }: Question): Promise<void> {
    const { lookupId } = question;
    let parts: readonly string[] | null = null;
    this.#lookups += 1;
    try {
      if (this.#lookups <= maxLookups) parts = await this.#options.clinic.lookUp(question);
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, 'A question could not be answered.');
    } finally {
      this.#lookups -= 1;
    }
    this.#step({ type: 'looked-up', answer: { epoch, lookupId, parts } });
  }

  /** The database is away: begin again from what it holds when it is back. */
  #abandon(): void {
    this.#hangUp();
    this.#step({ type: 'closed' });
  }

  #orHangUp(work: Promise<void>): void {
    const socket = this.#socket;
    work.catch((error: unknown) => {
      this.#options.log.warn({ error: String(error) }, 'The clinic’s database did not answer.');
      if (this.#socket === socket) this.#abandon();
    });
  }

  #linkUp(up: Extract<ClinicSessionEffect, { readonly type: 'link-up' }>): void {
    const { now, log } = this.#options;
    this.#connectedSince = now();
    this.#lastExchangeAt = now();
    this.#epoch = up.epoch;
    if (up.digest !== null) this.#orHangUp(this.#compare(up.digest));
    const siteAheadMs = up.siteTime - now();
    this.#siteAheadMs = siteAheadMs;
    const transport = this.#line.carrying;
    log.info({ epoch: up.epoch, siteAheadMs, transport }, 'Connected to the site.');
    this.#report();
  }

  /** A new life of the log, with all that the book knows; the session dials again by itself. */
  async #beginAnew(because: 'restored' | 'whole', saidHead?: Position | null): Promise<void> {
    this.#options.log.error({ because }, 'ALARM: the logs of book and site do not fit together.');
    const begun = await this.#options.clinic.beginResync(because, saidHead);
    if (!begun.ok) throw new Error(`Nothing could be begun anew: ${begun.refusal.code}`);
  }

  /** Both ends compare what they should agree on (I4); what differs is mended by beginning anew. */
  async #compare(digest: string): Promise<void> {
    const socket = this.#socket;
    const state = await this.#options.clinic.syncState();
    const own = await this.#options.clinic.digest();
    const after = await this.#options.clinic.syncState();
    const isStill = state?.clinicHead.seq === after?.clinicHead.seq && after?.mode === 'paired';
    if (own === digest || !isStill || this.#socket !== socket) return;
    this.#options.log.error({}, 'ALARM: book and site do not agree.');
    await this.#beginAnew('whole');
    this.#abandon();
  }

  #linkDown(because: string): void {
    if (because === 'log-diverged') this.#halt(because);
    const wasConnected = this.#connectedSince !== null;
    this.#connectedSince = null;
    if (!wasConnected) return;
    this.#options.log.warn({ because }, 'Not connected to the site.');
    this.#report();
  }

  /** Another writer of this practice's log: a person must look (4.3). */
  #halt(because: string): void {
    this.#options.log.error({ because }, 'ALARM: another computer has written as this practice.');
    this.#orHangUp(this.#options.clinic.halt(0, because));
  }

  #report(): void {
    const report: LinkReport = {
      connected: this.#connectedSince !== null,
      connectedSince: this.#connectedSince,
      lastExchangeAt: this.#lastExchangeAt,
      epoch: this.#epoch,
      acked: this.#acked,
      waitingIn: this.#inbox.size,
    };
    this.#reporting = this.#reporting
      .then(() => this.#options.clinic.reportLink(report))
      .catch((error: unknown) => {
        this.#options.log.warn({ error: String(error) }, 'The status could not be kept.');
      });
  }
}

/** The session's timers run on a clock that nobody sets; what people read comes from `now`. */
function steadyNow(): Instant {
  return instant(Math.round(performance.timeOrigin + performance.now()));
}

function appliedEvent(applied: AppliedRecords): ClinicSessionEvent {
  const { type: result, cursor } = applied;
  return { type: 'applied', result, cursor };
}
