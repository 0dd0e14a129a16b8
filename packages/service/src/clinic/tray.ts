import { instant, MINUTE_MS, ok, refuse, type Outcome } from '@tidbok/core';
import {
  loadBooking,
  loadNeedsPerson,
  loadOpenOverrides,
  solveNeedsPerson,
  type BookedRow,
  type NeedsPersonRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { cancel } from './cancel-booking.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { nextFree } from './next-free.ts';
import { openBook } from './open-book.ts';
import { inPractice } from './practice-transaction.ts';
import { move } from './staff-booking.ts';
import type { StaffMember } from './staff.ts';
import { bookedView, patientIdsOf } from './views/booked-view.ts';
import type { TrayCase, TrayVisit, WayOut } from './views/tray.ts';

interface OpenCase extends NeedsPersonRow {
  readonly closesItself: boolean;
}

/** What needs a person, then the overrides that the site has not answered yet. */
async function openCases({ pool }: ClinicContext): Promise<readonly OpenCase[]> {
  const [cases, overrides] = await Promise.all([loadNeedsPerson(pool), loadOpenOverrides(pool)]);
  return [
    ...cases.map((each) => ({ ...each, closesItself: false })),
    ...overrides.map((each) => ({ ...each, closesItself: true })),
  ];
}

/** Each open case with its visits and, for those that still stand, the nearest equal time. */
export async function tray(context: ClinicContext, by: StaffMember): Promise<readonly TrayCase[]> {
  const book = await openBook(context);
  if (book === null) return [];
  const cases: TrayCase[] = [];
  for (const each of await openCases(context)) {
    const loaded = await Promise.all(each.bookingIds.map((id) => loadBooking(context.pool, id)));
    const rows = loaded.filter((row) => row !== null);
    await audited(context.pool, by, { what: 'tray', patientIds: patientIdsOf(rows) });
    const visits = await Promise.all(
      rows.map(async (row): Promise<TrayVisit> => {
        const booking = bookedView(row, book.register);
        return { booking, nearest: await nearestTo(context, row) };
      }),
    );
    const { id, kind, at, closesItself } = each;
    cases.push({ id, kind, at, closesItself, visits });
  }
  return cases;
}

async function nearestTo(context: ClinicContext, row: BookedRow): Promise<TrayVisit['nearest']> {
  const now = context.now();
  if (row.state !== 'confirmed' || row.start < now) return null;
  const found = await nextFree(context, {
    resourceId: row.resourceId,
    practitionerId: row.practitionerId,
    templateId: row.templateId,
    minutes: Math.round((row.end - row.start) / MINUTE_MS),
    after: instant(Math.max(now, row.start)),
  });
  return found.ok && found.value !== null ? found.value : null;
}

/**
 * Does what the way out says, then closes the case; a refusal leaves it open. One that closes
 * itself is no longer there once its visit is elsewhere.
 */
export async function solveCase(
  context: ClinicContext,
  by: StaffMember,
  { id, way }: { readonly id: string; readonly way: WayOut },
): Promise<Outcome<null>> {
  const open = (await openCases(context)).find((each) => each.id === id);
  if (open === undefined || (open.closesItself && way.type === 'keep')) {
    return refuse('unknown-address');
  }
  if (way.type !== 'keep') {
    if (!open.bookingIds.includes(way.bookingId)) return refuse('unknown-booking');
    const done = await doOne(context, by, way);
    if (!done.ok) return done;
  }
  return open.closesItself ? ok(null) : close(context, by, id);
}

function doOne(
  context: ClinicContext,
  by: StaffMember,
  way: Exclude<WayOut, { type: 'keep' }>,
): Promise<Outcome<unknown>> {
  const { bookingId } = way;
  return way.type === 'move'
    ? move(context, by, { bookingId, start: way.start, override: false })
    : cancel(context, by, { bookingId, reason: way.reason, note: way.note });
}

function close(context: ClinicContext, by: StaffMember, id: string): Promise<Outcome<null>> {
  return inPractice(context, async (tx) => {
    const solved = await solveNeedsPerson(tx.db, { id, by: by.userId, at: tx.now });
    if (!solved) return refuse('unknown-address');
    await tx.write([], [changedEverywhere('sync')]);
    return ok(null);
  });
}
