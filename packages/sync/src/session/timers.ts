/** Milliseconds. None of these carries safety: they only decide when something is tried (3.5). */
export const PING_AFTER_MS = 20_000;
/** Nothing heard for so long: the connection is dead. */
export const DEAD_AFTER_MS = 45_000;
/** A connection that has not got to WELCOME by then is given up. */
export const HANDSHAKE_MS = 10_000;
/** An applied record is acknowledged at the latest after this, or after `ACK_BATCH` records. */
export const ACK_AFTER_MS = 200;
export const ACK_BATCH = 100;
export const RECONNECT_FIRST_MS = 500;
export const RECONNECT_CAP_MS = 15_000;
/** After the site said that it goes down, all clinics come back at once: spread them wider. */
export const RECONNECT_SITE_WIDE_CAP_MS = 30_000;
/** A connection that has stood so long greets anew: at HELLO both ends compare their digests. */
export const GREET_ANEW_AFTER_MS = 24 * 3_600_000;
/** Records sent and not yet acknowledged: beyond it the sender waits. */
export const MAX_UNACKED_RECORDS = 1_000;

/**
 * How long to wait before the `attempt`th try (from 0): full jitter, doubling, capped. `random` is
 * in [0, 1).
 */
export function reconnectDelay(attempt: number, random: number, capMs = RECONNECT_CAP_MS): number {
  const ceiling = Math.min(capMs, RECONNECT_FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.floor(random * ceiling);
}
