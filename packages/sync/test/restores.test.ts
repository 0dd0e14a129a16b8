import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actsWithRestores, openWeek, perform, type Act } from './acts.ts';
import { checkAlways, checkAtRest } from './oracles.ts';
import { World, type Mutant } from './world.ts';

type Seen = Map<string, number>;

/** The first rule that is broken while these acts are done, or after all is delivered. */
function firstBroken(list: readonly Act[], mutant?: Mutant, seen?: Seen): string | null {
  const world = openWeek(new World(mutant));
  for (const each of list) {
    perform(world, each);
    world.backUp();
    seen?.set(each.type, (seen.get(each.type) ?? 0) + 1);
    const broken = checkAlways(world);
    if (broken !== null) return `${each.type}: ${broken}`;
  }
  world.deliverAll();
  world.pass(30);
  world.deliverAll();
  const unknowns = world.clinic.facts.unknowns.length;
  seen?.set('unknown', (seen.get('unknown') ?? 0) + unknowns);
  return checkAtRest(world);
}

const patience = 120_000;

describe('book and site, with either restored to any earlier moment', () => {
  it(
    'never overlap, never share an owner, lose nothing that both knew, and agree at rest',
    () => {
      const seen: Seen = new Map();
      fc.assert(
        fc.property(actsWithRestores(40), (list) => {
          expect(firstBroken(list, undefined, seen)).toBeNull();
        }),
        { numRuns: 400, seed: 20260302 },
      );
      for (const each of ['restore-clinic', 'restore-site', 'resync', 'unknown']) {
        expect(seen.get(each) ?? 0).toBeGreaterThan(50);
      }
    },
    patience,
  );
});
