import {
  addDays,
  addMinutes,
  daysAsInterval,
  instant,
  localDateTime,
  MINUTE_MS,
  ok,
  refuse,
  toLocalDate,
  type BookingId,
  type Instant,
  type Outcome,
} from '@tidbok/core';
import { kindOfTime, type ClinicFacts } from '@tidbok/sync';
import {
  loadFacts,
  loadOpenOverrides,
  loadUnseen,
  markSeen,
  oldestUnseen,
  readLink,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { changedEverywhere } from './changed.ts';
import { clinicFacts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { openBook, type OpenBook } from './open-book.ts';
import { inPractice } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { occupanciesOf } from './team-visit.ts';
import { bookedView, patientIdsOf } from './views/booked-view.ts';
import { stretchOfInterval } from './views/day-stretch.ts';
import type { DaySheet, MayBeSold, SyncAlarm, TimeKind, Tray } from './views/tray.ts';

/** Without contact for so long the clinic is told. */
const alarmAfterMs = 5 * MINUTE_MS;
/** So long without contact, or without anybody's having looked at a sale: the day sheet is due. */
const sheetAfterMs = 30 * MINUTE_MS;
const sheetMaxBookings = 500;
/** Days ahead for which the sheet says what may have been sold. */
const sheetDays = 14;

/**
 * On paper: what was sold online and nobody has seen, and, while the site is out of reach, the
 * time that it may be selling meanwhile. It cannot hold a sale that has not arrived.
 */
export async function daySheet(
  context: ClinicContext,
  by: StaffMember,
): Promise<Outcome<DaySheet>> {
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const now = context.now();
  const link = await readLink(context.pool);
  const rows = await loadUnseen(context.pool, { from: now, limit: sheetMaxBookings });
  await audited(context.pool, by, { what: 'day-sheet', patientIds: patientIdsOf(rows) });
  const offlineMinutes = book.register.practice.offlineSellingHours * 60;
  const heardAt = link.lastExchangeAt;
  const isAway = book.practice.mode !== 'unpaired' && !link.connected;
  return ok({
    asOf: now,
    connected: link.connected,
    lastExchangeAt: heardAt,
    sellsAloneUntil: isAway && heardAt !== null ? addMinutes(heardAt, offlineMinutes) : null,
    unseen: rows.map((row) => bookedView(row, book.register)),
    mayBeSold: isAway ? await mayBeSold(context, book, now) : [],
  });
}

async function mayBeSold(
  context: ClinicContext,
  book: OpenBook,
  now: Instant,
): Promise<MayBeSold[]> {
  const facts = await readFacts(context, book, { from: now, days: sheetDays });
  const farFrom = instant(Math.max(now, facts.frontierAt));
  const { zone } = book.register;
  return facts.announced
    .flatMap(({ resourceId, practitionerId, open }) =>
      open.map(({ from, to }) => {
        const during = { from: instant(Math.max(from, farFrom)), to };
        return { during, resourceId, practitionerId };
      }),
    )
    .filter(({ during }) => during.to > during.from)
    .sort((a, b) => a.during.from - b.during.from)
    .map(({ during, resourceId, practitionerId }) => ({
      resourceId,
      practitionerId,
      ...stretchOfInterval(zone, during),
    }));
}

async function readFacts(
  context: ClinicContext,
  { practice, register }: OpenBook,
  { from, days }: { readonly from: Instant; readonly days: number },
): Promise<ClinicFacts> {
  const first = toLocalDate(register.zone, from);
  const range = { from: first, to: addDays(first, days - 1) };
  const rows = await loadFacts(context.pool, {
    range: daysAsInterval(register.zone, range.from, range.to),
    local: { from: localDateTime(range.from, 0), to: localDateTime(addDays(range.to, 1), 0) },
    bookingIds: [],
  });
  return clinicFacts({ rows, practice, register, range });
}

export async function seeBookings(
  context: ClinicContext,
  by: StaffMember,
  bookingIds: readonly BookingId[],
): Promise<void> {
  if (bookingIds.length === 0) return;
  const done = await inPractice(context, async (tx) => {
    const isNews = await markSeen(tx.db, { bookingIds, by: by.userId, at: tx.now });
    if (isNews) await tx.write([], [changedEverywhere('sync')]);
    return ok(null);
  });
  if (!done.ok) throw new Error(done.refusal.code);
}

/** 3.5: after five minutes without contact, and after thirty without anybody's having looked. */
export async function alarm(context: ClinicContext): Promise<SyncAlarm> {
  const book = await openBook(context);
  if (book === null || book.practice.mode === 'unpaired') return noAlarm;
  const now = context.now();
  const [link, oldest, overrides] = await Promise.all([
    readLink(context.pool),
    oldestUnseen(context.pool, now),
    loadOpenOverrides(context.pool),
  ]);
  const heardAt = link.lastExchangeAt;
  const silentMs = link.connected || heardAt === null ? 0 : now - heardAt;
  const unseen = oldest !== null && now - oldest.soldAt >= sheetAfterMs ? oldest.count : 0;
  return {
    awaySince: silentMs >= alarmAfterMs ? heardAt : null,
    unseen,
    sheetDue: unseen > 0 || silentMs >= sheetAfterMs,
    overridesOpen: overrides.length,
  };
}

const noAlarm: SyncAlarm = { awaySince: null, unseen: 0, sheetDue: false, overridesOpen: 0 };

/** What kind of time a visit would take: whom the book asks when staff take it. */
export async function timeKind(
  context: ClinicContext,
  { templateId, ...place }: Parameters<Tray['timeKind']>[0],
): Promise<Outcome<TimeKind>> {
  const book = await openBook(context);
  const template = book?.register.templates.find(({ id }) => id === templateId);
  if (book === null || template === undefined) return refuse('unknown-template');
  const occupancies = occupanciesOf(book.register, { ...place, template });
  if (!occupancies.ok) return occupancies;
  const facts = await readFacts(context, book, { from: place.start, days: 2 });
  return ok(facts.paired ? kindOfTime(facts, occupancies.value) : 'own');
}
