import { readFile, writeFile } from 'node:fs/promises';

const file = new URL('../seeds.json', import.meta.url);

/** A seed that once failed, or shows something rare: replayed in every run. */
export interface KeptSeed {
  readonly seed: number;
  readonly operations: number;
  readonly because: string;
  /** Kept before there was anything that befalls a practice once. */
  readonly isPlain?: boolean;
  /** Kept before a world could be made otherwise. */
  readonly isUnmade?: boolean;
}

export async function keptSeeds(): Promise<readonly KeptSeed[]> {
  const text = await readFile(file, 'utf8');
  const read: unknown = JSON.parse(text);
  if (!Array.isArray(read) || !read.every(isKept)) throw new Error('seeds.json holds no seeds');
  return read;
}

function isKept(value: unknown): value is KeptSeed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'seed' in value &&
    typeof value.seed === 'number' &&
    'operations' in value &&
    typeof value.operations === 'number' &&
    'because' in value &&
    typeof value.because === 'string'
  );
}

/** Keeps a seed that failed, so that every later run plays it first. */
export async function keepSeed(seed: KeptSeed): Promise<void> {
  const kept = await keptSeeds();
  const isSame = (each: KeptSeed) =>
    each.seed === seed.seed && each.operations === seed.operations && each.isPlain === seed.isPlain;
  if (kept.some(isSame)) return;
  await writeFile(file, `${JSON.stringify([...kept, seed], null, 2)}\n`);
}
