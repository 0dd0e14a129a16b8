import type { ResourcePattern } from './booking-template.ts';
import { PRACTITIONER_SIGN } from './resource-pattern.ts';

/** The time units that a book may have, in minutes. */
export const TIME_UNITS = [5, 10, 15] as const;

/** The whole visit with the practitioner: what painting begins with. */
export function blankPattern(minutes: number, unitMinutes: number): ResourcePattern {
  return { unitMinutes, signs: PRACTITIONER_SIGN.repeat(unitsOf(minutes, unitMinutes)) };
}

function unitsOf(minutes: number, unitMinutes: number): number {
  return Math.max(0, Math.floor(minutes / unitMinutes));
}

/**
 * The pattern after the units from `from` to `to`, both included, in either order, were painted.
 */
export function painted(
  pattern: ResourcePattern,
  { from, to, sign }: { readonly from: number; readonly to: number; readonly sign: string },
): ResourcePattern {
  const first = Math.min(from, to);
  const last = Math.max(from, to);
  const signs = [...pattern.signs].map((old, unit) => (unit < first || unit > last ? old : sign));
  return { ...pattern, signs: signs.join('') };
}

/** Cut, or lengthened with the practitioner, when the visit's length changes. */
export function fittedTo(pattern: ResourcePattern, minutes: number): ResourcePattern {
  const units = unitsOf(minutes, pattern.unitMinutes);
  const signs = [...pattern.signs].slice(0, units);
  while (signs.length < units) signs.push(PRACTITIONER_SIGN);
  return { ...pattern, signs: signs.join('') };
}

/** The same parts of the visit in another time unit; each new unit is as it begins. */
export function inUnits(
  pattern: ResourcePattern,
  unitMinutes: number,
  minutes: number,
): ResourcePattern {
  const old = [...pattern.signs];
  const signs = Array.from({ length: unitsOf(minutes, unitMinutes) }, (_, unit) => {
    const then = Math.floor((unit * unitMinutes) / pattern.unitMinutes);
    return old[then] ?? PRACTITIONER_SIGN;
  });
  return { unitMinutes, signs: signs.join('') };
}
