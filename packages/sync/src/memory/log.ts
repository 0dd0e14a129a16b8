import type { Instant } from '@tidbok/core';
import {
  encodeEntry,
  hashOf,
  positionOf,
  startOf,
  type ClinicEntry,
  type LogRecord,
  type Position,
  type Sha256Hex,
  type SiteEntry,
} from '@tidbok/protocol';

/** A side's own log: gapless from 1, each record chained to the one before. */
export interface MemoryLog {
  readonly inc: string;
  readonly records: readonly LogRecord[];
}

export function headOf({ inc, records }: MemoryLog): Position {
  const last = records.at(-1);
  return last === undefined ? startOf(inc) : positionOf(last);
}

/** The log with one entry more, as both SQL functions append it. */
export function appended(
  log: MemoryLog,
  { entry, at }: { readonly entry: ClinicEntry | SiteEntry; readonly at: Instant },
  sha256: Sha256Hex,
): MemoryLog {
  const head = headOf(log);
  const record = {
    inc: log.inc,
    seq: head.seq + 1,
    ...encodeEntry(entry),
    at,
    prevHash: head.hash,
  };
  return { ...log, records: [...log.records, { ...record, hash: hashOf(record, sha256) }] };
}

export function recordsAfter(log: MemoryLog, seq: number, limit: number): readonly LogRecord[] {
  return log.records.slice(seq, seq + limit);
}
