import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants/index.ts';
import { runSeeds } from '../run/seeds.ts';

/** So many seeds of a search take seconds; what is rarer is looked for by the step in CI. */
const FEW_SEEDS = 400;
const patience = 300_000;

describe('a rule taken away is noticed:', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const { first = 1 } = mutant;
      const { broken } = runSeeds({ first, count: FEW_SEEDS, operations: 200, mutant });
      expect(broken).toHaveLength(1);
    },
    patience,
  );
});
