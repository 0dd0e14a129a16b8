import { createHash } from 'node:crypto';
import { ok, toLocalDate, type BookingId, type Interval } from '@tidbok/core';
import type { LogRecord, Position, SiteEntry } from '@tidbok/protocol';
import {
  advanceTo,
  decideSiteRecord,
  needOfSiteEntry,
  readSiteRecord,
  type ClinicNeed,
  type ClinicWrite,
} from '@tidbok/sync';
import {
  isDatabaseAway,
  keepSiteFailure,
  locate,
  readKeys,
  readPractice,
  type NotedChange,
  type PracticeKeys,
  type PracticeRow,
} from '@tidbok/store/clinic';
import { changed, changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { halt } from './halt.ts';
import { arrivalOf } from './online-arrival.ts';
import {
  daysOf,
  hullOf,
  inPractice,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';
import { queueMessage } from './queue-messages.ts';
import { adopt, daysAhead } from './resync.ts';
import type { AppliedRecords } from './sync-end.ts';

/** So many records share one transaction: fewer flushes, and the lock is not held for long. */
const batchSize = 25;

/**
 * Applies the site's records in order, each once: what was seen is dropped, a gap is told, and a
 * record that cannot be applied stops everything after it for a person (4.10): never skipped.
 */
export async function applySiteRecords(
  context: ClinicContext,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  let last: AppliedRecords | null = null;
  for (let i = 0; i < records.length; i += batchSize) {
    last = await applyBatch(context, records.slice(i, i + batchSize));
    if (last.type !== 'applied') return last;
  }
  return last ?? applyBatch(context, []);
}

async function applyBatch(
  context: ClinicContext,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  try {
    return await applyTogether(context, records);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (records.length === 1 && records[0] !== undefined) {
      return haltAt(context, records[0], String(error));
    }
    context.log.warn({ error: String(error) }, 'A batch failed; its records are tried singly.');
  }
  let last: AppliedRecords | null = null;
  for (const record of records) {
    last = await applyBatch(context, [record]);
    if (last.type !== 'applied') return last;
  }
  if (last === null) throw new Error('An empty batch cannot fail.');
  return last;
}

interface Progress {
  readonly cursor: Position;
  readonly stop:
    | 'gap'
    | 'diverged'
    /** Halted before: a person has not looked yet. */
    | { readonly haltedAt: number }
    | { readonly at: LogRecord; readonly because: string }
    | null;
}

async function applyTogether(
  context: ClinicContext,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  const outcome = await inPractice<Progress>(context, async (tx) => {
    const { mode, siteCursor, haltedSeq } = tx.practice;
    if (mode === 'halted') {
      return ok({ cursor: siteCursor, stop: { haltedAt: haltedSeq ?? siteCursor.seq + 1 } });
    }
    return ok(await applyEach(tx, records));
  });
  if (!outcome.ok) throw new Error(`The records were refused: ${outcome.refusal.code}`);
  const { cursor, stop } = outcome.value;
  if (stop === 'gap' || stop === 'diverged') return { type: stop, cursor };
  if (stop !== null && 'haltedAt' in stop) return { type: 'halted', cursor, seq: stop.haltedAt };
  if (stop !== null) return haltAt(context, stop.at, stop.because);
  return { type: 'applied', cursor, appended: true };
}

async function applyEach(
  tx: PracticeTransaction,
  records: readonly LogRecord[],
): Promise<Progress> {
  let current = tx;
  let cursor = tx.practice.siteCursor;
  const keys = await readKeys(tx.db);
  for (const record of records) {
    const incoming = readSiteRecord(cursor, record, sha256Hex);
    switch (incoming.type) {
      case 'seen':
        continue;
      case 'gap':
        return { cursor, stop: 'gap' };
      case 'diverged':
        return { cursor, stop: 'diverged' };
      case 'halt':
        return { cursor, stop: { at: record, because: incoming.because } };
      case 'pass':
        await tx.write([advanceTo(record)], []);
        break;
      case 'apply':
        await applyOne(current, { record, entry: incoming.entry }, keys);
        if (changesMode.has(incoming.entry.type)) current = await reread(current);
        break;
    }
    cursor = { inc: record.inc, seq: record.seq, hash: record.hash };
    const entry = incoming.type === 'apply' ? incoming.entry : null;
    current = tx.withPractice(practiceAfter(current.practice, { cursor, entry }));
  }
  return { cursor, stop: null };
}

const changesMode: ReadonlySet<SiteEntry['type']> = new Set(['SNAP_END', 'UNPAIRED']);

async function reread(tx: PracticeTransaction): Promise<PracticeTransaction> {
  const practice = await readPractice(tx.db);
  return practice === null ? tx : tx.withPractice(practice);
}

/** What the next record of the batch finds: the row was read before the batch. */
function practiceAfter(
  practice: PracticeRow,
  { cursor, entry }: { readonly cursor: Position; readonly entry: SiteEntry | null },
): PracticeRow {
  const moved = { ...practice, siteCursor: cursor };
  return entry?.type === 'FRONTIER' && entry.frontierAt > practice.frontierAt
    ? { ...moved, frontierAt: entry.frontierAt }
    : moved;
}

async function applyOne(
  tx: PracticeTransaction,
  { record, entry }: { readonly record: LogRecord; readonly entry: SiteEntry },
  keys: PracticeKeys | null,
): Promise<void> {
  if (entry.type === 'SNAP_END') return adopt(tx, { record, entry });
  if (entry.type === 'UNPAIRED') return letGo(tx, { record, entry });
  const need = needOfSiteEntry(entry);
  const { sold } = need;
  if (sold !== null && keys === null) throw new Error('The practice has no sealing key.');
  const arriving =
    sold === null || keys === null ? null : await arrivalOf(tx, sold, keys.sealingPrivateKey);
  const range = await rangeOf(tx, need);
  const ids = sold === null ? need.bookingIds : [...need.bookingIds, sold.bookingId];
  const facts = await tx.facts(range, ids);
  const arrival = arriving?.arrival ?? null;
  const writes = decideSiteRecord(facts, { record, entry, arrival }, momentOf(tx));
  if (writes.some(({ type }) => type === 'insert-booking')) await arriving?.takeIn();
  if (entry.type === 'MESSAGE_FAILED') await keepSiteFailure(tx.db, entry, record.at);
  if (entry.type === 'TELL') await queueMessage(tx.db, tx.register, entry);
  await tx.write(writes, changesOf(writes, range));
}

/** The site has let the practice go: whatever it knew is the clinic's own. */
async function letGo(
  tx: PracticeTransaction,
  { record, entry }: { readonly record: LogRecord; readonly entry: SiteEntry },
): Promise<void> {
  const facts = await tx.facts(await daysAhead(tx));
  const writes = decideSiteRecord(facts, { record, entry, arrival: null }, momentOf(tx));
  await tx.write(writes, [changedEverywhere('sync')]);
}

async function rangeOf(tx: PracticeTransaction, need: ClinicNeed): Promise<DayRange> {
  const ids = [...need.bookingIds, ...need.claimIds, ...need.withdrawIds];
  const intervals: readonly Interval[] = [...need.intervals, ...(await locate(tx.db, ids))];
  const today = toLocalDate(tx.register.zone, tx.now);
  return (
    hullOf(intervals.map((during) => daysOf(tx.register, during))) ?? { from: today, to: today }
  );
}

function changesOf(writes: readonly ClinicWrite[], range: DayRange): NotedChange[] {
  const ids = new Set<BookingId>();
  for (const write of writes) {
    if (write.type === 'insert-booking') ids.add(write.booking.id);
    if (write.type === 'set-booking-state' || write.type === 'mark-conflict') {
      ids.add(write.bookingId);
    }
  }
  if (ids.size > 0) return [changed('booking', range, [...ids])];
  return writes.length > 1 ? [changedEverywhere('sync')] : [];
}

async function haltAt(
  context: ClinicContext,
  record: LogRecord,
  because: string,
): Promise<AppliedRecords> {
  context.log.error({ seq: record.seq, type: record.type, because }, 'The sync has halted.');
  const cursor = await halt(context, record.seq, because);
  return { type: 'halted', cursor, seq: record.seq };
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
