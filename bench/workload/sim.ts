import { runSchedule } from '@tidbok/sim/schedule';
import { atLeast, inWords, type Figure } from '../figure.ts';
import { emptyLoop } from '../limit/empty-loop.ts';

const OPERATIONS = 200;
/** The engine has then compiled what it will. */
const WARM_UP = 300;
const TURNS = 8;
const SCHEDULES = 75;
const LOOPS = 500;

/** Seconds of this core, whatever else the machine does. */
const secondsOf = (act: () => void): number => {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
};

const play = (first: number, count: number): number => {
  let broken = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    if (runSchedule({ seed, operations: OPERATIONS }).broken !== null) broken += 1;
  }
  return broken;
};

/** Schedules of the simulator a second of one core, beside an empty loop by turns. */
export const sim = async (): Promise<readonly Figure[]> => {
  let broken = play(1, WARM_UP);
  for (let seed = 0; seed < LOOPS; seed += 1) emptyLoop(seed);
  let ours = 0;
  let empty = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    ours += secondsOf(() => {
      broken += play(WARM_UP + turn * SCHEDULES + 1, SCHEDULES);
    });
    empty += secondsOf(() => {
      for (let seed = 0; seed < LOOPS; seed += 1) emptyLoop(seed);
    });
  }
  const rate = (TURNS * SCHEDULES) / ours;
  const workload = 'sim';
  return Promise.resolve([
    {
      workload,
      what: 'schedules of 200 operations a second of one core',
      value: rate,
      unit: '/s',
      beside: `${inWords((TURNS * LOOPS) / empty)}/s of an empty loop of 250 operations`,
      target: atLeast(200, rate, '/s'),
    },
    { workload, what: 'violations', value: broken, unit: '' },
  ]);
};
