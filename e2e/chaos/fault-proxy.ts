import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@tidbok/sim/random';

/** What a line does to all that passes; calm when nothing is set. */
export interface Weather {
  /** Nothing gets from the caller to the called. */
  readonly cutThere?: boolean;
  /** Nothing comes back. */
  readonly cutBack?: boolean;
  readonly delayMs?: number;
  /** In 0 to 1: how often a piece is lost, and comes only when it is sent again. */
  readonly loss?: number;
  /** Who calls is turned away. */
  readonly refuses?: boolean;
}

const RESEND_MS = 200;
const LOOK_MS = 20;

interface Pair {
  readonly caller: Socket;
  readonly called: Socket;
}

/**
 * A line between two programs that can be cut, slowed and torn, also in one direction. With
 * several targets it is a balancer: each call goes to the next that listens.
 */
export class FaultProxy {
  readonly #targets: readonly number[];
  readonly #random: Random;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #weather: Weather = {};
  #next = 0;

  constructor(targets: readonly number[], random: Random) {
    this.#targets = targets;
    this.#random = random;
    this.#server = createServer({ allowHalfOpen: true }, (caller) => void this.#called(caller));
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  set(weather: Weather): void {
    this.#weather = weather;
  }

  /** RST on every connection, both ways. */
  tear(): void {
    for (const { caller, called } of this.#pairs) {
      caller.resetAndDestroy();
      called.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    this.#weather = {};
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.tear();
    await closed;
  }

  async #called(caller: Socket): Promise<void> {
    caller.on('error', () => caller.destroy());
    if (this.#weather.refuses === true) {
      caller.resetAndDestroy();
      return;
    }
    const called = await this.#reach();
    if (called === null || caller.destroyed) {
      caller.resetAndDestroy();
      called?.destroy();
      return;
    }
    const pair = { caller, called };
    this.#pairs.add(pair);
    this.#carry(caller, called, 'cutThere');
    this.#carry(called, caller, 'cutBack');
    caller.once('close', () => this.#pairs.delete(pair));
  }

  async #reach(): Promise<Socket | null> {
    for (let tries = 0; tries < this.#targets.length; tries += 1) {
      const port = this.#targets[this.#next % this.#targets.length] ?? 0;
      this.#next += 1;
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
      const reached = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      if (!reached) continue;
      socket.on('error', () => socket.destroy());
      return socket;
    }
    return null;
  }

  #carry(from: Socket, to: Socket, way: 'cutThere' | 'cutBack'): void {
    from.on('data', (piece: Buffer) => {
      from.pause();
      const carry = (): void => {
        if (to.destroyed || to.writableEnded) from.destroy();
        else if (to.write(piece)) from.resume();
        else to.once('drain', () => from.resume());
      };
      if (this.#isCalm(way)) carry();
      else void this.#getThrough(way, from).then(carry);
    });
    from.on('end', () => void this.#getThrough(way, from).then(() => to.end()));
    from.on('close', () => void this.#getThrough(way, to).then(() => to.destroy()));
  }

  #isCalm(way: 'cutThere' | 'cutBack'): boolean {
    const { delayMs = 0, loss = 0 } = this.#weather;
    return this.#weather[way] !== true && delayMs === 0 && loss === 0;
  }

  /**
   * Waits until a piece would have arrived; order is kept, for one piece is under way at a time.
   */
  async #getThrough(way: 'cutThere' | 'cutBack', from: Socket): Promise<void> {
    const { delayMs = 0, loss = 0 } = this.#weather;
    if (delayMs > 0) await pause(delayMs * (0.5 + this.#random.next()));
    if (loss > 0 && this.#random.chance(loss)) await pause(RESEND_MS);
    while (this.#weather[way] === true && !from.destroyed) await pause(LOOK_MS);
  }
}
