import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants.ts';
import { runSeeds } from '../run/seeds.ts';

/** Most fall within 25 seeds; what needs a frame out of order within a live line, in hundreds. */
const MOST_SEEDS = 2_000;
/** Where the rare ones fall, so that the search begins close by. */
const near: ReadonlyMap<string, number> = new Map([
  ['the site writes what went stale', 150],
  ['records are applied whatever their place in the log', 515],
]);
const patience = 300_000;

describe('a rule taken away is noticed:', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const first = near.get(mutant.name) ?? 1;
      const { broken } = runSeeds({ first, count: MOST_SEEDS, operations: 200, mutant });
      expect(broken).not.toBeNull();
    },
    patience,
  );
});
