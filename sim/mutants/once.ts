import type { SiteFacts } from '@tidbok/sync';
import type { Mutant } from '../world/mutant.ts';
import { stockholm } from '../world/practice.ts';

/** The wall clock of an offer is taken on trust, whatever law of time it was reckoned by. */
function byTheClinicsLaw(facts: SiteFacts): SiteFacts {
  return facts.catalog === null
    ? facts
    : { ...facts, catalog: { ...facts.catalog, zone: stockholm } };
}

/** Rules that only come to be asked for by what befalls a practice once. */
export const ofOnce: readonly Mutant[] = [
  {
    name: 'a clinic believes that it was restored when its log went on',
    first: 500,
    believesItWasRestored: true,
  },
  { name: 'the site admits a practice from whatever computer', admitsAnyComputer: true },
  { name: 'a paired computer does not take the place of the last', keepsOldComputer: true },
  { name: 'the site welcomes a reader of what it keeps no longer', forgetsFloor: true },
  { name: 'the clinic passes over what it cannot apply', passesPoison: 'clinic' },
  { name: 'the site passes over what it cannot apply', passesPoison: 'site' },
  {
    name: 'the site sells what its own law of time puts elsewhere',
    siteFacts: (facts, entry) => (entry?.type === 'OFFER' ? byTheClinicsLaw(facts) : facts),
  },
  { name: 'the Online Client speaks no older version', speaksOnlyNewest: true },
  {
    name: 'patients change visits at a site that the practice has left',
    siteFacts: (facts) => ({ ...facts, mode: facts.mode === 'unpaired' ? 'paired' : facts.mode }),
    siteDecision: ({ guards, writes }) => ({
      writes,
      guards: guards.filter(({ type }) => type !== 'mode-is'),
    }),
  },
  {
    name: 'a clinic that was let go goes on as if paired',
    clinicWrites: (writes) => writes.filter(({ type }) => type !== 'end-pairing'),
  },
  {
    name: 'a site that was left goes on selling',
    siteDecision: ({ guards, writes }) => ({
      guards,
      writes: writes.filter(({ type }) => type !== 'end-pairing'),
    }),
  },
];
