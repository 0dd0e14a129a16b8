import { isPassingFault } from '../away/index.ts';

/** A constraint of the clinic's database that said no, by its name; null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  const isIntegrity = typeof code === 'string' && code.startsWith('23');
  return isIntegrity && typeof constraint === 'string' ? constraint : null;
}

/** The database is away, full or busy: trying again later may work. */
export const isDatabaseAway = isPassingFault;
