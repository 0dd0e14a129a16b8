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

/**
 * What befalls a practice once, if at all: two at most in one world. All but the first two need
 * that a side can begin anew, which a peer of the version before cannot.
 */
const ONCE = [
  'older-site',
  'second-client',
  'clone',
  'pairing-again',
  'leaving',
  'old-log',
  'poison-clinic',
  'poison-site',
] as const;
const ONCE_CHANCE = 0.15;

/** What a world was made with, chosen apart once more: each in few worlds. */
const MAKINGS = { 'other-zone-law': 0.04, 'small-parts': 0.2 } as const;

export type OnceFault = (typeof ONCE)[number];
export type Fault =
  | (typeof FAULTS)[number]
  | (typeof RARE_FAULTS)[number]
  | keyof typeof MAKINGS
  | OnceFault
  | 'older-client';

export function makings(random: Random): ReadonlySet<Fault> {
  const made = new Set<Fault>();
  if (random.chance(MAKINGS['other-zone-law'])) made.add('other-zone-law');
  if (random.chance(MAKINGS['small-parts'])) made.add('small-parts');
  return made;
}

/** What befalls this practice once; chosen apart, so that all else is as in a world without. */
export function onceFaults(random: Random, others: ReadonlySet<Fault>): ReadonlySet<OnceFault> {
  const chosen = new Set<OnceFault>();
  for (let i = 0; i < 2; i += 1) {
    const fault = random.chance(ONCE_CHANCE * 2) ? random.pick(ONCE) : undefined;
    if (fault !== undefined && fits(fault, new Set<Fault>([...others, ...chosen])))
      chosen.add(fault);
  }
  return chosen;
}

const BEGINNINGS: readonly Fault[] = [
  ...RARE_FAULTS.filter((fault) => fault !== 'disk-full'),
  ...ONCE.filter((fault) => fault !== 'older-site' && fault !== 'second-client'),
];

function fits(fault: OnceFault, others: ReadonlySet<Fault>): boolean {
  if (fault === 'second-client') return true;
  if (others.has('older-client') || others.has('older-site')) return false;
  const standsAlone = fault === 'older-site' || fault === 'leaving' || others.has('leaving');
  return !standsAlone || !BEGINNINGS.some((each) => others.has(each));
}

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
