import {
  ACK_AFTER_MS,
  DEAD_AFTER_MS,
  PING_AFTER_MS,
  type ClinicSession,
  type SiteSession,
  type Stream,
} from '@tidbok/sync';

/** When a session next wants to hear that time has passed: no tick before it does anything. */
export function dueAt(session: ClinicSession | SiteSession): number | null {
  switch (session.type) {
    case 'waiting':
      return session.retryAt;
    case 'greeting':
    case 'challenging':
      return session.giveUpAt;
    case 'open':
      return streamDueAt(session.stream);
    case 'stopped':
    case 'ended':
      return null;
  }
}

function streamDueAt({ lastHeardAt, lastSentAt, ackDueAt }: Stream): number {
  const ackAt = ackDueAt === null ? Infinity : ackDueAt + ACK_AFTER_MS;
  return Math.min(lastHeardAt + DEAD_AFTER_MS, lastSentAt + PING_AFTER_MS, ackAt);
}
