/** The hashes that every world gives out, in the order in which it does. */
const hashes: string[] = [];

function hashAt(number: number): string {
  return (hashes[number] ??= (number + 1).toString(16).padStart(64, '0'));
}

/**
 * A hash without collisions, and far cheaper than SHA-256: each new text gets the next number. The
 * same world asks for the same texts in the same order, so the same seed makes the same hashes.
 */
export class Digest {
  readonly #known = new Map<string, string>();

  readonly of = (text: string): string => {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = hashAt(this.#known.size);
    this.#known.set(text, made);
    return made;
  };
}
