import {
  ok,
  ONLINE_USER,
  refuse,
  type BookingId,
  type Instant,
  type Outcome,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import { loadBooking, loadBookingHistory, type HistoryRow } from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import type { ClinicContext } from './context.ts';
import type { StaffMember } from './staff.ts';

/** Where and when a visit stood. */
export interface HistoryPlace {
  readonly start: Instant;
  readonly end: Instant;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** One line of a visit's history: who did what, when. */
export interface HistoryLine extends HistoryPlace {
  readonly at: Instant;
  /** The user's name; `ITB` for what came from the site (P4). */
  readonly by: string;
  readonly what: string;
  /** Where it stood before it was moved; null when it was not moved. */
  readonly movedFrom: HistoryPlace | null;
  readonly reason: string | null;
  /** Codes of the refusals that were passed. */
  readonly overridden: readonly string[];
  readonly fields: NonNullable<HistoryRow['detail']['fields']>;
}

/** What happened to a visit, the oldest first, moves included. Refuses `unknown-booking`. */
export async function bookingHistory(
  context: ClinicContext,
  by: StaffMember,
  id: BookingId,
): Promise<Outcome<readonly HistoryLine[]>> {
  const booking = await loadBooking(context.pool, id);
  if (booking === null) return refuse('unknown-booking');
  await audited(context.pool, by, { what: 'booking', patientIds: [booking.patient.id] });
  const rows = await loadBookingHistory(context.pool, id);
  const booked = new Map(rows.map((row) => [row.bookingId, row]));
  const replaced = new Set(rows.map(({ replaces }) => replaces));
  return ok(
    rows
      // A move cancels the old booking and makes the new: that is one act, told once.
      .filter(({ what, bookingId }) => what !== 'cancelled' || !replaced.has(bookingId))
      .map((row) => lineOf(row, row.replaces === null ? undefined : booked.get(row.replaces))),
  );
}

function placeOf({ start, end, resourceId, practitionerId }: HistoryRow): HistoryPlace {
  return { start, end, resourceId, practitionerId };
}

function lineOf(row: HistoryRow, before: HistoryRow | undefined): HistoryLine {
  const isMove = row.what === 'booked' && before !== undefined;
  return {
    ...placeOf(row),
    at: row.at,
    by: row.by ?? ONLINE_USER,
    what: isMove ? 'moved' : row.what,
    movedFrom: isMove ? placeOf(before) : null,
    reason: row.detail.reason ?? null,
    overridden: row.detail.overridden ?? [],
    fields: row.detail.fields ?? {},
  };
}
