import { createHash, randomUUID } from 'node:crypto';
import {
  HOUR_MS,
  instant,
  ok,
  refuse,
  toLocalDate,
  type BookingId,
  type Outcome,
} from '@tidbok/core';
import { isSamePosition, type LogRecord, type Position, type SiteEntry } from '@tidbok/protocol';
import {
  decideAdoption,
  decideLeaving,
  decideResync,
  decideUnpair,
  digestText,
  needOfAdoption,
  snapshotFrom,
} from '@tidbok/sync';
import {
  lastVisitEnd,
  noteDatabase,
  readAgreed,
  readSealed,
  readStaged,
  readTombstones,
} from '@tidbok/store/clinic';
import { offeredDays } from './announce-range.ts';
import { catalogWrites } from './catalog.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { arrivalsOf, takeIn } from './online-arrival.ts';
import {
  daysOf,
  hullOf,
  inPractice,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';
import type { SyncState } from './sync-end.ts';
import { syncState } from './sync-state.ts';

const DAY_MS = 24 * HOUR_MS;
/** A visit is booked at most this long ahead: older cancellations say nothing any more. */
const tombstoneDays = 400;

/**
 * Begins a new life of the book's log with all that the book knows (4.1, 4.2, 4.4, 4.8): from here
 * on the book recovers until the site has answered. `restored`: this database is older than what
 * the site knows, unless its log has gone on from `saidHead`. Refuses `unknown-practice`.
 */
export async function beginResync(
  context: ClinicContext,
  because: 'restored' | 'whole',
  saidHead: Position | null = null,
): Promise<Outcome<SyncState>> {
  const begun = await inPractice(context, async (tx) => {
    const hasGoneOn = saidHead !== null && !isSamePosition(saidHead, tx.practice.head);
    if (because === 'restored' && hasGoneOn) return ok(null);
    context.log.warn({ because }, 'Book and site begin anew.');
    await resyncIn(tx, because);
    return ok(null);
  });
  if (!begun.ok) return begun;
  const state = await syncState(context);
  return state === null ? refuse('unknown-practice') : ok(state);
}

export async function resyncIn(
  tx: PracticeTransaction,
  because: 'restored' | 'whole',
): Promise<void> {
  const { db, now } = tx;
  const facts = await tx.facts(await daysAhead(tx));
  const known = {
    facts,
    tombstones: await readTombstones(db, instant(now - tombstoneDays * DAY_MS)),
    sealed: await readSealed(db, snapshotFrom(clocksOf(tx))),
    nearHours: clocksOf(tx).nearHours,
  };
  const writes = decideResync(known, { inc: randomUUID(), because, now });
  await tx.write(writes, [changedEverywhere('sync')]);
}

const clocksOf = ({ now, practice, register }: PracticeTransaction) => ({
  now,
  frontierAt: practice.frontierAt,
  nearHours: register.practice.nearHours,
});

/** From the first day of a snapshot to the last on which anything is planned, offered or booked. */
export async function daysAhead(tx: PracticeTransaction): Promise<DayRange> {
  const { zone } = tx.register;
  const today = toLocalDate(zone, tx.now);
  const first = toLocalDate(zone, snapshotFrom(clocksOf(tx)));
  const booked = await lastVisitEnd(tx.db);
  const ranges = [
    { from: first, to: today },
    await offeredDays(tx),
    booked === null ? null : daysOf(tx.register, { from: instant(booked - 1), to: booked }),
  ].filter((range) => range !== null);
  return hullOf(ranges) ?? { from: first, to: today };
}

/** Adopts the site's answer, and announces anew: one transaction. */
export async function adopt(
  tx: PracticeTransaction,
  incoming: {
    readonly record: LogRecord;
    readonly entry: Extract<SiteEntry, { type: 'SNAP_END' }>;
  },
): Promise<void> {
  const staged = await readStaged(tx.db);
  const named = (staged?.rows ?? []).flatMap((row): BookingId[] =>
    row.type === 'visit' ? [row.visit.bookingId] : [],
  );
  const facts = await tx.facts(await daysAhead(tx), named);
  const arriving = await arrivalsOf(tx, needOfAdoption(facts, staged));
  const arrivals = new Map([...arriving].map(([id, { arrival }]) => [id, arrival]));
  const writes = decideAdoption(facts, { ...incoming, staged, arrivals }, momentOf(tx));
  const inserted = writes.flatMap((write) =>
    write.type === 'insert-booking' ? (arriving.get(write.booking.id) ?? []) : [],
  );
  await takeIn(tx, inserted);
  await tx.write(writes, [changedEverywhere('booking')]);
  const { recovery, ...practice } = tx.practice;
  tx.context.log.info({ recovery }, 'The site’s answer is adopted.');
  const whole = { ...practice, recovery: null, mode: 'paired', catalogHash: '' } as const;
  await tx.write([...(await catalogWrites(tx.withPractice(whole)))], []);
}

/**
 * At the start: a database that is another one, or in another past, than when it was last open was
 * restored (4.1). The book then recovers before anything is booked.
 */
export async function noticeRestore(context: ClinicContext): Promise<void> {
  const found = await inPractice(context, async (tx) => {
    const database = await noteDatabase(tx.db);
    if (database === 'other' && tx.practice.mode !== 'unpaired') {
      context.log.error({}, 'The book’s database was restored: book and site begin anew.');
      await resyncIn(tx, 'restored');
    }
    return ok(null);
  });
  if (!found.ok && found.refusal.code !== 'unknown-practice') {
    throw new Error(`The database was not noted: ${found.refusal.code}`);
  }
}

/** SHA-256 of what book and site must agree on when nothing is on its way (I4). */
export async function digestOfBook(context: ClinicContext): Promise<string> {
  const agreed = await readAgreed(context.pool);
  return createHash('sha256').update(digestText(agreed), 'utf8').digest('hex');
}

/**
 * The practice leaves the site: all unsold time is withdrawn first, then UNPAIR is said. Refuses
 * `not-paired`, `book-recovering`.
 */
export function leaveSite(context: ClinicContext): Promise<Outcome<null>> {
  return inPractice(context, async (tx) => {
    const decided = decideLeaving(await tx.facts(await daysAhead(tx)), momentOf(tx));
    if (!decided.ok) return decided;
    await tx.write(decided.value, [changedEverywhere('sync')]);
    await goOnLeaving(tx.withPractice({ ...tx.practice, leaving: true }));
    return ok(null);
  });
}

/** Says UNPAIR when the site owns nothing any more. */
export async function goOnLeaving(tx: PracticeTransaction): Promise<void> {
  const facts = await tx.facts(await daysAhead(tx));
  const { rowCount } = await tx.db.query(
    `select from clinic_log l join practice_sync s on s.inc = l.inc where l.type = 'UNPAIR'`,
  );
  const writes = decideUnpair(facts, momentOf(tx), (rowCount ?? 0) > 0);
  if (writes.length > 0) await tx.write(writes, []);
}
