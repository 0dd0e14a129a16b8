/**
 * What PostgreSQL says when it cannot be asked or cannot write just now, by SQLSTATE: connection
 * lost (08), rolled back for others' sake (40), disk, memory or connections used up (53), told to
 * stop (57), the disk itself (58), read-only for a while, a lock or a transaction that took too
 * long. None of them says anything about what was asked.
 */
const passing = /^(08|40|53|57|58|25006|25P0[34]|55P03)/;
const passingInSystem = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'ENOTFOUND', 'ECONNABORTED'],
]);
const passingInWords = [
  /connection (terminated|ended)/i,
  /timeout exceeded when trying|query read timeout/i,
  /not queryable|not currently accepting/i,
];

/** The database is away, full or busy: the same may work later, and must not be given up. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (passing.test(code) || passingInSystem.has(code)) return true;
  if (passingInWords.some((words) => words.test(error.message))) return true;
  if (error instanceof AggregateError && error.errors.some(isPassingFault)) return true;
  return isPassingFault(error.cause);
}
