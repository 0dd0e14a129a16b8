import {
  decodeClinicEntry,
  decodeSiteEntry,
  type ClinicEntry,
  type Decoded,
  type LogRecord,
  type Position,
  type Sha256Hex,
  type SiteEntry,
} from '@tidbok/protocol';
import { readerOf, type Incoming, type MemoryLog } from '@tidbok/sync';

type Append<E> = { readonly type: 'append'; readonly entry: E } | { readonly type: string };

/**
 * What each record was made of. Where frames travel as values their records are the very ones that
 * were written, and need not be parsed to be read; where they travel as text they are parsed.
 */
export class Entries {
  readonly #ofClinic = new Map<LogRecord, Decoded<ClinicEntry>>();
  readonly #ofSite = new Map<LogRecord, Decoded<SiteEntry>>();

  readonly #sha256: Sha256Hex;
  readonly #clinicReader = readerOf(
    (record) => this.#ofClinic.get(record) ?? decodeClinicEntry(record),
  );
  readonly #siteReader = readerOf((record) => this.#ofSite.get(record) ?? decodeSiteEntry(record));

  constructor(sha256: Sha256Hex) {
    this.#sha256 = sha256;
  }

  readClinic(cursor: Position, record: LogRecord): Incoming<ClinicEntry> {
    return this.#clinicReader(cursor, record, this.#hashOf(this.#ofClinic, record));
  }

  readSite(cursor: Position, record: LogRecord): Incoming<SiteEntry> {
    return this.#siteReader(cursor, record, this.#hashOf(this.#ofSite, record));
  }

  /** The very record that was written has the hash that was made for it. */
  #hashOf(written: ReadonlyMap<LogRecord, unknown>, record: LogRecord): Sha256Hex {
    return written.has(record) ? () => record.hash : this.#sha256;
  }

  keepClinic(written: readonly LogRecord[], writes: readonly Append<ClinicEntry>[]): void {
    keep(this.#ofClinic, written, writes);
  }

  keepSite(written: readonly LogRecord[], writes: readonly Append<SiteEntry>[]): void {
    keep(this.#ofSite, written, writes);
  }
}

/** The records are those of the entries, in order; of a side that recovers only some are logged. */
function keep<E>(
  known: Map<LogRecord, Decoded<E>>,
  written: readonly LogRecord[],
  writes: readonly Append<E>[],
): void {
  if (written.length === 0) return;
  const entries: E[] = [];
  for (const write of writes) if ('entry' in write) entries.push(write.entry);
  if (entries.length !== written.length) return;
  for (let i = 0; i < entries.length; i += 1) {
    const record = written[i];
    const entry = entries[i];
    if (record !== undefined && entry !== undefined) known.set(record, { type: 'entry', entry });
  }
}

/** Records of a log that were not there before; all of them when it began a new life. */
export function newRecords(log: MemoryLog, before: MemoryLog): readonly LogRecord[] {
  if (log.records === before.records) return [];
  return log.inc === before.inc ? log.records.slice(before.records.length) : log.records;
}
