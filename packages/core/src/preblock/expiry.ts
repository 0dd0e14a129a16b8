import { dayNumber } from '../time/local-date.ts';
import { dateOf } from '../time/local-date-time.ts';
import type { Instant, Zone } from '../time/instant.ts';
import { startOfDayNumber } from '../time/zone.ts';
import type { Preblock, PreblockKind } from './preblock.ts';

/** B4: 00:00 local time, the kind's number of days before the day it lies on; null = never. */
export function expiresAt(
  zone: Zone,
  kind: Pick<PreblockKind, 'expiresDaysBefore'>,
  preblock: Pick<Preblock, 'from'>,
): Instant | null {
  if (kind.expiresDaysBefore === null) return null;
  return startOfDayNumber(zone, dayNumber(dateOf(preblock.from)) - kind.expiresDaysBefore);
}

/** From `expiresAt` on a preblock is ordinary time in the book and is not offered online. */
export function hasExpired(expiry: Instant | null, now: Instant): boolean {
  return expiry !== null && expiry <= now;
}
