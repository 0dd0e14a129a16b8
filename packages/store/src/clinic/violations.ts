/** A constraint of the clinic's database that said no, by its name; null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  const isIntegrity = typeof code === 'string' && code.startsWith('23');
  return isIntegrity && typeof constraint === 'string' ? constraint : null;
}

const lostCodes = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006', '08001']);
const lostSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);

/** The database went away (or is not there yet): trying again later may work. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && (lostCodes.has(code) || lostSystemCodes.has(code))) return true;
  return /Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}
