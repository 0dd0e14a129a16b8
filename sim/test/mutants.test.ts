import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants.ts';
import { runSeeds } from '../run/seeds.ts';

/** Most fall within 25 seeds; what needs a frame out of order within a live line, in hundreds. */
const MOST_SEEDS = 2_000;
const patience = 300_000;

describe('a rule taken away is noticed:', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const { broken } = runSeeds({ first: 1, count: MOST_SEEDS, operations: 200, mutant });
      expect(broken).not.toBeNull();
    },
    patience,
  );
});
