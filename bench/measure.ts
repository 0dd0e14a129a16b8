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

/** Turns that the two take in one comparison. */
const TURNS = 8;

export interface SideBySide {
  readonly ours: CrowdResult;
  readonly limit: CrowdResult;
}

const joined = (parts: readonly CrowdResult[], rounds: number): CrowdResult => ({
  perSecond: rounds / parts.reduce((sum, part) => sum + rounds / parts.length / part.perSecond, 0),
  durations: parts.flatMap(({ durations }) => durations).sort((a, b) => a - b),
});

/** Ours and its limit by turns, so that whatever else the machine does befalls both alike. */
export const timeSideBySide = async (
  { clients, rounds }: Crowd,
  ours: () => unknown,
  limit: () => unknown,
): Promise<SideBySide> => {
  const parts: { ours: CrowdResult[]; limit: CrowdResult[] } = { ours: [], limit: [] };
  const turn = { clients, rounds: Math.ceil(rounds / TURNS) };
  for (let turns = 0; turns < TURNS; turns += 1) {
    parts.ours.push(await timeCrowd(turn, ours));
    parts.limit.push(await timeCrowd(turn, limit));
  }
  const all = turn.rounds * TURNS;
  return { ours: joined(parts.ours, all), limit: joined(parts.limit, all) };
};
