import { createHash } from 'node:crypto';
import { MINUTE_MS, type PracticeId } from '@tidbok/core';
import {
  positionOf,
  type ClinicEntry,
  type GoawayCode,
  type LogRecord,
  type Position,
} from '@tidbok/protocol';
import { verify } from '@tidbok/seal';
import {
  applyAtSite,
  countStaged,
  haltPractice,
  isPastLife,
  isSiteDatabaseAway,
  loadLink,
  loadSiteLog,
  noteContact,
  raiseEpoch,
  type LinkRow,
} from '@tidbok/store/site';
import {
  decideClinicRecord,
  judgeHello,
  needOfClinicEntry,
  opensLife,
  readClinicRecord,
  type SiteFacts,
  type SiteGuard,
  type SiteWrite,
} from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import { DigestWatch, digestAt, EpochWatch, fence, merge, takeUpLife } from './resync.ts';
import { readFacts } from './site-facts.ts';
import type { Admission, AppliedRecords, ClinicLink, Hello } from './site.ts';
import type { Ticker } from './tick.ts';

/** How far the clinic's clock may be off for the frontier to be trusted to jump (0.7). */
const clockToleranceMs = MINUTE_MS;
/** A record whose guards went stale is decided anew at most so often. */
const maxTries = 20;

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What the gateway asks for the clinics that are connected. */
export function clinicLinkOf(context: SiteContext, ticker: Ticker): ClinicLink {
  const { pool, wakes, now } = context;
  const watches = { epochs: new EpochWatch(), digests: new DigestWatch() };
  return {
    admit: (hello, nonce) => admit(context, watches, { hello, nonce, ticker }),
    applyRecords: async (practiceId, records) => {
      const applied = await applyRecords(context, practiceId, records);
      if (records.some(({ type }) => type === 'CATALOG')) await ticker.tickSoon();
      return applied;
    },
    recordsAfter: (practiceId, page) => loadSiteLog(pool, practiceId, page),
    noteContact: (practiceId, epoch) => noteContact(pool, practiceId, { epoch, at: now() }),
    onLogGrown: (wake) => wakes.follow('log', wake),
    onLookup: (ask) => context.lookups.offer(ask),
    lookedUp: (practiceId, lookupId, parts) =>
      context.lookups.answered(practiceId, lookupId, parts),
  };
}

/** What is remembered of the clinics that came, losable at any time. */
interface Watches {
  readonly epochs: EpochWatch;
  readonly digests: DigestWatch;
}

/**
 * Looks the practice up, judges its HELLO and fences off every older connection. A clinic that
 * begins a new life of its log is taken up; a site that has lost something is fenced.
 */
async function admit(
  context: SiteContext,
  watches: Watches,
  { hello, nonce, ticker }: { readonly hello: Hello; readonly nonce: string; ticker: Ticker },
): Promise<Admission> {
  const { pool, now, log } = context;
  const { practiceId } = hello;
  const known = await loadLink(pool, practiceId);
  const code = known === null ? 'not-paired' : await judge(context, known, { hello, nonce });
  if (code !== null || known === null) {
    log.warn({ practiceId, code }, 'A clinic was refused.');
    if (code === 'resync') await fence(context, practiceId);
    return { type: 'refused', code: code ?? 'not-paired' };
  }
  const begins = opensLife(hello, known.clinicCursor);
  if (begins) await takeUpLife(context, hello, known);
  const epoch = await raiseEpoch(pool, practiceId, now());
  const places = begins ? await loadLink(pool, practiceId) : known;
  if (epoch === null || places === null) return { type: 'refused', code: 'not-paired' };
  await lookAt(context, watches.epochs, { hello, ticker });
  log.info({ practiceId, epoch }, 'A clinic connected.');
  const { clinicCursor, siteHead, frontierAt } = places;
  const isQuiet =
    clinicCursor.seq === hello.clinicHead.seq && siteHead.seq === hello.siteCursor.seq;
  const isDue = isQuiet && places.mode === 'paired' && watches.digests.isDue(practiceId, now());
  const digest = isDue ? await digestAt(context, practiceId) : null;
  return { type: 'admitted', epoch, clinicCursor, siteHead, frontierAt, digest };
}

/** Connections that fight each other, and a clock that is off, are noticed at every HELLO. */
async function lookAt(
  { now, log }: SiteContext,
  epochs: EpochWatch,
  { hello, ticker }: { readonly hello: Hello; readonly ticker: Ticker },
): Promise<void> {
  const { practiceId } = hello;
  if (epochs.isFight(practiceId, now())) {
    log.error({ practiceId }, 'ALARM: a practice connects over and over: two computers?');
  }
  const drift = hello.clinicTime - now();
  if (Math.abs(drift) <= clockToleranceMs) await ticker.clocksAgree(practiceId);
  else log.warn({ practiceId, drift }, 'The clinic’s clock and this one disagree.');
}

async function judge(
  { pool }: SiteContext,
  known: LinkRow,
  { hello, nonce }: { readonly hello: Hello; readonly nonce: string },
): Promise<GoawayCode | null> {
  const { inc } = hello.clinicHead;
  // Another life than the one that is read: is it one that is over?
  const isOther = inc !== known.clinicCursor.inc;
  const isPast = isOther && (await isPastLife(pool, hello.practiceId, inc));
  return judgeHello(
    {
      ...known,
      halted: known.mode === 'halted',
      recovers: known.mode === 'recover',
      pastLives: new Set(isPast ? [inc] : []),
    },
    hello,
    { nonce, verify },
  );
}

/**
 * Applies the clinic's records in order, each once, effect and cursor in one transaction. What
 * cannot be applied halts the practice: it is kept, never skipped.
 */
async function applyRecords(
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
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const loaded = await readFacts(context, practiceId, needOf(batch));
    if (loaded === null) throw new Error('the practice is gone');
    const { inc, seq } = loaded.facts.clinicCursor;
    // Another connection of this practice has applied them.
    if (inc === last.record.inc && seq >= last.record.seq) return loaded.facts.clinicCursor;
    if (seq !== cursor.seq) return loaded.facts.clinicCursor;
    const staged =
      last.entry?.type === 'SNAP_PART' ? await countStaged(context.pool, practiceId) : null;
    const decision = decideBatch(context, { ...loaded.facts, staged }, batch);
    const applied = await applyAtSite(context.pool, practiceId, decision);
    if (applied.type === 'written') {
      context.wakes.committed(
        practiceId,
        decision.writes.some(({ type }) => type === 'append'),
      );
      return positionOf(last.record);
    }
  }
  throw new Error('a record stayed stale however often it was decided');
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
