import { readFile } from 'node:fs/promises';

/** A seed that once failed, or shows something rare: replayed in every run. */
export interface KeptSeed {
  readonly seed: number;
  readonly operations: number;
  readonly because: string;
}

export async function keptSeeds(): Promise<readonly KeptSeed[]> {
  const text = await readFile(new URL('../seeds.json', import.meta.url), 'utf8');
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
