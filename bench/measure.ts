/** Lengths of time in milliseconds, ascending. */
export type Durations = readonly number[];

/** The value that `share` (0 to 1) of the durations do not exceed. */
export const percentile = (durations: Durations, share: number): number => {
  const index = Math.min(durations.length - 1, Math.floor(durations.length * share));
  return durations[index] ?? Number.NaN;
};

export interface Rounds {
  readonly rounds: number;
  /** Not counted: the machine warms up. */
  readonly warmUp?: number;
}

/** One client, one act after the other. */
export const timeEach = async (
  { rounds, warmUp = Math.ceil(rounds / 10) }: Rounds,
  act: (round: number) => unknown,
): Promise<Durations> => {
  const durations: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const before = performance.now();
    await act(round);
    if (round >= warmUp) durations.push(performance.now() - before);
  }
  return durations.sort((a, b) => a - b);
};

export interface Crowd {
  readonly clients: number;
  /** By all clients together. */
  readonly rounds: number;
}

export interface CrowdResult {
  readonly perSecond: number;
  readonly durations: Durations;
}

/** Several clients at once, each with its next act as soon as the last is done. */
export const timeCrowd = async (
  { clients, rounds }: Crowd,
  act: (round: number, client: number) => unknown,
): Promise<CrowdResult> => {
  const durations: number[] = [];
  let next = 0;
  const client = async (_: unknown, index: number): Promise<void> => {
    for (let round = next++; round < rounds; round = next++) {
      const before = performance.now();
      await act(round, index);
      durations.push(performance.now() - before);
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - before) / 1000;
  return { perSecond: rounds / seconds, durations: durations.sort((a, b) => a - b) };
};
