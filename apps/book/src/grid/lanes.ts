import type { Stretch } from './visible-hours.ts';

/** Side by side with others: the `lane`th of `lanes`. Alone: lane 0 of 1. */
export interface Lane {
  readonly lane: number;
  readonly lanes: number;
}

/**
 * Bookings that overlap (a conflict, an override) stand side by side so that none hides another.
 * Each run of bookings that hang together gets as many lanes as it needs at its fullest.
 */
export function lanesOf<T extends Stretch>(stretches: readonly T[]): ReadonlyMap<T, Lane> {
  const sorted = [...stretches].sort(
    (a, b) => a.fromMinute - b.fromMinute || b.toMinute - a.toMinute,
  );
  const placed = new Map<T, Lane>();
  let run: T[] = [];
  let runEnds = -1;
  for (const stretch of sorted) {
    if (stretch.fromMinute >= runEnds) {
      placeRun(run, placed);
      run = [];
    }
    run.push(stretch);
    runEnds = Math.max(runEnds, stretch.toMinute);
  }
  placeRun(run, placed);
  return placed;
}

function placeRun<T extends Stretch>(run: readonly T[], placed: Map<T, Lane>): void {
  const laneEnds: number[] = [];
  const laneOf = new Map<T, number>();
  for (const stretch of run) {
    const free = laneEnds.findIndex((end) => end <= stretch.fromMinute);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = stretch.toMinute;
    laneOf.set(stretch, lane);
  }
  for (const [stretch, lane] of laneOf) placed.set(stretch, { lane, lanes: laneEnds.length });
}
