import { checkAgreement, checkGivenUp, checkPromises, isDrained } from '../checkers/at-rest.ts';
import { Watch } from '../checkers/always.ts';
import type { Both } from '../checkers/both.ts';
import { ClinicBook } from '../ends/clinic-book.ts';
import { ClinicClient, type Line } from '../ends/clinic-client.ts';
import { Computers } from '../ends/computers.ts';
import { SiteDesk } from '../ends/site-desk.ts';
import { SiteGateway } from '../ends/site-gateway.ts';
import { Patients } from '../people/patients.ts';
import { Staff } from '../people/staff.ts';
import { Clock } from '../world/clock.ts';
import { NO_MUTANT, type Mutant } from '../world/mutant.ts';
import { Network } from '../world/network.ts';
import { catalogOf, startAt } from '../world/practice.ts';
import { Crash, Stage, Violation, type End } from '../world/stage.ts';
import { Fate } from './fate.ts';

export interface ScheduleOptions {
  readonly seed: number;
  /** What people do: bookings, cancellations, changes of the plan, and the faults between them. */
  readonly operations: number;
  readonly mutant?: Mutant;
  readonly isTraced?: boolean;
  /** Without what befalls a practice once: as worlds were before there was any of that. */
  readonly isPlain?: boolean;
  /** Without what a world may be made with: as worlds were before there was any of that. */
  readonly isUnmade?: boolean;
}

export interface ScheduleResult {
  readonly seed: number;
  /** The rule that broke, in words; null when all held. */
  readonly broken: string | null;
  readonly situations: ReadonlyMap<string, number>;
  /** Those that were done: as many as asked for, and what people do until both ends agree. */
  readonly operations: number;
  readonly happenings: number;
  readonly transactions: number;
  readonly trace: readonly string[];
}

/** When faults have stopped both ends must agree within this much virtual time. */
const AGREE_WITHIN_MS = 60_000;
const TICK_MS = 15_000;
const LONG_TICK_MS = 15 * 60_000;
const HOUSEKEEPING_MS = 120_000;
const HOUR_MS = 3_600_000;
const DAYS_OPEN = 3;

/** One whole world, from one seed, to its end. */
export function runSchedule(options: ScheduleOptions): ScheduleResult {
  const schedule = new Schedule(options);
  const broken = schedule.run();
  const { stage, operations } = schedule;
  const { situations, happenings, transactions, lines: trace } = stage;
  return { seed: options.seed, broken, situations, operations, happenings, transactions, trace };
}

/** The players of one world, what they do, and what befalls them. */
class Schedule {
  readonly stage: Stage;
  operations = 0;
  readonly #book: ClinicBook;
  readonly #client: ClinicClient;
  readonly #computers: Computers;
  readonly #desk: SiteDesk;
  readonly #gateway: SiteGateway;
  readonly #network: Network;
  readonly #staff: Staff;
  readonly #patients: Patients;
  readonly #watch: Watch;
  readonly #fate: Fate;
  #isAsleep = false;
  #left: number;

  constructor({ seed, operations, mutant = NO_MUTANT, ...options }: ScheduleOptions) {
    const stage = new Stage(seed, options);
    this.stage = stage;
    this.#left = operations;
    this.#book = new ClinicBook({ stage, clock: new Clock(startAt), mutant });
    this.#desk = new SiteDesk({ stage, clock: new Clock(startAt), mutant });
    this.#network = new Network(stage, () => ({ clinic: this.#computers, site: this.#gateway }));
    const line: Line = {
      dial: () => this.#network.open(() => this.#gateway.isUp),
      send: (connection, frame) => this.#network.toSite(connection, frame),
      hangUp: (connection) => this.#network.hangUp(connection, 'clinic'),
    };
    this.#client = new ClinicClient(this.#book, line, this.#desk.installationId);
    this.#computers = new Computers(this.#client, { stage, line, network: this.#network, mutant });
    this.#gateway = new SiteGateway(this.#desk, {
      send: (connection, frame) => this.#network.toClinic(connection, frame),
      hangUp: (connection) => this.#network.hangUp(connection, 'site'),
    });
    this.#staff = new Staff(this.#book, () => this.#client.isUp);
    this.#patients = new Patients(this.#desk);
    this.#book.wake = () => this.#wake('clinic', () => this.#computers.logGrew());
    this.#desk.wake = () => this.#wake('site', () => this.#gateway.logGrew());
    this.#watch = new Watch(stage.sha256);
    this.#fate = new Fate({
      stage,
      book: this.#book,
      desk: this.#desk,
      computers: this.#computers,
      gateway: this.#gateway,
      crash: (end) => this.#crash(end),
    });
    stage.check = () => this.#watch.look(this.#both);
  }

  get #both(): Both {
    const { state: clinic } = this.#book;
    const { state: site, epoch } = this.#desk;
    const behind = { clinic: this.#book.isBehind, site: this.#desk.isBehind };
    return { clinic, site, epoch, stale: this.stage.stale, behind };
  }

  /** The rule that broke, or null. */
  run(): string | null {
    try {
      this.#guarded(() => this.#open());
      const step = () => this.stage.step(Infinity);
      while (this.#left > 0) this.#guarded(step);
      this.#rest();
      return null;
    } catch (error) {
      const because = error instanceof Violation ? error.message : `fault: ${String(error)}`;
      this.stage.trace(() => because);
      return because;
    }
  }

  /** A crash ends whatever the computer was doing, and nothing else. */
  #guarded(act: () => unknown): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.#crash(error.end);
    }
  }

  #open(): void {
    const { random } = this.stage;
    const nearHours = random.pick([24, 24, 24, 0, 48]) ?? 24;
    const catalog = catalogOf(nearHours, random.pick([96, 96, 12]) ?? 96);
    // What comes again and again is planned first: from here on a computer may die.
    if (this.stage.may('older-client')) {
      this.stage.note('the Online Client speaks the version before');
    }
    this.#driftClocks();
    this.#tickSite();
    this.#keepHouse();
    this.stage.later(2_000, () => this.#nextOperation());
    this.#gateway.start();
    this.#book.plan([
      { type: 'append', entry: { type: 'CATALOG', catalog }, at: this.#book.moment.now },
    ]);
    this.#client.start();
    this.#staff.openDays(DAYS_OPEN);
    this.#fate.begin();
  }

  #driftClocks(): void {
    if (!this.stage.may('drift')) return;
    const { random, now } = this.stage;
    this.#book.clock.drift(1 + (random.next() - 0.5) / 50, now);
    this.#desk.clock.drift(1 + (random.next() - 0.5) / 50, now);
  }

  #tickSite(): void {
    this.stage.later(this.#isAsleep ? LONG_TICK_MS : TICK_MS, () => this.#tickSite());
    if (this.#gateway.isUp) this.#desk.tick();
  }

  #keepHouse(): void {
    this.stage.later(HOUSEKEEPING_MS, () => this.#keepHouse());
    if (this.#client.isUp) this.#book.keepHouse();
  }

  /** A notification that the log grew comes at once, or never: then a poll finds it. */
  #wake(end: End, act: () => void): void {
    const isLost = this.stage.may('lost-wake') && this.stage.random.chance(0.3);
    if (isLost) this.stage.note(`the ${end} is not told that its log grew`);
    this.stage.later(isLost ? 2_000 : 1, act);
  }

  #nextOperation(): void {
    const { random } = this.stage;
    const choice = random.next();
    const awake = choice < 0.75 ? 300 : choice < 0.96 ? 4_000 : 30_000;
    const gap = this.#isAsleep ? random.below(HOUR_MS) : random.below(awake);
    this.#left -= 1;
    this.operations += 1;
    this.stage.later(gap, () => this.#nextOperation());
    this.#operate();
  }

  #operate(): void {
    const { random } = this.stage;
    const choice = random.next();
    if (choice < 0.07) return this.#befall();
    if (choice < 0.5) {
      if (this.#gateway.isUp) this.#patients.act();
    } else if (this.#client.isUp) this.#staff.act();
    else if (this.#gateway.isUp) this.#patients.act();
  }

  /** One of the faults that this seed allows. */
  #befall(): void {
    const { stage } = this;
    const { random } = stage;
    const faults: readonly (() => void)[] = [
      () => stage.may('cut') && this.#network.cut(random.below(8_000)),
      () => stage.may('half-open') && this.#network.mute(),
      () => stage.may('one-way') && this.#network.hold('site', random.below(60_000)),
      () => stage.may('one-way') && this.#network.hold('clinic', random.below(60_000)),
      () => stage.may('clinic-crash') && this.#crash('clinic'),
      () => stage.may('site-crash') && this.#crash('site'),
      () => stage.may('clinic-clock') && this.#jump('clinic'),
      () => stage.may('site-clock') && this.#jump('site'),
      () => stage.may('sleep') && this.#sleep(),
      () => stage.may('clinic-restore') && this.#restore('clinic'),
      () => stage.may('site-restore') && this.#restore('site'),
      () => stage.may('begin-anew') && this.#beginAnew(),
      () => stage.may('disk-full') && this.#fillDisk(),
    ];
    random.pick(faults)?.();
  }

  #jump(end: End): void {
    const { random } = this.stage;
    const most = random.chance(0.3) ? 24 * HOUR_MS : 5 * 60_000;
    const by = random.between(-most, most);
    this.stage.note(`the clock of the ${end} jumps ${by < 0 ? 'back' : 'ahead'}`);
    this.stage.trace(() => `clock of the ${end} jumps ${by}`);
    const clock = end === 'clinic' ? this.#book.clock : this.#desk.clock;
    clock.jump(by);
  }

  /** The clinic's computer sleeps for hours; the site sells on. */
  #sleep(): void {
    if (!this.#client.isUp) return;
    this.stage.note('the clinic sleeps');
    this.stage.trace(() => 'the clinic sleeps');
    this.#isAsleep = true;
    this.#stop('clinic');
    this.stage.later(this.stage.random.between(1, 12) * HOUR_MS, () => {
      this.#isAsleep = false;
      if (!this.#client.isUp) this.#client.start();
    });
  }

  #crash(end: End): void {
    const isUp = end === 'clinic' ? this.#client.isUp : this.#gateway.isUp;
    if (!isUp) return;
    this.stage.note(`the ${end} crashes`);
    this.stage.trace(() => `the ${end} crashes`);
    this.#stop(end);
    this.stage.later(this.stage.random.below(15_000), () => this.#start(end));
  }

  /** The computer is lost; what comes back is its database as it once was. */
  #restore(end: End): void {
    const { random } = this.stage;
    const age = random.chance(0.5) ? random.below(20) : random.below(200);
    this.#crash(end);
    this.stage.note(`the ${end} is restored`);
    this.stage.trace(() => `the ${end} is restored, ${age} transactions back`);
    if (end === 'clinic') {
      const earlier = this.#book.backups.at(-1 - age) ?? this.#book.backups[0];
      if (earlier !== undefined) this.#book.restore(earlier);
    } else {
      const earlier = this.#desk.backups.at(-1 - age) ?? this.#desk.backups[0];
      if (earlier !== undefined) this.#desk.restore(earlier);
    }
    this.#watch.restored();
    this.#forgetLost();
  }

  /** What was sold, not delivered, and is gone with the disk that alone held it: lost, as said. */
  #forgetLost(): void {
    const { facts, cancelled } = this.#book.state;
    const { bookings, tombstones } = this.#desk.state;
    const held = new Set([...facts.bookings, ...cancelled].map(({ id }) => id));
    for (const id of this.#patients.promised) {
      const isKnown = held.has(id) || facts.tombstones.has(id);
      if (isKnown || bookings.has(id) || tombstones.has(id)) continue;
      this.stage.note('a sale is lost with the disk that alone held it');
      this.#patients.promised.delete(id);
    }
  }

  /** As when the logs no longer reach each other: the clinic tells all that it has. */
  #beginAnew(): void {
    if (this.#client.isUp) this.#book.beginResync('whole');
    this.#crash('clinic');
  }

  #fillDisk(): void {
    const { random, now } = this.stage;
    const end = random.chance(0.5) ? 'clinic' : 'site';
    this.stage.fillDisk(end, now + random.below(20_000));
  }

  #stop(end: End): void {
    if (end === 'clinic') {
      this.#computers.die();
      this.#book.restart();
      return;
    }
    const { connections } = this.#gateway;
    this.#gateway.die();
    for (const connection of connections) this.#network.vanish(connection, 'site');
  }

  #start(end: End): void {
    this.stage.trace(() => `the ${end} starts`);
    if (end === 'site' && !this.#gateway.isUp) this.#gateway.start();
    if (end === 'clinic' && !this.#client.isUp && !this.#isAsleep) this.#client.start();
  }

  /** Faults stop: clocks are set, computers start, and both ends must come to agree. */
  #rest(): void {
    const { stage } = this;
    stage.stopFaults();
    stage.trace(() => 'faults stop');
    this.#isAsleep = false;
    this.#network.mend();
    this.#book.clock.settle(stage.now);
    this.#desk.clock.settle(stage.now);
    this.#fate.end();
    this.#start('site');
    this.#start('clinic');
    // The book looks again at what its clock, now right, makes due.
    this.#book.keepHouse();
    const until = stage.now + AGREE_WITHIN_MS;
    this.#left = 0;
    for (;;) {
      const isDone = this.#client.isConnected || !this.#book.state.facts.paired;
      if (isDone && isDrained(this.#both)) return this.#agree();
      if (!stage.step(until)) break;
    }
    throw new Violation('liveness: the ends do not agree 60 s after the faults have stopped');
  }

  #agree(): void {
    this.#watch.lookAtAll(this.#both);
    checkPromises(this.#both, this.#patients.promised, this.stage.now);
    checkGivenUp(this.#both, this.#staff.givenUp);
    checkAgreement(this.#both, this.#book.moment);
    this.stage.note('both ends agree');
  }
}
