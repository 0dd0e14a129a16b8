import { commonVersion, type ClinicFrame, type SiteFrame } from '@tidbok/protocol';
import {
  challenge,
  decideLife,
  headOf,
  isOvertaken,
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

const OLDER = { min: 1, max: 1 };

type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;
type Asked = Exclude<SiteSessionEffect, { type: 'acked' | 'close' | 'looked-up' }>;

interface Connected {
  readonly number: number;
  readonly nonce: string;
  readonly challengedAt: number;
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

  get hasOpen(): boolean {
    return [...this.#connected.values()].some(({ session }) => session.type === 'open');
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
    const challengedAt = this.#steady();
    const opened = challenge(nonce, challengedAt);
    const connected = {
      number,
      nonce,
      challengedAt,
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
    if (connected !== undefined)
      this.#step(connected, { type: 'frame', frame: this.#heard(frame) });
  }

  /** A site of the version before knows nothing of later ones. */
  #heard(frame: ClinicFrame): ClinicFrame {
    const { min, max } = OLDER;
    if (frame.type !== 'HELLO' || !this.#desk.stage.may('older-site')) return frame;
    this.#desk.stage.note('the site speaks the version before');
    // Its own code finds no version in common with a clinic that speaks only newer ones.
    return frame.protocol.min > max ? frame : { ...frame, protocol: { min, max } };
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
    connected.session = session;
    for (const frame of sends) this.#line.send(connected.number, frame);
    for (const effect of effects) {
      if (effect.type === 'close') this.#line.hangUp(connected.number);
      else if (effect.type !== 'acked' && effect.type !== 'looked-up') connected.asked.push(effect);
    }
    this.#setTimer(connected);
    this.#askNext(connected);
  }

  #askNext(connected: Connected): void {
    if (connected.isAsking || connected.session.type === 'ended') return;
    const effect = connected.asked.shift();
    if (effect === undefined) return;
    connected.isAsking = true;
    this.#ask(connected, effect, (event) => {
      connected.isAsking = false;
      if (connected.session.type !== 'ended') this.#step(connected, event);
    });
  }

  #ask(connected: Connected, effect: Asked, answer: (event: SiteSessionEvent) => void): void {
    switch (effect.type) {
      case 'admit':
        return answer(this.#admit(connected, effect.hello));
      case 'read-log': {
        const { afterSeq, limit } = effect;
        const kept = Math.max(afterSeq, this.#desk.floor);
        const records = recordsAfter(this.#desk.state.log, kept, limit);
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
    const { mutant } = desk;
    const known = {
      isOvertaken: isOvertaken(
        desk.admittedAt === null ? null : desk.now - desk.admittedAt,
        this.#steady() - connected.challengedAt,
      ),
      installationId:
        mutant.admitsAnyComputer === true ? hello.installationId : desk.installationId,
      signingPublicKey: 'key',
      halted: desk.state.mode === 'halted',
      floor: mutant.forgetsFloor === true ? 0 : desk.floor,
      recovers: desk.state.mode === 'recover',
      pastLives: desk.state.pastLives,
      clinicCursor: desk.state.clinicCursor,
      siteHead: headOf(desk.state.log),
    };
    const isTooNew = desk.stage.may('older-site') && commonVersion(OLDER, hello.protocol) === null;
    const code = isTooNew
      ? 'protocol-unsupported'
      : judgeHello(known, hello, { nonce: connected.nonce, verify: () => true });
    if (code === 'resync') desk.fence();
    if (code === 'resync' && hello.siteCursor.seq < known.floor) {
      desk.stage.note('the clinic has not read what the site keeps no longer');
    }
    if (code !== null) {
      desk.stage.note(`the site refuses: ${code}`);
      desk.stage.trace(() => `the site refuses ${hello.installationId}: ${code}`);
      return { type: 'refused', code };
    }
    if (desk.state.staged !== null && !opensLife(hello, known.clinicCursor)) {
      desk.stage.note('a snapshot goes on where it was broken off');
    }
    if (opensLife(hello, known.clinicCursor)) {
      desk.stage.note('the site begins anew');
      desk.floor = 0;
      desk.commit(decideLife(hello, known.clinicCursor), null);
    }
    const epoch = desk.raiseEpoch();
    desk.admittedAt = desk.now;
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
    connected.timerAt = due;
    stage.later(clock.until(due, stage.now), () => {
      if (this.#desk.life !== life || connected.timerAt !== due) return;
      connected.timerAt = Infinity;
      this.#step(connected, { type: 'tick' });
    });
  }
}
