import { expect, it } from 'vitest';
import { keptSeeds } from '../run/kept-seeds.ts';
import { runSchedule } from '../run/schedule.ts';
import { runSeeds } from '../run/seeds.ts';

/** Hundreds of worlds take seconds, many on a busy machine. */
const patience = 120_000;

it(
  'in 100 worlds no rule breaks, and both ends agree when the faults stop',
  () => {
    const { broken } = runSeeds({ first: 1, count: 100, operations: 200 });
    expect(broken).toEqual([]);
  },
  patience,
);

it(
  'every kept seed holds',
  async () => {
    for (const kept of await keptSeeds()) expect(runSchedule(kept).broken).toBeNull();
  },
  patience,
);

it('the same seed makes the same world', () => {
  const once = runSchedule({ seed: 7, operations: 200, isTraced: true });
  const again = runSchedule({ seed: 7, operations: 200, isTraced: true });
  expect(again.trace).toEqual(once.trace);
});
