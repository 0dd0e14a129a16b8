import type { Instant } from '@tidbok/core';
import { MAX_SNAPSHOT_ROWS, type SnapshotEntry, type SnapshotRow } from '@tidbok/protocol';

type Begin = Extract<SnapshotEntry, { type: 'SNAP_BEGIN' }>;
type Part = Extract<SnapshotEntry, { type: 'SNAP_PART' }>;
type End = Extract<SnapshotEntry, { type: 'SNAP_END' }>;

/**
 * A snapshot of the other side as far as it has come: kept durably, without effect until its end.
 */
export interface Staged {
  readonly begin: Begin;
  /** Parts that are here. */
  readonly parts: number;
  readonly rows: readonly SnapshotRow[];
}

/** The write of a received beginning or part, alike at both ends. */
export type StageWrite =
  | { readonly type: 'begin-staging'; readonly begin: Begin }
  | { readonly type: 'stage'; readonly part: number; readonly rows: readonly SnapshotRow[] }
  | { readonly type: 'clear-staged' };

/** Characters of rows that one part aims to stay under. */
const PART_BUDGET = 400_000;

/**
 * A snapshot as the records of a log: SNAP_BEGIN, its parts, SNAP_END. A reader that loses the
 * connection goes on at its cursor.
 */
export function snapshotEntries(
  rows: readonly SnapshotRow[],
  about: { readonly from: Instant; readonly asOf: Instant; readonly frontierAt: Instant },
): SnapshotEntry[] {
  const parts = inParts(rows);
  const count = parts.length;
  return [
    { type: 'SNAP_BEGIN', ...about, parts: count },
    ...parts.map((each, i): SnapshotEntry => ({ type: 'SNAP_PART', part: i + 1, rows: each })),
    { type: 'SNAP_END', parts: count },
  ];
}

function inParts(rows: readonly SnapshotRow[]): SnapshotRow[][] {
  const parts: SnapshotRow[][] = [];
  let size = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    const open = parts.at(-1);
    const isFull = open === undefined || open.length >= MAX_SNAPSHOT_ROWS;
    if (isFull || size + length > PART_BUDGET) {
      parts.push([row]);
      size = length;
    } else {
      open.push(row);
      size += length;
    }
  }
  return parts;
}

/** What a beginning or a part is kept as. Throws when the parts do not follow each other. */
export function stage(staged: { readonly parts: number } | null, entry: Begin | Part): StageWrite {
  if (entry.type === 'SNAP_BEGIN') return { type: 'begin-staging', begin: entry };
  if (staged === null || entry.part !== staged.parts + 1) {
    throw new Error(`part ${entry.part} of a snapshot does not follow`);
  }
  return { type: 'stage', part: entry.part, rows: entry.rows };
}

/** The whole snapshot, sorted by what its rows are. Throws when a part is missing. */
export interface Snapshot {
  readonly begin: Begin;
  readonly offers: ReadonlyMap<string, SnapshotOffer>;
  readonly visits: ReadonlyMap<string, SnapshotVisit>;
  readonly tombstones: ReadonlySet<string>;
  readonly blocks: ReadonlyMap<string, SnapshotBlock>;
}

export type SnapshotOffer = Extract<SnapshotRow, { type: 'offer' }>;
export type SnapshotVisit = Extract<SnapshotRow, { type: 'visit' }>;
export type SnapshotBlock = Extract<SnapshotRow, { type: 'block' }>;

export function wholeSnapshot(staged: Staged | null, end: End): Snapshot {
  if (staged === null || staged.parts !== end.parts || staged.begin.parts !== end.parts) {
    throw new Error('a snapshot ends without all its parts');
  }
  const offers = new Map<string, SnapshotOffer>();
  const visits = new Map<string, SnapshotVisit>();
  const tombstones = new Set<string>();
  const blocks = new Map<string, SnapshotBlock>();
  for (const row of staged.rows) {
    switch (row.type) {
      case 'offer':
        offers.set(row.offerId, row);
        break;
      case 'visit':
        visits.set(row.visit.bookingId, row);
        break;
      case 'tombstone':
        tombstones.add(row.bookingId);
        break;
      case 'block':
        blocks.set(row.blockId, row);
        break;
    }
  }
  return { begin: staged.begin, offers, visits, tombstones, blocks };
}

/** The staging as it is after a write of it. */
export function afterStaging(staged: Staged | null, write: StageWrite): Staged | null {
  switch (write.type) {
    case 'begin-staging':
      return { begin: write.begin, parts: 0, rows: [] };
    case 'stage':
      return staged === null
        ? null
        : { ...staged, parts: write.part, rows: [...staged.rows, ...write.rows] };
    case 'clear-staged':
      return null;
  }
}

const SNAPSHOT_TYPES: ReadonlySet<string> = new Set<SnapshotEntry['type']>([
  'SNAP_BEGIN',
  'SNAP_PART',
  'SNAP_END',
]);

export function isSnapshotEntry<E extends { readonly type: string }>(
  entry: E | SnapshotEntry,
): entry is SnapshotEntry {
  return SNAPSHOT_TYPES.has(entry.type);
}

/** While a side recovers, nothing but its snapshot is logged: the snapshot carries the rest. */
export function isLoggedInRecovery(entryType: string): boolean {
  return SNAPSHOT_TYPES.has(entryType);
}

/** The life of the site's log that answers a life of the clinic's: both ends can name it. */
export function siteLifeOf(clinicInc: string): string {
  return `${clinicInc}-site`;
}
