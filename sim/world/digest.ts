/** The hashes that every world gives out, in the order in which it does. */
const hashes: string[] = [];

function hashAt(number: number): string {
  return (hashes[number] ??= (number + 1).toString(16).padStart(64, '0'));
}

interface Known {
  readonly text: string;
  readonly hash: string;
}

/** Where the last digits of a hash end, when one stands at the beginning of a text. */
const HASH_LENGTH = 64;
const LAST_DIGITS = 5;

/**
 * A hash without collisions, and far cheaper than SHA-256: each new text gets the next number. The
 * same world asks for the same texts in the same order, so the same seed makes the same hashes.
 * A record's text begins with the hash of the one before: known texts lie by that, for they then
 * need not be hashed to be found.
 */
export class Digest {
  readonly #known: (Known[] | undefined)[] = [];
  #count = 0;

  readonly of = (text: string): string => {
    const place = placeOf(text);
    const beside = (this.#known[place] ??= []);
    for (const known of beside) if (known.text === text) return known.hash;
    const hash = hashAt(this.#count);
    this.#count += 1;
    beside.push({ text, hash });
    return hash;
  };
}

/** A number from 0 that texts which follow on one hash have in common. */
function placeOf(text: string): number {
  let place = 0;
  for (let i = HASH_LENGTH - LAST_DIGITS; i < HASH_LENGTH; i += 1) {
    const code = text.charCodeAt(i);
    if (Number.isNaN(code)) return 0;
    place = place * 16 + (code & 15) + (code > 57 ? 9 : 0);
  }
  return place & 0xff_fff;
}
