import type { ClinicFrame, SiteFrame } from '@tidbok/protocol';
import {
  challenge,
  decideLife,
  headOf,
  judgeHello,
  opensLife,
  recordsAfter,
  siteSessionStep,
  type SiteSession,
  type SiteSessionEffect,
  type SiteSessionEvent,
  type SiteSessionStep,
} from '@tidbok/sync';
import { dueAt } from './due.ts';
import type { SiteDesk } from './site-desk.ts';

/** How far the clinic's clock may be off for the frontier to be trusted to jump (0.7). */
const CLOCK_TOLERANCE_MS = 60_000;
/** Another node of the site learns within this that a newer connection was admitted. */
const FENCED_WITHIN_MS = 5_000;

type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;
type Asked = Exclude<SiteSessionEffect, { type: 'acked' | 'close' }>;

interface Connected {
  readonly number: number;
  readonly nonce: string;
  session: SiteSession;
  /** What the service is asked, one thing after the other. */
  readonly asked: Asked[];
  isAsking: boolean;
  timerAt: number;
}

export interface GatewayLine {
  readonly send: (connection: number, frame: SiteFrame) => void;
  readonly hangUp: (connection: number) => void;
}

/** The site's end of all connections: drives a pure session for each. All in here is losable. */
export class SiteGateway {
  isUp = false;
  readonly #desk: SiteDesk;
  readonly #line: GatewayLine;
  #connected = new Map<number, Connected>();

  constructor(desk: SiteDesk, line: GatewayLine) {
    this.#desk = desk;
    this.#line = line;
  }

  get connections(): readonly number[] {
    return [...this.#connected.keys()];
  }

  start(): void {
    this.isUp = true;
    this.#desk.restart();
  }

  die(): void {
    this.isUp = false;
    this.#desk.life += 1;
    this.#connected = new Map();
  }

  opened(number: number): void {
    if (!this.isUp) return;
    const nonce = `bm9u${String(number).padStart(4, '0')}`;
    const opened = challenge(nonce, this.#steady());
    const connected = {
      number,
      nonce,
      session: opened.session,
      asked: [],
      isAsking: false,
      timerAt: Infinity,
    };
    this.#connected.set(number, connected);
    this.#take(connected, opened);
  }

  frame(number: number, frame: ClinicFrame): void {
    const connected = this.#connected.get(number);
    if (connected !== undefined) this.#step(connected, { type: 'frame', frame });
  }

  closed(number: number): void {
    const connected = this.#connected.get(number);
    if (connected === undefined) return;
    this.#step(connected, { type: 'closed' });
    this.#connected.delete(number);
  }

  logGrew(): void {
    for (const connected of this.#connected.values()) this.#step(connected, { type: 'log-grew' });
  }

  #steady() {
    const { clock, stage } = this.#desk;
    return clock.steady(stage.now);
  }

  #step(connected: Connected, event: SiteSessionEvent): void {
    this.#take(connected, siteSessionStep(connected.session, event, this.#steady()));
  }

  #take(connected: Connected, { session, sends, effects }: SiteSessionStep): void {
    Object.assign(connected, { session });
    for (const frame of sends) this.#line.send(connected.number, frame);
    for (const effect of effects) {
      if (effect.type === 'close') this.#line.hangUp(connected.number);
      else if (effect.type !== 'acked') connected.asked.push(effect);
    }
    this.#setTimer(connected);
    this.#askNext(connected);
  }

  #askNext(connected: Connected): void {
    if (connected.isAsking || connected.session.type === 'ended') return;
    const effect = connected.asked.shift();
    if (effect === undefined) return;
    Object.assign(connected, { isAsking: true });
    this.#ask(connected, effect, (event) => {
      Object.assign(connected, { isAsking: false });
      if (connected.session.type !== 'ended') this.#step(connected, event);
    });
  }

  #ask(connected: Connected, effect: Asked, answer: (event: SiteSessionEvent) => void): void {
    switch (effect.type) {
      case 'admit':
        return answer(this.#admit(connected, effect.hello));
      case 'read-log': {
        const { afterSeq, limit } = effect;
        const records = recordsAfter(this.#desk.state.log, afterSeq, limit);
        return answer({ type: 'log-read', afterSeq, records });
      }
      case 'apply':
        return this.#desk.applyRecords(effect.records, (applied) =>
          answer({ type: 'applied', ...applied }),
        );
    }
  }

  #admit(connected: Connected, hello: Hello): SiteSessionEvent {
    const desk = this.#desk;
    const known = {
      installationId: 'this-computer',
      signingPublicKey: 'key',
      halted: false,
      recovers: desk.state.mode === 'recover',
      pastLives: desk.state.pastLives,
      clinicCursor: desk.state.clinicCursor,
      siteHead: headOf(desk.state.log),
    };
    const code = judgeHello(known, hello, { nonce: connected.nonce, verify: () => true });
    if (code === 'resync') desk.fence();
    if (code !== null) return { type: 'refused', code };
    if (opensLife(hello, known.clinicCursor)) {
      desk.stage.note('the site begins anew');
      desk.commit(decideLife(hello, known.clinicCursor), null);
    }
    const epoch = desk.raiseEpoch();
    this.#fenceOthers(connected.number);
    if (Math.abs(hello.clinicTime - desk.now) <= CLOCK_TOLERANCE_MS) desk.clocksAgree();
    else desk.stage.note('the clocks disagree at the handshake');
    const { frontierAt, clinicCursor, log } = desk.state;
    return { type: 'admitted', epoch, clinicCursor, siteHead: headOf(log), frontierAt };
  }

  #fenceOthers(newest: number): void {
    const { stage } = this.#desk;
    for (const older of this.#connected.values()) {
      if (older.number === newest || older.session.type === 'ended') continue;
      const { life } = this.#desk;
      stage.note('an older connection is fenced');
      stage.later(stage.random.below(FENCED_WITHIN_MS), () => {
        if (this.#desk.life === life) this.#step(older, { type: 'fenced' });
      });
    }
  }

  #setTimer(connected: Connected): void {
    const { stage, clock, life } = this.#desk;
    const due = dueAt(connected.session);
    if (due === null || due >= connected.timerAt) return;
    Object.assign(connected, { timerAt: due });
    stage.later(clock.until(due, stage.now), () => {
      if (this.#desk.life !== life || connected.timerAt !== due) return;
      Object.assign(connected, { timerAt: Infinity });
      this.#step(connected, { type: 'tick' });
    });
  }
}
