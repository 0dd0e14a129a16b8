import type { BookingId, ClinicId, Instant, UserId } from '@tidbok/core';
import { bookedFrom, bookedJson, type BookedRow } from './book.ts';
import type { Queryable } from './database.ts';

/** A live visit that nobody has seen, or one that the patient has cancelled since it was seen. */
const unseen = `(s.at is null and state <> 'cancelled'
  or s.at is not null and cancel_reason = 'patient' and changed_at > s.at)`;

/**
 * Online bookings from `from` on that nobody has seen, or that the patient has cancelled since, in
 * order of start.
 */
export async function loadUnseen(
  db: Queryable,
  { from, limit }: { readonly from: Instant; readonly limit: number },
): Promise<readonly BookedRow[]> {
  const { rows } = await db.query<{ booked: BookedRow }>({
    name: 'load-unseen',
    text: `select ${bookedJson} as booked from ${bookedFrom}
      left join booking_seen s on s.booking_id = b.id
      where source = 'online' and ends_at > $1 and ${unseen}
      order by starts_at, b.id limit $2`,
    values: [new Date(from), limit],
  });
  return rows.map((row) => row.booked);
}

/** Seen now; false where all of them had been seen as they stand. */
export async function markSeen(
  db: Queryable,
  seen: {
    readonly bookingIds: readonly BookingId[];
    readonly by: UserId;
    readonly at: Instant;
  },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'mark-seen',
    text: `insert into booking_seen (booking_id, at, by_user)
      select b.id, $2, $3 from booking b left join booking_seen s on s.booking_id = b.id
      where b.id = any ($1::uuid[]) and source = 'online' and ${unseen}
      on conflict (booking_id) do update set at = excluded.at, by_user = excluded.by_user`,
    values: [seen.bookingIds, new Date(seen.at), seen.by],
  });
  return (rowCount ?? 0) > 0;
}

/** A whole book that was moved in is history: nobody is asked to look through it. */
export async function markAllSeen(db: Queryable, at: Instant): Promise<void> {
  await db.query(
    `insert into booking_seen (booking_id, at, by_user)
     select id, $1, '00000000-0000-0000-0000-000000000000' from booking where source = 'online'
     on conflict do nothing`,
    [new Date(at)],
  );
}

/** When the oldest unseen visit that is still to come was sold; null: everything has been seen. */
export async function oldestUnseen(
  db: Queryable,
  from: Instant,
): Promise<{ readonly count: number; readonly soldAt: Instant } | null> {
  const { rows } = await db.query<{ count: string; at: string | null }>({
    name: 'oldest-unseen',
    text: `select count(*) as count, ms_of(min(registered_at)) as at
      from booking b left join booking_seen s on s.booking_id = b.id
      where source = 'online' and state <> 'cancelled' and ends_at > $1 and s.at is null`,
    values: [new Date(from)],
  });
  const row = rows[0];
  if (row === undefined || row.at === null) return null;
  return { count: Number(row.count), soldAt: Number(row.at) as Instant };
}

export interface LogoRow {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function readLogo(db: Queryable, clinicId: ClinicId): Promise<LogoRow | null> {
  const { rows } = await db.query<LogoRow>({
    name: 'read-logo',
    text: `select media_type as "mediaType", bytes, width, height from clinic_logo
      where clinic_id = $1`,
    values: [clinicId],
  });
  return rows[0] ?? null;
}

/** All logos of the practice. */
export async function readLogos(db: Queryable): Promise<ReadonlyMap<ClinicId, LogoRow>> {
  const { rows } = await db.query<LogoRow & { readonly clinicId: ClinicId }>({
    name: 'read-logos',
    text: `select clinic_id as "clinicId", media_type as "mediaType", bytes, width, height
      from clinic_logo`,
    values: [],
  });
  return new Map(rows.map(({ clinicId, ...logo }) => [clinicId, logo]));
}

export async function putLogo(db: Queryable, clinicId: ClinicId, logo: LogoRow): Promise<void> {
  await db.query(
    `insert into clinic_logo (clinic_id, media_type, bytes, width, height)
     values ($1, $2, $3, $4, $5)
     on conflict (clinic_id) do update set media_type = excluded.media_type,
       bytes = excluded.bytes, width = excluded.width, height = excluded.height`,
    [clinicId, logo.mediaType, logo.bytes, logo.width, logo.height],
  );
}

/** null: the site's own colour. */
export async function setSiteColour(
  db: Queryable,
  clinicId: ClinicId,
  colour: string | null,
): Promise<void> {
  await db.query('update clinic set site_colour = $2 where id = $1', [clinicId, colour]);
}

export async function deleteLogo(db: Queryable, clinicId: ClinicId): Promise<void> {
  await db.query('delete from clinic_logo where clinic_id = $1', [clinicId]);
}
