import {
  decodeClinicEntry,
  decodeSiteEntry,
  type ClinicEntry,
  type Decoded,
  type LogRecord,
  type SiteEntry,
} from '@tidbok/protocol';
import { readerOf } from '@tidbok/sync';

type Append<E> = { readonly type: 'append'; readonly entry: E } | { readonly type: string };

/**
 * What each record was made of. Where frames travel as values their records are the very ones that
 * were written, and need not be parsed to be read; where they travel as text they are parsed.
 */
export class Entries {
  readonly #ofClinic = new WeakMap<LogRecord, Decoded<ClinicEntry>>();
  readonly #ofSite = new WeakMap<LogRecord, Decoded<SiteEntry>>();

  readonly readClinic = readerOf(
    (record) => this.#ofClinic.get(record) ?? decodeClinicEntry(record),
  );
  readonly readSite = readerOf((record) => this.#ofSite.get(record) ?? decodeSiteEntry(record));

  keepClinic(records: readonly LogRecord[], writes: readonly Append<ClinicEntry>[]): void {
    keep(this.#ofClinic, records, writes);
  }

  keepSite(records: readonly LogRecord[], writes: readonly Append<SiteEntry>[]): void {
    keep(this.#ofSite, records, writes);
  }
}

/** The last records are those of these writes, in order. */
function keep<E>(
  known: WeakMap<LogRecord, Decoded<E>>,
  records: readonly LogRecord[],
  writes: readonly Append<E>[],
): void {
  const entries: E[] = [];
  for (const write of writes) if ('entry' in write) entries.push(write.entry);
  for (const [i, entry] of entries.entries()) {
    const record = records[records.length - entries.length + i];
    if (record !== undefined) known.set(record, { type: 'entry', entry });
  }
}
