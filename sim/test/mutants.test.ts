import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants.ts';
import { runSeeds } from '../run/seeds.ts';

const patience = 120_000;

describe('a rule taken away is noticed:', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const { broken } = runSeeds({ first: 1, count: 200, operations: 200, mutant });
      expect(broken).not.toBeNull();
    },
    patience,
  );
});
