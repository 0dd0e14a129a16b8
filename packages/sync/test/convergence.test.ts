import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acts, openWeek, perform, type Act } from './acts.ts';
import { mutants } from './mutants.ts';
import { checkAlways, checkAtRest } from './oracles.ts';
import { World, type Mutant } from './world.ts';

/** How often each entry was written, and each case came to a person. */
type Seen = Map<string, number>;

function count(world: World, seen: Seen): void {
  const told = world.clinic.needsPerson.map(({ kind }) => kind);
  const written = [...world.clinic.log.records, ...world.site.log.records].map(({ type }) => type);
  for (const each of [...told, ...written, ...world.clinic.closedClaims.values()]) {
    seen.set(each, (seen.get(each) ?? 0) + 1);
  }
}

/** What a run of the model must have met, or it has proved nothing about it. */
const situations = [
  'OFFER',
  'WITHDRAW',
  'CLAIM',
  'BLOCK',
  'UNBLOCK',
  'ACCEPT',
  'REJECT',
  'CANCEL',
  'MOVE',
  'OVERRIDE',
  'BOOK',
  'REQUEST',
  'REBOOK',
  'CLAIM_OK',
  'CLAIM_NO',
  'WITHDRAWN',
  'FRONTIER',
  'CONFLICT',
  'won',
  'lost',
  'taken',
  'override-conflict',
  'crossed-change',
];

/** The first rule that is broken while these acts are done, or after all is delivered. */
function firstBroken(list: readonly Act[], mutant?: Mutant, seen?: Seen): string | null {
  const world = openWeek(new World(mutant));
  for (const each of list) {
    perform(world, each);
    const broken = checkAlways(world);
    if (broken !== null) return broken;
  }
  world.deliverAll();
  world.pass(30);
  world.deliverAll();
  if (seen !== undefined) count(world, seen);
  return checkAtRest(world);
}

/** A property of hundreds of runs takes seconds, many on a busy machine. */
const patience = 60_000;

describe('book and site, with anything done on both sides over any link', () => {
  it(
    'never overlap, never share an owner, lose nothing, and agree at rest',
    () => {
      const seen: Seen = new Map();
      fc.assert(
        fc.property(acts(40), (list) => {
          expect(firstBroken(list, undefined, seen)).toBeNull();
        }),
        { numRuns: 300, seed: 20260302 },
      );
      const missed = situations.filter((each) => (seen.get(each) ?? 0) < 3);
      expect(missed).toEqual([]);
    },
    patience,
  );
});

describe('a rule taken away is noticed:', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const found = fc.check(
        fc.property(acts(40), (list) => outcome(list, mutant) === null),
        { numRuns: 1_000, seed: 20260302, endOnFailure: true },
      );
      expect(found.failed).toBe(true);
    },
    patience,
  );
});

/** A mutant may also run into a constraint: the database would have refused. */
function outcome(list: readonly Act[], mutant: Mutant): string | null {
  try {
    return firstBroken(list, mutant);
  } catch (error) {
    return String(error);
  }
}
