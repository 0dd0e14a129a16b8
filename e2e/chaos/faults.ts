import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@tidbok/sim/random';
import { waitUntil } from '../stack/wait-until.ts';
import type { FaultProxy, Weather } from './fault-proxy.ts';
import type { Lines, Stage } from './stage.ts';
import { setReadOnly, signal, victimsOf } from './victims.ts';

/** Something that goes wrong and, after a while, is right again. */
interface Fault {
  readonly name: string;
  readonly begin: () => void | Promise<void>;
  readonly end: () => void | Promise<void>;
}

export interface Pace {
  /** Between two kills, and between two of each other sort. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** How long a pause, a cut or a full disk lasts at most. */
  readonly longestMs: number;
}

/** As the plan of tests wants it: a kill every 2 to 15 seconds, outages of up to half a minute. */
export const LONG_PACE: Pace = { leastMs: 2_000, mostMs: 15_000, longestMs: 30_000 };
/** A minute's run meets every sort too. */
export const SHORT_PACE: Pace = { leastMs: 2_000, mostMs: 6_000, longestMs: 5_000 };

const LEAST_MS = 500;

const weathers = (random: Random): readonly (Weather & { readonly name: string })[] => [
  { name: 'cut both ways', cutThere: true, cutBack: true },
  { name: 'cut one way', cutThere: true },
  { name: 'cut the other way', cutBack: true },
  { name: 'slow', delayMs: random.between(100, 300) },
  { name: 'lossy', loss: 0.2, delayMs: 20 },
  { name: 'turned away', refuses: true },
];

const onLine = (name: string, line: FaultProxy, weather: Weather & { name: string }): Fault => ({
  name: `${name}: ${weather.name}`,
  begin: () => {
    line.set(weather);
    if (weather.refuses === true) line.tear();
  },
  end: () => line.set({}),
});

/** Up for a second, torn for a second. */
const flapping = (name: string, line: FaultProxy): Fault => {
  let timer: NodeJS.Timeout | undefined;
  let isDown = false;
  return {
    name: `${name}: flapping`,
    begin: () => {
      timer = setInterval(() => {
        isDown = !isDown;
        line.set({ refuses: isDown });
        if (isDown) line.tear();
      }, 1_000);
    },
    end: () => {
      clearInterval(timer);
      line.set({});
    },
  };
};

const torn = (name: string, line: FaultProxy): Fault => ({
  name: `${name}: reset`,
  begin: () => line.tear(),
  end: () => undefined,
});

const lineFault = (lines: Lines, random: Random): Fault => {
  const named = Object.entries(lines) as [string, FaultProxy][];
  // The clinic's line to the site is what breaks in life.
  const [name, line] = random.pick([...named, ['wire', lines.wire], ['wire', lines.wire]]) ?? [
    'wire',
    lines.wire,
  ];
  if (random.chance(0.15)) return flapping(name, line);
  if (random.chance(0.15)) return torn(name, line);
  return onLine(name, line, random.pick(weathers(random)) ?? { name: 'cut', cutThere: true });
};

const paused = (name: string, pids: () => number[]): Fault => {
  let stopped: number[] = [];
  return {
    name: `${name}: SIGSTOP`,
    begin: () => {
      stopped = pids().filter((pid) => signal(pid, 'SIGSTOP'));
    },
    end: () => {
      for (const pid of stopped) signal(pid, 'SIGCONT');
    },
  };
};

const RIGHT_AGAIN_MS = 60_000;

const diskFault = (stage: Stage, random: Random): Fault => {
  const { disk, siteDatabaseUrl, clinicDatabaseUrl } = stage;
  if (disk !== null && random.chance(0.5)) {
    return { name: 'site-database: disk full', begin: disk.fill, end: disk.free };
  }
  const [name, url] = random.chance(0.5)
    ? ['site-database', siteDatabaseUrl]
    : ['clinic-database', clinicDatabaseUrl];
  return {
    name: `${name}: read only`,
    begin: () => setReadOnly(url, true).catch(() => undefined),
    // The server may be away just now: it must be told in the end.
    end: () =>
      waitUntil(() => setReadOnly(url, false).then(...yesOrNo), {
        what: `${name} to write again`,
        withinMs: RIGHT_AGAIN_MS,
      }),
  };
};

const yesOrNo = [() => true, () => false] as const;

/** Makes faults, from one seed, until it is told to stop; then all is right again. */
export class Faults {
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #pace: Pace;
  readonly #ending = new AbortController();
  /** By name of the fault, how often. */
  readonly counts = new Map<string, number>();

  constructor(stage: Stage, random: Random, pace: Pace) {
    this.#stage = stage;
    this.#random = random;
    this.#pace = pace;
  }

  async run(): Promise<void> {
    const victims = victimsOf(this.#stage);
    const pickVictim = (): [string, () => number[]] =>
      this.#random.pick([...victims]) ?? ['nobody', () => []];
    await Promise.all([
      this.#again(async () => {
        const [name, pids] = pickVictim();
        const all = pids();
        const isBackend = all.length > 1 && this.#random.chance(0.3);
        const pid = isBackend ? this.#random.pick(all.slice(1)) : all[0];
        if (pid !== undefined && signal(pid, 'SIGKILL')) {
          this.#note(`${name}: kill -9${isBackend ? ' of a backend' : ''}`);
        }
        await Promise.resolve();
      }),
      this.#again(() => this.#during(lineFault(this.#stage.lines, this.#random))),
      this.#again(() => this.#during(paused(...pickVictim()))),
      this.#again(() => this.#during(diskFault(this.#stage, this.#random)), 3),
    ]);
  }

  stop(): void {
    this.#ending.abort();
  }

  #note(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  async #during(fault: Fault): Promise<void> {
    this.#note(fault.name);
    const { longestMs } = this.#pace;
    // Short ones are commoner than long ones.
    const forMs = LEAST_MS + this.#random.next() ** 2 * (longestMs - LEAST_MS);
    await fault.begin();
    try {
      await this.#wait(forMs);
    } finally {
      await fault.end();
    }
  }

  async #again(act: () => Promise<void>, rarer = 1): Promise<void> {
    const { leastMs, mostMs } = this.#pace;
    while (!this.#ending.signal.aborted) {
      await this.#wait(rarer * this.#random.between(leastMs, mostMs));
      if (!this.#ending.signal.aborted) await act();
    }
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#ending.signal }).catch(() => undefined);
  }
}
