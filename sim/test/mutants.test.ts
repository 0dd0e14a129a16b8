import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants/index.ts';
import { runSeeds } from '../run/seeds.ts';

/** These fall at once; all are hunted by the simulator's own step in CI. */
const FEW_SEEDS = 100;
const some = mutants.filter(({ first = 1 }) => first === 1).filter((_, i) => i % 9 === 0);
const patience = 120_000;

describe('a rule taken away is noticed:', () => {
  it.each(some)(
    '$name',
    (mutant) => {
      const { broken } = runSeeds({ first: 1, count: FEW_SEEDS, operations: 200, mutant });
      expect(broken).toHaveLength(1);
    },
    patience,
  );
});

it('at least 40 rules are taken away, each under a name of its own', () => {
  const names = new Set(mutants.map(({ name }) => name));
  expect(names.size).toBe(mutants.length);
  expect(names.size).toBeGreaterThanOrEqual(40);
});
