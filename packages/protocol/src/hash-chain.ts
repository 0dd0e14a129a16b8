import type { LogRecord } from './entries.ts';
import type { Position } from './frames.ts';

/** SHA-256 of the UTF-8 of a text, as lower-case hex. Passed in: this room does no I/O. */
export type Sha256Hex = (text: string) => string;

/** `prevHash` of the first record of a log. */
export const NO_HASH = '0'.repeat(64);

/** The text whose SHA-256 is a record's hash: seven lines joined by line feeds. */
export function hashedText(record: Omit<LogRecord, 'hash' | 'mustUnderstand'>): string {
  const { prevHash, inc, seq, type, v, at, body } = record;
  return `${prevHash}\n${inc}\n${seq}\n${type}\n${v}\n${at}\n${body}`;
}

export function hashOf(
  record: Omit<LogRecord, 'hash' | 'mustUnderstand'>,
  sha256: Sha256Hex,
): string {
  return sha256(hashedText(record));
}

/** The place in a log before its first record. */
export function startOf(inc: string): Position {
  return { inc, seq: 0, hash: NO_HASH };
}

export function positionOf(record: LogRecord): Position {
  return { inc: record.inc, seq: record.seq, hash: record.hash };
}

export function isSamePosition(a: Position, b: Position): boolean {
  return a.inc === b.inc && a.seq === b.seq && a.hash === b.hash;
}

/**
 * What a received record is to a reader that stands at `cursor` (R2): the `next` one, one it has
 * `seen`, one behind a `gap`, or one of a log that has `diverged`.
 */
export type Continuity = 'next' | 'seen' | 'gap' | 'diverged';

export function continuity(cursor: Position, record: LogRecord, sha256: Sha256Hex): Continuity {
  if (record.inc !== cursor.inc) return 'diverged';
  if (record.seq < cursor.seq) return 'seen';
  if (record.seq === cursor.seq) return record.hash === cursor.hash ? 'seen' : 'diverged';
  if (record.seq > cursor.seq + 1) return 'gap';
  if (record.prevHash !== cursor.hash) return 'diverged';
  return hashOf(record, sha256) === record.hash ? 'next' : 'diverged';
}

/** The seq of the first record that does not continue the chain from `start`; null when all do. */
export function brokenAt(
  start: Position,
  records: readonly LogRecord[],
  sha256: Sha256Hex,
): number | null {
  let cursor = start;
  for (const record of records) {
    if (continuity(cursor, record, sha256) !== 'next') return record.seq;
    cursor = positionOf(record);
  }
  return null;
}
