import { createHash } from 'node:crypto';
import type { PracticeId } from '@tidbok/core';
import { positionOf, type ClinicEntry, type LogRecord, type Position } from '@tidbok/protocol';
import {
  applyAtSite,
  countStaged,
  haltPractice,
  isSiteDatabaseAway,
  loadLink,
} from '@tidbok/store/site';
import {
  decideClinicRecord,
  needOfClinicEntry,
  readClinicRecord,
  type SiteFacts,
  type SiteGuard,
  type SiteWrite,
} from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import { decideUntilWritten } from './decide-until-written.ts';
import { merge } from './resync.ts';
import { readFacts } from './site-facts.ts';
import type { AppliedRecords } from './site.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Applies the clinic's records in order, each once, effect and cursor in one transaction. What
 * cannot be applied halts the practice: it is kept, never skipped.
 */
export async function applyRecords(
  context: SiteContext,
  practiceId: PracticeId,
  records: readonly LogRecord[],
): Promise<AppliedRecords> {
  const start = await loadLink(context.pool, practiceId);
  if (start === null) throw new Error('records of a practice that is not paired');
  let cursor = start.clinicCursor;
  let rest = records;
  while (rest.length > 0) {
    const batch = takeBatch(cursor, rest);
    if (batch.type === 'stop') {
      if (batch.result === 'halted') await halt(context, practiceId, batch.because);
      return { type: 'applied', result: batch.result, cursor };
    }
    try {
      cursor = await applyBatch(context, practiceId, { cursor, batch: batch.records });
    } catch (error) {
      if (isSiteDatabaseAway(error)) throw error;
      await halt(context, practiceId, error instanceof Error ? error.message : 'unknown fault');
      return { type: 'applied', result: 'halted', cursor };
    }
    rest = rest.slice(batch.used);
  }
  return { type: 'applied', result: 'applied', cursor };
}

interface ReadRecord {
  readonly record: LogRecord;
  /** null: may be missed, only the cursor moves. */
  readonly entry: ClinicEntry | null;
}

type Batch =
  | { readonly type: 'records'; readonly records: readonly ReadRecord[]; readonly used: number }
  | {
      readonly type: 'stop';
      readonly result: 'gap' | 'diverged' | 'halted';
      readonly because: string;
    };

/** These rest on no fact but the cursor and the catalogue's zone: many fit in one transaction. */
const independent = new Set<ClinicEntry['type']>(['OFFER', 'BLOCK', 'UNBLOCK']);

/** The next records that can be applied in one breath: a run of independent ones, or a single. */
function takeBatch(start: Position, records: readonly LogRecord[]): Batch {
  const batch: ReadRecord[] = [];
  let cursor = start;
  let used = 0;
  for (const record of records) {
    const incoming = readClinicRecord(cursor, record, sha256);
    if (incoming.type === 'seen') {
      used += 1;
      continue;
    }
    if (incoming.type !== 'apply' && incoming.type !== 'pass') {
      if (used > 0) break;
      const result = incoming.type === 'halt' ? 'halted' : incoming.type;
      return { type: 'stop', result, because: 'because' in incoming ? incoming.because : '' };
    }
    const entry = incoming.type === 'apply' ? incoming.entry : null;
    const alone = entry === null || !independent.has(entry.type);
    if (alone && batch.length > 0) break;
    batch.push({ record, entry });
    cursor = positionOf(record);
    used += 1;
    if (alone) break;
  }
  return { type: 'records', records: batch, used };
}

async function applyBatch(
  context: SiteContext,
  practiceId: PracticeId,
  { cursor, batch }: { readonly cursor: Position; readonly batch: readonly ReadRecord[] },
): Promise<Position> {
  const last = batch.at(-1);
  if (last === undefined) return cursor;
  if (last.entry?.type === 'SNAP_END') {
    await merge(context, practiceId, { record: last.record, entry: last.entry });
    return positionOf(last.record);
  }
  const written = await decideUntilWritten(context.pool, practiceId, async (db) => {
    const reading = { pool: db, catalogs: context.catalogs };
    const loaded = await readFacts(reading, practiceId, needOf(batch));
    if (loaded === null) throw new Error('the practice is gone');
    const { inc, seq } = loaded.facts.clinicCursor;
    // Another connection of this practice has applied them, or some of them.
    const isElsewhere = (inc === last.record.inc && seq >= last.record.seq) || seq !== cursor.seq;
    if (isElsewhere) return { cursor: loaded.facts.clinicCursor, appended: null };
    const staged = last.entry?.type === 'SNAP_PART' ? await countStaged(db, practiceId) : null;
    const decision = decideBatch(context, { ...loaded.facts, staged }, batch);
    const applied = await applyAtSite(db, practiceId, decision);
    if (applied.type !== 'written') return 'stale';
    const appended = decision.writes.some(({ type }) => type === 'append');
    return { cursor: positionOf(last.record), appended };
  });
  if (written.appended !== null) context.wakes.committed(practiceId, written.appended);
  return written.cursor;
}

function needOf(batch: readonly ReadRecord[]) {
  const [only] = batch;
  return batch.length === 1 && only !== undefined && only.entry !== null
    ? needOfClinicEntry(only.entry)
    : { intervals: [], bookingIds: [] };
}

/** One transaction for the whole batch: under the first record's cursor, onto the last one's. */
function decideBatch(
  { now, log }: SiteContext,
  facts: SiteFacts,
  batch: readonly ReadRecord[],
): { readonly guards: SiteGuard[]; readonly writes: SiteWrite[] } {
  const { inc, seq } = facts.clinicCursor;
  const guards: SiteGuard[] = [{ type: 'cursor-is', inc, seq }];
  const writes: SiteWrite[] = [];
  for (const { record, entry } of batch) {
    if (entry === null) {
      writes.push({ type: 'advance-cursor', ...positionOf(record) });
      continue;
    }
    const decision = decideClinicRecord(facts, { record, entry }, now());
    guards.push(...decision.guards.filter(({ type }) => type !== 'cursor-is'));
    writes.push(...decision.writes);
    for (const note of decision.notes) log.warn(note, 'A record of the clinic needs a look.');
  }
  return { guards, writes };
}

async function halt(
  { pool, log }: SiteContext,
  practiceId: PracticeId,
  because: string,
): Promise<void> {
  log.error({ practiceId, because }, 'A record of the clinic could not be applied: halted.');
  await haltPractice(pool, practiceId);
}
