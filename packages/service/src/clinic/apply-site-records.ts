import { createHash } from 'node:crypto';
import { ok } from '@tidbok/core';
import { positionOf, type LogRecord, type Position, type SiteEntry } from '@tidbok/protocol';
import { decideSiteRecord, readSiteRecord } from '@tidbok/sync';
import { isDatabaseAway, readPractice } from '@tidbok/store/clinic';
import { applyTogether, type ReadRecord } from './apply-together.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { halt } from './halt.ts';
import { inPractice, momentOf, type PracticeTransaction } from './practice-transaction.ts';
import { adopt, daysAhead, goOnLeaving } from './resync.ts';
import type { AppliedRecords } from './sync-end.ts';

/**
 * So many records share one transaction: fewer flushes and round trips, and the lock is not held
 * for long.
 */
export const RECORDS_AT_ONCE = 100;

/**
 * Applies the site's records in order, each once: what was seen is dropped, a gap is told, and a
 * record that cannot be applied stops everything after it for a person (4.10): never skipped.
 */
export async function applySiteRecords(
  context: ClinicContext,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  let last: AppliedRecords | null = null;
  for (let i = 0; i < records.length; i += RECORDS_AT_ONCE) {
    last = await applyBatch(context, records.slice(i, i + RECORDS_AT_ONCE));
    if (last.type !== 'applied') return last;
  }
  return last ?? applyBatch(context, []);
}

async function applyBatch(
  context: ClinicContext,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  try {
    return await applyInTransaction(context, records);
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

async function applyInTransaction(
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

/** In order; stops before a record that cannot follow, and keeps what was applied until then. */
async function applyEach(
  tx: PracticeTransaction,
  records: readonly LogRecord[],
): Promise<Progress> {
  let current = tx;
  let cursor = tx.practice.siteCursor;
  let run: ReadRecord[] = [];
  let stop: Progress['stop'] = null;
  const applyRun = async (): Promise<void> => {
    if (run.length > 0) current = await applyTogether(current, run);
    run = [];
  };
  for (const record of records) {
    const incoming = readSiteRecord(cursor, record, sha256Hex);
    if (incoming.type === 'seen') continue;
    if (incoming.type !== 'apply' && incoming.type !== 'pass') {
      stop = incoming.type === 'halt' ? { at: record, because: incoming.because } : incoming.type;
      break;
    }
    const entry = incoming.type === 'apply' ? incoming.entry : null;
    if (entry?.type === 'SNAP_END' || entry?.type === 'UNPAIRED') {
      await applyRun();
      current = await applyTurn(current, { record, entry });
    } else run.push({ record, entry });
    cursor = positionOf(record);
  }
  await applyRun();
  if (current.practice.leaving) await goOnLeaving(current);
  return { cursor, stop };
}

/** A turn in the pairing's life, which rests on all that the book holds. */
async function applyTurn(
  tx: PracticeTransaction,
  turn: {
    readonly record: LogRecord;
    readonly entry: Extract<SiteEntry, { type: 'SNAP_END' | 'UNPAIRED' }>;
  },
): Promise<PracticeTransaction> {
  const { record, entry } = turn;
  if (entry.type === 'SNAP_END') await adopt(tx, { record, entry });
  else await letGo(tx, { record, entry });
  const practice = await readPractice(tx.db);
  return practice === null ? tx : tx.withPractice(practice);
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
