const DIGITS = 4;

/** "0007" after "0006": the first number after all that are taken. */
export function nextNumber(taken: readonly string[]): string {
  const highest = taken.reduce((most, number) => Math.max(most, Number(number) || 0), 0);
  return String(highest + 1).padStart(DIGITS, '0');
}
