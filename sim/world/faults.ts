import type { Random } from './random.ts';

/** What may go wrong. A seed switches a random half off, so that the rest is met in pure form. */
const FAULTS = [
  'cut',
  'half-open',
  'one-way',
  'late-frames',
  'slow-line',
  'clinic-crash',
  'site-crash',
  'clinic-clock',
  'site-clock',
  'drift',
  'lost-wake',
  'sleep',
] as const;

/** Each in few worlds: what they may cost exempts much of what the others must keep. */
const RARE_FAULTS = ['clinic-restore', 'site-restore', 'begin-anew', 'disk-full'] as const;
const RARE_CHANCE = 0.12;
/** In so many worlds the Online Client speaks the version before; it cannot begin anew. */
const OLDER_CHANCE = 0.05;

export type Fault = (typeof FAULTS)[number] | (typeof RARE_FAULTS)[number] | 'older-client';

/** Half of the faults, chosen by chance, and few of the rare ones. */
export function someFaults(random: Random): ReadonlySet<Fault> {
  const faults = new Set<Fault>(FAULTS.filter(() => random.chance(0.5)));
  for (const fault of RARE_FAULTS) if (random.chance(RARE_CHANCE)) faults.add(fault);
  if (!random.chance(OLDER_CHANCE)) return faults;
  for (const fault of ['clinic-restore', 'site-restore', 'begin-anew'] as const) {
    faults.delete(fault);
  }
  return faults.add('older-client');
}
