import { cpus, loadavg, totalmem } from 'node:os';
import { tableOf, type Figure } from './figure.ts';
import { record } from './record.ts';

type Workload = () => Promise<readonly Figure[]>;

/** Loaded when it is asked for, so that one workload needs no more than itself. */
const WORKLOADS: Readonly<Record<string, () => Promise<Workload>>> = {
  engine: async () => (await import('./workload/engine.ts')).engine,
  'times-http': async () => (await import('./workload/times-http.ts')).timesHttp,
  'booking-http': async () => (await import('./workload/booking-http.ts')).bookingHttp,
  race: async () => (await import('./workload/race.ts')).race,
  'book-grid': async () => (await import('./workload/book-grid.ts')).bookGrid,
  'move-in': async () => (await import('./workload/move-in.ts')).moveInWhole,
  'site-to-book': async () => (await import('./workload/site-to-book.ts')).siteToBook,
  claim: async () => (await import('./workload/claim.ts')).claim,
  drain: async () => (await import('./workload/drain.ts')).drain,
  reconnect: async () => (await import('./workload/reconnect.ts')).reconnect,
  messages: async () => (await import('./workload/messages.ts')).messages,
  lighthouse: async () => (await import('./workload/lighthouse.ts')).lighthouse,
  sim: async () => (await import('./workload/sim.ts')).sim,
};

const USAGE = `npm run bench [-- NAME…] [--record]

NAME      ${Object.keys(WORKLOADS).join(', ')}; all when none is given
--record  writes the tables of what was run to bench/RESULTS.md as well`;

const machine = (): string => {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const { version, platform } = process;
  const count = String(cpus().length);
  return `${count} × ${cpu?.model ?? 'unknown'}, ${String(memory)} GiB, ${platform}, Node ${version}`;
};

/** What the machine was doing before the first workload. */
const otherWork = (): string => {
  const [load = 0] = loadavg();
  return load < 0.5 ? 'none' : `load average ${load.toFixed(1)} before the first workload`;
};

const main = async (args: readonly string[]): Promise<number> => {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = names.find((name) => !Object.hasOwn(WORKLOADS, name));
  if (args.includes('--help') || unknown !== undefined) {
    console.log(unknown === undefined ? USAGE : `There is no workload ${unknown}.\n\n${USAGE}`);
    return unknown === undefined ? 0 : 1;
  }
  const busy = otherWork();
  console.log(`${machine()}\nOther work on it: ${busy}\n`);
  const figures = new Map<string, readonly Figure[]>();
  for (const [name, load] of Object.entries(WORKLOADS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const workload = await load();
    const measured = await workload();
    console.log(`${tableOf(measured)}\n`);
    figures.set(name, measured);
  }
  if (args.includes('--record')) {
    await record(figures, Object.keys(WORKLOADS), { machine: machine(), busy });
  }
  return 0;
};

process.exitCode = await main(process.argv.slice(2));
