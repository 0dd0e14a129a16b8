import type { Pool } from './pool.ts';
import { added, NO_SCHEDULES, type Broken, type Summary } from './seeds.ts';

/** Seeds of one message to a worker: some seconds of work. */
const STRETCH = 250;
/** After so many broken worlds there is no need of more. */
const MAX_BROKEN = 10;

export interface Range {
  readonly first: number;
  readonly count: number;
  readonly operations: number;
}

/** Plays all the seeds on all the cores; goes on behind a broken one, up to ten. */
export async function playAll(
  pool: Pool,
  { first, count: all, operations }: Range,
  progress: (sofar: Summary) => void,
): Promise<Summary> {
  let total = NO_SCHEDULES;
  let next = first;
  const end = first + all;
  const take = async (): Promise<void> => {
    while (next < end && total.broken.length < MAX_BROKEN) {
      const stretch = { first: next, end: Math.min(end, next + STRETCH) };
      next = stretch.end;
      for (let at = stretch.first; at < stretch.end;) {
        const count = stretch.end - at;
        const played = await pool.play({ first: at, count, operations, mutant: null });
        total = added(total, played);
        progress(total);
        at += played.schedules;
      }
    }
  };
  await Promise.all(Array.from({ length: pool.size }, take));
  return total;
}

export interface Kill {
  readonly mutant: string;
  /** The world that noticed; null when none did. */
  readonly by: Broken | null;
  readonly schedules: number;
}

/** Seeds until a world notices that the rule is gone, at most `count`. */
export async function kill(pool: Pool, mutant: string, range: Range): Promise<Kill> {
  let schedules = 0;
  while (schedules < range.count) {
    const first = range.first + schedules;
    const count = Math.min(STRETCH, range.count - schedules);
    const played = await pool.play({ first, count, operations: range.operations, mutant });
    schedules += played.schedules;
    const [by] = played.broken;
    if (by !== undefined) return { mutant, by, schedules };
  }
  return { mutant, by: null, schedules };
}
