import { instant } from '@tidbok/core';
import { startOf } from '@tidbok/protocol';
import type { ClinicState, SiteState } from '@tidbok/sync';
import type { Mutant } from '../world/mutant.ts';

type Facts = Partial<ClinicState['facts']>;

/** A clinic that keeps something only in memory: its computer starts without it. */
function clinicForgets(name: string, forgotten: Facts): Mutant {
  return {
    name,
    clinicRestarts: (state) => ({ ...state, facts: { ...state.facts, ...forgotten } }),
  };
}

function siteForgets(name: string, forgotten: (state: SiteState) => Partial<SiteState>): Mutant {
  return { name, siteRestarts: (state) => ({ ...state, ...forgotten(state) }) };
}

/** What must be durable, or be one transaction, and is not. */
export const ofDurability: readonly Mutant[] = [
  { name: 'cursor and effect are two transactions', splitsApply: true },
  { name: 'the site’s cursor and effect are two transactions', splitsSite: true },
  {
    name: 'records are applied whatever their place in the log',
    first: 500,
    ignoresOrder: true,
  },
  siteForgets('the frontier is forgotten at a restart', () => ({ frontierAt: instant(0) })),
  siteForgets('the site forgets at a restart what it has read', ({ clinicCursor }) => ({
    clinicCursor: startOf(clinicCursor.inc),
  })),
  siteForgets('the site forgets its offers at a restart', () => ({ offers: [] })),
  siteForgets('the site forgets at a restart what it has of a snapshot', () => ({ staged: null })),
  clinicForgets('open claims are forgotten at a restart', { claims: [] }),
  clinicForgets('what was announced is forgotten at a restart', { announced: [] }),
  { name: 'a restored database goes on as if nothing had happened', forgetsRestore: true },
  { name: 'a new connection keeps the epoch of the last', keepsEpoch: true },
];
