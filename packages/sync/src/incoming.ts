import {
  continuity,
  decodeClinicEntry,
  decodeSiteEntry,
  type ClinicEntry,
  type Decoded,
  type LogRecord,
  type Position,
  type Sha256Hex,
  type SiteEntry,
} from '@tidbok/protocol';

/**
 * What a reader does with a record of the other side's log (R2). `apply` its entry; `pass` over an
 * entry that may be missed (the cursor still moves); drop what was `seen`; ask again from the
 * cursor at a `gap`; stop for good at `diverged` logs or at a record that must be understood and
 * is not (`halt`): it is never skipped.
 */
export type Incoming<E> =
  | { readonly type: 'apply'; readonly record: LogRecord; readonly entry: E }
  | { readonly type: 'pass'; readonly record: LogRecord }
  | { readonly type: 'seen' }
  | { readonly type: 'gap' }
  | { readonly type: 'diverged' }
  | { readonly type: 'halt'; readonly because: string };

type Read<E> = (cursor: Position, record: LogRecord, sha256: Sha256Hex) => Incoming<E>;

/** How a reader reads, given what tells it the meaning of a record. */
export function readerOf<E>(decode: (record: LogRecord) => Decoded<E>): Read<E> {
  return (cursor, record, sha256) => {
    const place = continuity(cursor, record, sha256);
    return place === 'next' ? meaning(record, decode(record)) : { type: place };
  };
}

/** The site reads a record of the clinic's log. */
export const readClinicRecord: Read<ClinicEntry> = readerOf(decodeClinicEntry);

/** The clinic reads a record of the site's log. */
export const readSiteRecord: Read<SiteEntry> = readerOf(decodeSiteEntry);

function meaning<E>(record: LogRecord, decoded: Decoded<E>): Incoming<E> {
  switch (decoded.type) {
    case 'entry':
      return { type: 'apply', record, entry: decoded.entry };
    case 'unknown':
      return { type: 'pass', record };
    case 'halt':
      return decoded;
  }
}

/** The write that moves a reader's cursor onto a record. */
export function advanceTo(record: LogRecord): {
  readonly type: 'advance-cursor';
  readonly inc: string;
  readonly seq: number;
  readonly hash: string;
} {
  return { type: 'advance-cursor', inc: record.inc, seq: record.seq, hash: record.hash };
}
