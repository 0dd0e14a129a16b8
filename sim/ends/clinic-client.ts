import {
  isSamePosition,
  PROTOCOL_RANGE,
  type ClinicFrame,
  type LogRecord,
  type SiteFrame,
} from '@tidbok/protocol';
import {
  clinicSessionStep,
  headOf,
  NEW_CLINIC_SESSION,
  recordsAfter,
  type ClinicSession,
  type ClinicSessionEffect,
  type ClinicSessionEvent,
} from '@tidbok/sync';
import { practiceId } from '../world/practice.ts';
import { Violation } from '../world/stage.ts';
import type { ClinicBook } from './clinic-book.ts';
import { dueAt } from './due.ts';

type BeginResync = Extract<ClinicSessionEffect, { type: 'begin-resync' }>;

/** How the client reaches the site. */
export interface Line {
  readonly dial: () => number;
  readonly send: (connection: number, frame: ClinicFrame) => void;
  readonly hangUp: (connection: number) => void;
}

/** The Online Client: carries out what the pure session decides. All in here is losable. */
export class ClinicClient {
  isUp = false;
  /** The computer that it is, as the site knows it from the pairing. */
  installationId: string;
  readonly #book: ClinicBook;
  readonly #line: Line;
  #session: ClinicSession = NEW_CLINIC_SESSION;
  #connection: number | null = null;
  #life = 0;
  #timerAt = Infinity;
  #lastEpoch = 0;

  constructor(book: ClinicBook, line: Line, installationId: string) {
    this.#book = book;
    this.#line = line;
    this.installationId = installationId;
  }

  get connection(): number | null {
    return this.#connection;
  }

  get isConnected(): boolean {
    return this.#session.type === 'open';
  }

  /** It tries nothing more before a person has looked. */
  get hasStopped(): boolean {
    return this.isUp && this.#session.type === 'stopped' && this.#isPaired;
  }

  start(): void {
    this.isUp = true;
    this.#book.start();
    if (this.#isPaired) this.#step({ type: 'start' });
  }

  get #isPaired(): boolean {
    return this.#book.state.facts.paired;
  }

  /** The process is gone, and with it all that is not in the database. */
  die(): void {
    this.isUp = false;
    this.#life += 1;
    this.#session = NEW_CLINIC_SESSION;
    this.#connection = null;
    this.#timerAt = Infinity;
  }

  logGrew(): void {
    if (this.isUp) this.#step({ type: 'log-grew' });
  }

  /** A frame of an older connection may say only what its epoch lets it say. */
  frame(connection: number, frame: SiteFrame, isStale: boolean): void {
    if (!this.isUp) return;
    if (connection !== this.#connection && !(isStale && 'epoch' in frame)) return;
    if (isStale && frame.type === 'WELCOME') return;
    this.#step({ type: 'frame', frame });
  }

  closed(connection: number): void {
    if (!this.isUp || connection !== this.#connection) return;
    this.#connection = null;
    this.#step({ type: 'closed' });
  }

  #step(event: ClinicSessionEvent): void {
    const { stage, clock } = this.#book;
    const moment = { now: clock.steady(stage.now), random: stage.random.next() };
    const { session, sends, effects } = clinicSessionStep(this.#session, event, moment);
    const stops = session.type === 'stopped' && this.#session.type !== 'stopped';
    this.#session = session;
    if (stops && this.#isPaired && !this.#book.isHalted) {
      throw new Violation(`the clinic's session stops: ${session.because}`);
    }
    const connection = this.#connection;
    if (connection !== null) for (const frame of sends) this.#line.send(connection, frame);
    for (const effect of effects) this.#carryOut(effect);
    this.#setTimer();
  }

  #carryOut(effect: ClinicSessionEffect): void {
    const { stage } = this.#book;
    switch (effect.type) {
      case 'connect':
        this.#connection = this.#line.dial();
        return;
      case 'close':
        if (this.#connection !== null) this.#line.hangUp(this.#connection);
        this.#connection = null;
        return;
      case 'greet':
        return this.#step({ type: 'hello-ready', hello: this.#hello(effect.nonce) });
      case 'read-log': {
        const { afterSeq, limit } = effect;
        const records = recordsAfter(this.#book.state.log, afterSeq, limit);
        return this.#step({ type: 'log-read', afterSeq, records });
      }
      case 'apply':
        return this.#apply(effect.records);
      case 'link-up':
        return this.#linkUp(effect.epoch);
      case 'link-down':
        stage.note(`the link is down: ${effect.because}`);
        stage.trace(() => `${this.installationId}: link down: ${effect.because}`);
        return;
      case 'begin-resync':
        return this.#beginResync(effect);
      case 'acked':
      case 'look-up':
        return;
    }
  }

  #beginResync({ because, saidHead }: BeginResync): void {
    const { state, mutant, stage } = this.#book;
    const hasGoneOn = saidHead !== null && !isSamePosition(saidHead, headOf(state.log));
    if (because === 'restored' && hasGoneOn && mutant.believesItWasRestored !== true) {
      return stage.note('the log went on while it was taken for restored');
    }
    this.#book.beginResync(because);
  }

  #apply(records: readonly LogRecord[]): void {
    this.#step({ type: 'applied', ...this.#book.applyRecords(records) });
    if (!this.#isPaired) this.#step({ type: 'stop' });
  }

  /** I8: every connection has a higher epoch than all before. */
  #linkUp(epoch: number): void {
    this.#book.stage.trace(() => `link up, epoch ${epoch}`);
    if (epoch <= this.#lastEpoch) throw new Violation(`I8: epoch ${epoch} comes again`);
    if (this.#lastEpoch > 0) this.#book.stage.note('the clinic connects again');
    this.#lastEpoch = epoch;
  }

  #hello(nonce: string) {
    const { state, clock, stage, mutant } = this.#book;
    const { max } = PROTOCOL_RANGE;
    const range = mutant.speaksOnlyNewest === true ? { min: max, max } : PROTOCOL_RANGE;
    return {
      type: 'HELLO',
      practiceId,
      installationId: this.installationId,
      protocol: stage.may('older-client') ? { min: 1, max: 1 } : range,
      clinicHead: headOf(state.log),
      siteCursor: state.facts.siteCursor,
      clinicTime: clock.wall(stage.now),
      nonce,
      signature: 'c2ln',
    } as const;
  }

  #setTimer(): void {
    const { stage, clock } = this.#book;
    const due = dueAt(this.#session);
    if (due === null || due >= this.#timerAt) return;
    this.#timerAt = due;
    const life = this.#life;
    stage.later(clock.until(due, stage.now), () => {
      if (life !== this.#life || this.#timerAt !== due) return;
      this.#timerAt = Infinity;
      this.#step({ type: 'tick' });
    });
  }
}
