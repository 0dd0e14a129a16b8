const FALLBACK_MINUTES = 10;

/** The unit that occurs most often; of two as common, the shorter. */
export function usualOf(units: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const [first] = [...counts].sort(([a, often], [b, oftener]) => oftener - often || a - b);
  return first?.[0] ?? FALLBACK_MINUTES;
}
