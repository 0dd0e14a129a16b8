import type { BookingId, Instant, PracticeId } from '@tidbok/core';
import type { Queryable } from './database.ts';

/** Uses a link up; null, without saying why, when it opens nothing. */
export async function spendChangeLink(
  db: Queryable,
  link: {
    readonly practiceId: PracticeId;
    readonly tokenHash: string;
    readonly birthHash: string;
    readonly at: Instant;
  },
): Promise<BookingId | null> {
  const { rows } = await db.query<{ bookingId: BookingId | null }>({
    name: 'site-use-change-link',
    text: 'select site_use_change_link($1, $2, $3, site_instant($4)) as "bookingId"',
    values: [link.practiceId, link.tokenHash, link.birthHash, link.at],
  });
  return rows[0]?.bookingId ?? null;
}
