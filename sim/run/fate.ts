import type { ClinicBook } from '../ends/clinic-book.ts';
import type { Computers } from '../ends/computers.ts';
import type { SiteDesk } from '../ends/site-desk.ts';
import type { SiteGateway } from '../ends/site-gateway.ts';
import type { OnceFault } from '../world/faults.ts';
import type { End, Stage } from '../world/stage.ts';

interface Players {
  readonly stage: Stage;
  readonly book: ClinicBook;
  readonly desk: SiteDesk;
  readonly computers: Computers;
  readonly gateway: SiteGateway;
  readonly crash: (end: End) => void;
}

/** Most of it comes within the first minutes of a world. */
const WITHIN_MS = 150_000;
const LOOKS_EVERY_MS = 10_000;

/** What befalls a practice once, and what people do about it. */
export class Fate {
  readonly #players: Players;
  /** People's part of it that is still to come; the faults' end waits for nobody. */
  #mending: (() => void) | null = null;

  constructor(players: Players) {
    this.#players = players;
  }

  begin(): void {
    this.#befalls('second-client', () => this.#startSecond());
    this.#befalls('clone', () => this.#startCopy('a copy of the database is refused'));
    this.#befalls('pairing-again', () => this.#changeComputer());
    this.#befalls('leaving', () => this.#leave());
    this.#befalls('old-log', () => this.#forgetLog());
    this.#befalls('poison-clinic', () => this.#players.stage.poison('clinic'));
    this.#befalls('poison-site', () => this.#players.stage.poison('site'));
    this.#lookForHalt();
  }

  /** Faults stop: people have done their part. */
  end(): void {
    this.#players.computers.endOther();
    this.#mend();
    this.#beginAnewAfterHalt();
    this.#startStopped();
  }

  #befalls(fault: OnceFault, act: () => void): void {
    const { stage } = this.#players;
    if (stage.may(fault)) stage.later(stage.fate.between(5_000, WITHIN_MS), act);
  }

  /** A computer that dies meanwhile leaves it to be done again. */
  #mend(): void {
    this.#mending?.();
    this.#mending = null;
  }

  #startSecond(): void {
    const { stage, book, computers } = this.#players;
    if (!stage.may('second-client') || !computers.own.isUp) return;
    stage.note('a second Online Client on the same database');
    computers.startSecond(book);
  }

  #startCopy(situation: string): void {
    const { stage, book, computers } = this.#players;
    stage.note(situation);
    computers.startCopy(book, 'another-computer');
  }

  /** The practice gets a new computer: until it is paired nobody hears it (4.4). */
  #changeComputer(): void {
    const { stage, book, desk, computers, crash } = this.#players;
    if (!stage.may('pairing-again')) return;
    const old = computers.own.installationId;
    const next = 'computer-2';
    stage.note('the practice changes computers');
    crash('clinic');
    computers.own.installationId = next;
    this.#mending = () => {
      desk.pair(next);
      book.beginResync('whole');
      this.#mending = null;
      crash('clinic');
      if (!stage.may('pairing-again')) return;
      stage.note('the computer before still dials');
      computers.startCopy(book, old);
    };
    stage.later(stage.fate.between(1_000, 60_000), () => this.#mend());
  }

  #leave(): void {
    const { stage, book, computers } = this.#players;
    if (!stage.may('leaving')) return;
    if (computers.own.isUp && book.leave()) return stage.note('the practice leaves the site');
    stage.later(LOOKS_EVERY_MS, () => this.#leave());
  }

  /** The site deletes what is old, while a clinic that is away has not read it (4.8). */
  #forgetLog(): void {
    const { stage, book, desk, computers } = this.#players;
    if (!stage.may('old-log')) return;
    const { inc, seq } = book.state.facts.siteCursor;
    const { log, mode } = desk.state;
    const isBehind = inc === log.inc && seq < log.records.length && mode === 'paired';
    if (isBehind && !computers.own.isConnected && !this.#players.gateway.hasOpen) {
      stage.note('the site deletes what the clinic has not read');
      return desk.forgetLog();
    }
    stage.later(stage.fate.below(LOOKS_EVERY_MS), () => this.#forgetLog());
  }

  /** Now and then a person looks whether the sync stands still. */
  #lookForHalt(): void {
    const { stage, computers } = this.#players;
    if (!stage.may('poison-clinic') && !stage.may('poison-site')) return;
    stage.later(stage.fate.between(5_000, 60_000), () => {
      if (computers.own.isUp) this.#beginAnewAfterHalt();
      this.#startStopped();
      this.#lookForHalt();
    });
  }

  /** The way out of a halt: the record's effect comes with the other side's snapshot (4.10). */
  #beginAnewAfterHalt(): void {
    const { stage, book, desk, crash } = this.#players;
    // A life that the site has not heard of ends its halt by itself.
    const { mode, clinicCursor } = desk.state;
    const isHeard = clinicCursor.inc === book.state.log.inc;
    if (!book.isHalted && (mode !== 'halted' || !isHeard)) return;
    stage.note('a person begins anew after a halt');
    book.beginResync('whole');
    crash('clinic');
  }

  /** Another program on the same database has begun anew; this one waits for a person. */
  #startStopped(): void {
    const { stage, book, computers, crash } = this.#players;
    if (!computers.own.hasStopped || book.isHalted) return;
    stage.note('a person starts the Online Client that had stopped');
    crash('clinic');
  }
}
