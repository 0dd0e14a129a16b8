import type { Instant } from '@tidbok/core';
import type { MyBooking } from '@tidbok/service/site';

export type Ended = Extract<MyBooking['status'], 'cancelled' | 'been' | 'missed'>;

/** How a visit ended; null for one that is to come, or under way. */
export function howEnded(
  { status, end }: Pick<MyBooking, 'status' | 'end'>,
  now: Instant,
): Ended | null {
  if (status !== 'confirmed' && status !== 'preliminary') return status;
  return end > now ? null : 'been';
}
