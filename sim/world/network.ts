import {
  decodeClinicFrame,
  decodeSiteFrame,
  encodeFrame,
  type ClinicFrame,
  type SiteFrame,
} from '@tidbok/protocol';
import { Violation, type End, type Stage } from './stage.ts';

/** What arrives at an end, one connection's events in order. */
interface Listener<Frame> {
  readonly frame: (connection: number, frame: Frame, isStale: boolean) => void;
  readonly closed: (connection: number) => void;
}

/** The two ends as the network sees them. */
export interface Listeners {
  readonly clinic: Listener<SiteFrame>;
  readonly site: Listener<ClinicFrame> & { readonly opened: (connection: number) => void };
}

/** A frame on its way, and how it lands. */
interface Flight {
  readonly to: End;
  readonly land: (isStale: boolean) => void;
}

interface Way {
  /** When the last frame lands: those behind it land later. */
  lastAt: number;
  /** Nothing lands before: this way is cut for a while, what was sent waits in the buffers. */
  heldUntil: number;
  /** What waits there, in order. */
  readonly held: Set<() => void>;
}

interface Connection {
  readonly toClinic: Way;
  readonly toSite: Way;
  /** Broken: what is in the air is lost, from some frame on. */
  isBroken: boolean;
  /** Nothing lands any more, and nobody is told. */
  isMute: boolean;
  hasLost: { clinic: boolean; site: boolean };
}

const LATENCY_MS = 15;
const TEXT_CHANCE = 0.1;

/** Connections as TCP makes them: in order until they break, then anything may be lost or late. */
export class Network {
  readonly #stage: Stage;
  readonly #connections = new Map<number, Connection>();
  readonly #listeners: () => Listeners;
  /** In some worlds frames go as the text that they are on the wire; in the others as values. */
  readonly #isText: boolean;
  #last = 0;
  #downUntil = 0;

  constructor(stage: Stage, listeners: () => Listeners) {
    this.#stage = stage;
    this.#listeners = listeners;
    this.#isText = stage.random.chance(TEXT_CHANCE);
    if (this.#isText) stage.note('frames go as text');
  }

  /** The clinic dials; the answer, either way, comes later. */
  open(isSiteUp: () => boolean): number {
    const number = (this.#last += 1);
    const stage = this.#stage;
    const way = () => ({ lastAt: stage.now, heldUntil: 0, held: new Set<() => void>() });
    const lost = { clinic: false, site: false };
    const made = { toClinic: way(), toSite: way(), isBroken: false, isMute: false, hasLost: lost };
    stage.later(this.#latency(), () => {
      if (isSiteUp() && stage.now >= this.#downUntil) {
        this.#connections.set(number, made);
        this.#listeners().site.opened(number);
      } else stage.later(this.#latency(), () => this.#listeners().clinic.closed(number));
    });
    return number;
  }

  toSite(number: number, sent: ClinicFrame): void {
    const frame = this.#isText ? legible(decodeClinicFrame(encodeFrame(sent))) : sent;
    const land = (isStale: boolean) => this.#listeners().site.frame(number, frame, isStale);
    this.#send(number, { to: 'site', land });
  }

  toClinic(number: number, sent: SiteFrame): void {
    const frame = this.#isText ? legible(decodeSiteFrame(encodeFrame(sent))) : sent;
    const land = (isStale: boolean) => this.#listeners().clinic.frame(number, frame, isStale);
    this.#send(number, { to: 'clinic', land });
  }

  #send(number: number, flight: Flight): void {
    const connection = this.#connections.get(number);
    // Until an end is told of the break it goes on sending; a bad proxy hands some of it on.
    if (connection === undefined) return;
    if (connection.isBroken && !this.#stage.may('late-frames')) return;
    this.#land(connection, flight.to, () => {
      if (connection.isMute) return;
      if (connection.isBroken) return this.#afterBreak(connection, flight);
      flight.land(false);
    });
  }

  /** One end hangs up: the other hears of it behind all that was sent. */
  hangUp(number: number, by: End): void {
    const connection = this.#connections.get(number);
    if (connection === undefined || connection.isBroken) return;
    const to = by === 'clinic' ? 'site' : 'clinic';
    this.#land(connection, to, () => {
      this.#connections.delete(number);
      if (!connection.isMute) this.#listeners()[to].closed(number);
    });
  }

  /** A computer is gone: the other end is told soon, or never. */
  vanish(number: number, of: End): void {
    const connection = this.#connections.get(number);
    if (connection === undefined) return;
    if (this.#stage.may('half-open') && this.#stage.random.chance(0.3)) connection.isMute = true;
    else this.#break(number, connection, [of === 'clinic' ? 'site' : 'clinic']);
  }

  /** Some connection breaks; both ends are told within a second. */
  cut(downMs: number): void {
    this.#downUntil = this.#stage.now + downMs;
    const [number, connection] = this.#newest() ?? [];
    if (number === undefined || connection === undefined) return;
    this.#stage.note('the connection breaks');
    this.#break(number, connection, ['clinic', 'site']);
  }

  /** The newest connection goes quiet, and nobody is told. */
  mute(): void {
    const [, connection] = this.#newest() ?? [];
    if (connection === undefined) return;
    this.#stage.note('the connection is half open');
    connection.isMute = true;
  }

  /** One way is cut for a while: TCP sends again when it is mended. */
  hold(to: End, milliseconds: number): void {
    const [, connection] = this.#newest() ?? [];
    if (connection === undefined) return;
    this.#stage.note(`nothing gets to the ${to} for a while`);
    wayTo(connection, to).heldUntil = this.#stage.now + milliseconds;
  }

  /** Faults stop: what is held comes through; what is broken stays so until it is noticed. */
  mend(): void {
    this.#downUntil = 0;
    for (const { toClinic, toSite } of this.#connections.values()) {
      this.#release(toClinic);
      this.#release(toSite);
    }
  }

  #release(way: Way): void {
    way.heldUntil = 0;
    if (way.held.size === 0) return;
    way.lastAt = this.#stage.now + LATENCY_MS;
    for (const land of way.held) this.#stage.later(LATENCY_MS, land);
  }

  #newest(): [number, Connection] | undefined {
    return [...this.#connections].findLast(([, { isBroken }]) => !isBroken);
  }

  #break(number: number, connection: Connection, told: readonly End[]): void {
    connection.isBroken = true;
    for (const end of told) {
      this.#stage.later(this.#stage.random.below(3_000), () =>
        this.#listeners()[end].closed(number),
      );
    }
    this.#stage.later(20_000, () => this.#connections.delete(number));
  }

  /** In the air when the connection broke: it lands in order for a while, then nothing does. */
  #afterBreak(connection: Connection, { to, land }: Flight): void {
    const { random } = this.#stage;
    if (this.#stage.may('late-frames')) {
      // A proxy in between hands frames on late, twice, or the wrong way round.
      const times = random.chance(0.4) ? 0 : random.chance(0.3) ? 2 : 1;
      for (let i = 0; i < times; i += 1) {
        this.#stage.later(random.below(4_000), () => {
          this.#stage.note(`a frame gets to the ${to} after its connection broke`);
          land(true);
        });
      }
      if (times === 2) this.#stage.note('a frame arrives twice');
      return;
    }
    if (connection.hasLost[to] || random.chance(0.5)) {
      connection.hasLost[to] = true;
      this.#stage.note('a frame in the air is lost');
    } else land(false);
  }

  #land(connection: Connection, to: End, act: () => void): void {
    const way = wayTo(connection, to);
    const { now } = this.#stage;
    way.lastAt = Math.max(now + this.#latency(), way.lastAt, way.heldUntil);
    if (way.heldUntil <= now) return this.#stage.later(way.lastAt - now, act);
    const land = () => {
      if (way.held.delete(land)) act();
    };
    way.held.add(land);
    this.#stage.later(way.lastAt - now, land);
  }

  #latency(): number {
    const { random } = this.#stage;
    const isSlow = this.#stage.may('slow-line') && random.chance(0.3);
    return random.between(1, isSlow ? 4_000 : LATENCY_MS * 2);
  }
}

function wayTo(connection: Connection, to: End): Way {
  return to === 'clinic' ? connection.toClinic : connection.toSite;
}

function legible<Frame>(frame: Frame | null): Frame {
  if (frame === null) throw new Violation('an end cannot read what the other wrote');
  return frame;
}
