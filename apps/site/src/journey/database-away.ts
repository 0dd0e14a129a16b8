const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/**
 * The database cannot be reached, as against a fault of ours: it starts, stops, or is off. The
 * cause is searched through, since faults are wrapped on their way up.
 */
export function isDatabaseAway(fault: unknown): boolean {
  for (let cause = fault, depth = 0; cause instanceof Error && depth < 8; depth += 1) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    // SQLSTATE 08: connection; 57P: shutting down or starting; 53300: too many connections.
    if (NETWORK.has(code) || /^(08|57P|53300)/.test(code)) return true;
    if (/connection terminated|timeout exceeded when trying to connect/i.test(cause.message)) {
      return true;
    }
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseAway)) return true;
    cause = cause.cause;
  }
  return false;
}
