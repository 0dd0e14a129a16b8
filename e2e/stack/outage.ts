import { isAlive, readRunNote, type Stack } from './stack.ts';
import { waitUntil } from './wait-until.ts';

/** The parts by the names that the supervisor gives them. */
export type PartName = 'book' | 'site' | 'online-client' | 'clinic-database' | 'site-database';

export const pidOf = async (stack: Stack, part: PartName): Promise<number> => {
  const { parts } = await readRunNote(stack);
  const pid = parts[part]?.pid;
  if (pid === undefined) throw new Error(`${part} does not run`);
  return pid;
};

const HEALTH_OF: Readonly<Record<PartName, (stack: Stack) => string>> = {
  book: ({ bookUrl }) => bookUrl,
  'clinic-database': ({ bookUrl }) => bookUrl,
  site: ({ siteUrl }) => siteUrl,
  'site-database': ({ siteUrl }) => siteUrl,
  'online-client': ({ clientUrl }) => clientUrl,
};

export const isWell = async (stack: Stack, part: PartName): Promise<boolean> => {
  const url = `${HEALTH_OF[part](stack)}/health`;
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const RESTART_MS = 60_000;

/** `kill -9`, then waits until the supervisor has started it again under another process. */
export const killAndAwaitReturn = async (stack: Stack, part: PartName): Promise<void> => {
  const pid = await pidOf(stack, part);
  process.kill(pid, 'SIGKILL');
  await waitUntil(
    async () => {
      const { parts } = await readRunNote(stack);
      const now = parts[part]?.pid;
      return now !== undefined && now !== pid && isAlive(now) && (await isWell(stack, part));
    },
    { what: `${part} to return`, withinMs: RESTART_MS },
  );
};

/**
 * Keeps a part away for as long as `meanwhile` takes: the supervisor is paused, so that nobody
 * starts the part again, and the part is killed.
 */
export const without = async <T>(
  stack: Stack,
  part: PartName,
  meanwhile: () => Promise<T>,
): Promise<T> => {
  const { supervisor } = await readRunNote(stack);
  const pid = await pidOf(stack, part);
  process.kill(supervisor, 'SIGSTOP');
  try {
    process.kill(pid, 'SIGKILL');
    await waitUntil(async () => !(await isWell(stack, part)), { what: `${part} to be gone` });
    return await meanwhile();
  } finally {
    process.kill(supervisor, 'SIGCONT');
    await waitUntil(() => isWell(stack, part), {
      what: `${part} to return`,
      withinMs: RESTART_MS,
    });
  }
};
