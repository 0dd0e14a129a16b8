import { instant, type Instant, type PracticeId } from '@tidbok/core';
import type { Position } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

/** The lock row: where both logs stand, and the frontier. */
export interface PracticeRow {
  readonly practiceId: PracticeId;
  readonly installationId: string;
  readonly mode: 'unpaired' | 'paired' | 'recover' | 'halted';
  readonly head: Position;
  readonly siteUrl: string | null;
  /** Its `inc` is empty before the first pairing. */
  readonly siteCursor: Position;
  readonly frontierAt: Instant;
  readonly catalogHash: string;
  readonly revision: number;
  readonly registerRevision: number;
  /** Not null: the book waits for the site's answer to its snapshot. */
  readonly recovery: 'restored' | 'whole' | null;
  /** All that was offered is being withdrawn, for the practice leaves the site. */
  readonly leaving: boolean;
  readonly haltedSeq: number | null;
  readonly haltedBecause: string | null;
}

interface Row {
  practice_id: PracticeId;
  installation_id: string;
  mode: PracticeRow['mode'];
  inc: string;
  head: string;
  head_hash: string;
  site_url: string | null;
  site_inc: string | null;
  site_cursor: string;
  site_cursor_hash: string;
  frontier_ms: string | null;
  catalog_hash: string;
  revision: string;
  register_revision: string;
  recovery: PracticeRow['recovery'];
  leaving: boolean;
  halted_seq: string | null;
  halted_because: string | null;
}

const selectRow = `
  select practice_id, installation_id, mode, inc, head, head_hash, site_url, site_inc,
    site_cursor, site_cursor_hash, catalog_hash, revision, register_revision, halted_seq,
    recovery, leaving,
    halted_because,
    case when isfinite(frontier_at) then ms_of(frontier_at) end as frontier_ms
  from practice_sync`;

/** Reads the row; null before a practice has been loaded. */
export async function readPractice(db: Queryable): Promise<PracticeRow | null> {
  return rowOf(await db.query<Row>({ name: 'read-practice', text: selectRow, values: [] }));
}

/** Locks the row for this transaction: every change of the practice passes here. */
export async function lockPractice(db: Queryable): Promise<PracticeRow | null> {
  const text = `${selectRow} for update`;
  return rowOf(await db.query<Row>({ name: 'lock-practice', text, values: [] }));
}

function rowOf({ rows }: { readonly rows: readonly Row[] }): PracticeRow | null {
  const row = rows[0];
  if (row === undefined) return null;
  return {
    practiceId: row.practice_id,
    installationId: row.installation_id,
    mode: row.mode,
    head: { inc: row.inc, seq: Number(row.head), hash: row.head_hash },
    siteUrl: row.site_url,
    siteCursor: {
      inc: row.site_inc ?? '',
      seq: Number(row.site_cursor),
      hash: row.site_cursor_hash,
    },
    // Before any frontier was set all time is far: the site has not taken or given any yet.
    frontierAt: instant(row.frontier_ms === null ? 0 : Number(row.frontier_ms)),
    catalogHash: row.catalog_hash,
    revision: Number(row.revision),
    registerRevision: Number(row.register_revision),
    recovery: row.recovery,
    leaving: row.leaving,
    haltedSeq: row.halted_seq === null ? null : Number(row.halted_seq),
    haltedBecause: row.halted_because,
  };
}
