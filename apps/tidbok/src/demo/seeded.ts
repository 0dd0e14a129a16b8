import { createHash } from 'node:crypto';

/** A stream of choices that one seed decides, so that every demo practice is the same. */
export interface Seeded {
  /** A whole number from 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number;
  /** True in `percent` cases of a hundred. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Mulberry32: small, fast, the same on every machine. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
};

export const seeded = (seed: number): Seeded => {
  const next = generator(seed);
  const below = (limit: number): number => next() % limit;
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[below(from.length)];
    if (chosen === undefined) throw new Error('there is nothing to pick from');
    return chosen;
  };
  return { below, chance: (percent) => below(100) < percent, pick };
};

/** Gives the thing of that name its id: the same for the same seed, another for another. */
export type NamedIds = <Id extends string>(name: string) => Id;

/** Every demo id carries the same moment, 2026-01-01T00:00Z, as a UUID (version 7) does. */
const ID_TIME_HEX = '019b76daa800';

export const namedIds =
  (seed: number): NamedIds =>
  <Id extends string>(name: string): Id => {
    const digest = createHash('sha256')
      .update(`${String(seed)}/${name}`)
      .digest('hex');
    const variant = (8 + (parseInt(digest.slice(3, 4), 16) % 4)).toString(16);
    const id = [
      ID_TIME_HEX.slice(0, 8),
      ID_TIME_HEX.slice(8),
      `7${digest.slice(0, 3)}`,
      `${variant}${digest.slice(4, 7)}`,
      digest.slice(7, 19),
    ].join('-');
    return id as Id;
  };
