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

export type Fault = (typeof FAULTS)[number];

/** Half of the faults, chosen by chance. */
export function someFaults(random: Random): ReadonlySet<Fault> {
  return new Set(FAULTS.filter(() => random.chance(0.5)));
}
