import type { ClinicFacts } from './facts.ts';

/**
 * The facts of several stretches of time as one, for a record that touches more than one of them.
 * What reaches over two stretches counts once. Good for effects, not for `announce`, which takes
 * the range for a whole one.
 */
export function factsTogether(parts: readonly [ClinicFacts, ...ClinicFacts[]]): ClinicFacts {
  const [first, ...others] = parts;
  return others.reduce(
    (sum, each) => ({
      ...sum,
      shifts: once([...sum.shifts, ...each.shifts], ({ id }) => id),
      absences: once([...(sum.absences ?? []), ...(each.absences ?? [])], ({ id }) => id),
      preblocks: once([...sum.preblocks, ...each.preblocks], ({ id }) => id),
      bookings: once([...sum.bookings, ...each.bookings], ({ id }) => id),
      announced: once([...sum.announced, ...each.announced], ({ offerId }) => offerId),
      withdrawals: once([...sum.withdrawals, ...each.withdrawals], (each) => each.withdrawId),
      claims: once([...sum.claims, ...each.claims], ({ claimId }) => claimId),
      blocks: once([...sum.blocks, ...each.blocks], ({ blockId }) => blockId),
      unknowns: once([...sum.unknowns, ...each.unknowns], ({ unknownId }) => unknownId),
      tombstones: new Set([...sum.tombstones, ...each.tombstones]),
    }),
    first,
  );
}

function once<T>(items: readonly T[], idOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [idOf(item), item])).values()];
}
