import { encodeEntry, type ClinicEntry } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface Applied {
  /** Of the own log. */
  readonly head: number;
  /** Records that were added for the site. */
  readonly appended: number;
  readonly revision: number;
}

/** What one commit changed, for the open pages. */
export interface NotedChange {
  readonly kind: 'booking' | 'preblock' | 'shift' | 'sync' | 'settings';
  readonly from: string | null;
  readonly to: string | null;
  readonly ids: readonly string[];
}

/** `ClinicWrite` of the sync room; what is appended is encoded here. */
export interface DecidedWrite {
  readonly type: string;
  readonly entry?: ClinicEntry;
}

function withBody(write: DecidedWrite): object {
  return write.entry === undefined ? write : { ...write, ...encoded(write.entry) };
}

function encoded(entry: ClinicEntry): object {
  const { v, mustUnderstand, body } = encodeEntry(entry);
  return { v, mustUnderstand, body };
}

/**
 * Writes a decision down by the clinic's one SQL function: all of `writes` in
 * order, or nothing. The practice's row is locked by this transaction already.
 */
export async function applyWrites(
  db: Queryable,
  writes: readonly DecidedWrite[],
  changes: readonly NotedChange[],
): Promise<Applied> {
  const { rows } = await db.query<{ applied: Applied }>({
    name: 'clinic-apply',
    text: 'select clinic_apply($1::jsonb, $2::jsonb) as applied',
    values: [JSON.stringify(writes.map(withBody)), JSON.stringify(changes)],
  });
  const applied = rows[0]?.applied;
  if (applied === undefined) throw new Error('The decision was not written down.');
  return applied;
}
