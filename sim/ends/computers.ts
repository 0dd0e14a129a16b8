import type { SiteFrame } from '@tidbok/protocol';
import { Clock } from '../world/clock.ts';
import type { Mutant } from '../world/mutant.ts';
import type { Network } from '../world/network.ts';
import type { Stage } from '../world/stage.ts';
import { ClinicBook } from './clinic-book.ts';
import { ClinicClient, type Line } from './clinic-client.ts';

interface Beside {
  readonly stage: Stage;
  readonly line: Line;
  readonly network: Network;
  readonly mutant: Mutant;
}

/** All that dials the site as this practice: its own computer, and at times one more. */
export class Computers {
  readonly own: ClinicClient;
  readonly #beside: Beside;
  #other: ClinicClient | null = null;

  constructor(own: ClinicClient, beside: Beside) {
    this.own = own;
    this.#beside = beside;
  }

  /** A second Online Client, started by mistake, works on the same database. */
  startSecond(book: ClinicBook): void {
    this.#start(new ClinicClient(book, this.#beside.line, this.own.installationId));
  }

  /** A copy of the database runs on another computer: it goes its own way from here on. */
  startCopy(book: ClinicBook, installationId: string): void {
    const { stage, mutant, line } = this.#beside;
    const copied = new ClinicBook({ stage, clock: new Clock(stage.now), mutant }, 'copied');
    copied.state = book.state;
    const client = new ClinicClient(copied, line, installationId);
    copied.wake = () => stage.later(1, () => client.logGrew());
    this.#start(client);
  }

  /** Its own computer goes down, and with it what works on the same database. */
  die(): void {
    this.#end(this.own);
    this.endOther();
  }

  endOther(): void {
    if (this.#other !== null) this.#end(this.#other);
    this.#other = null;
  }

  logGrew(): void {
    this.own.logGrew();
    this.#other?.logGrew();
  }

  frame(connection: number, frame: SiteFrame, isStale: boolean): void {
    this.own.frame(connection, frame, isStale);
    this.#other?.frame(connection, frame, isStale);
  }

  closed(connection: number): void {
    this.own.closed(connection);
    this.#other?.closed(connection);
  }

  #start(client: ClinicClient): void {
    this.endOther();
    this.#other = client;
    client.start();
  }

  #end(client: ClinicClient): void {
    const { connection } = client;
    client.die();
    if (connection !== null) this.#beside.network.vanish(connection, 'clinic');
  }
}
