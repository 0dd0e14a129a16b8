import { parse } from 'csv-parse/sync';
import { ok, refuse, type Outcome, type Zone } from '@tidbok/core';
import { readCalendar } from './read-calendar.ts';

export interface TableRow {
  /** Of the file, counted from one; where a row is several lines, the first. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Cells more than there are columns, or fewer. */
  readonly isRagged: boolean;
}

export interface Table {
  readonly format: 'csv' | 'icalendar';
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

const delimiters = [';', '\t', ',', '|'] as const;
const maxRows = 500_000;
const maxColumns = 200;

/**
 * A file as a table, whatever it is: CSV with any usual delimiter, or iCalendar; UTF-8 with or
 * without a byte order mark, else Windows-1252. Refuses `file-unreadable` with the reason.
 */
export function readFile(bytes: Uint8Array, zone: Zone): Outcome<Table> {
  const { text, encoding } = decode(bytes);
  if (text.trim() === '') return refuse('file-unreadable', { reason: 'empty' });
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) {
    const calendar = readCalendar(text, zone);
    return calendar.ok
      ? ok({ format: 'icalendar', encoding, delimiter: '', ...calendar.value })
      : calendar;
  }
  return readCsv(text, encoding);
}

function decode(bytes: Uint8Array): Pick<Table, 'encoding'> & { readonly text: string } {
  try {
    // Drops a byte order mark, and throws at what is no UTF-8.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** The sign that splits the header into most columns. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r|\n|$/));
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = delimiters.map((sign) => ({ sign, count: bare.split(sign).length }));
  const [best] = counted.sort((a, b) => b.count - a.count);
  return best?.sign ?? ';';
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function readCsv(text: string, encoding: Table['encoding']): Outcome<Table> {
  const delimiter = delimiterOf(text);
  let records: readonly Parsed[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      trim: true,
    }) as unknown as readonly Parsed[];
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 0;
    return refuse('file-unreadable', { reason: 'not-csv', line });
  }
  const [header, ...rest] = records;
  if (header === undefined) return refuse('file-unreadable', { reason: 'empty' });
  if (rest.length > maxRows) return refuse('too-large', { rows: maxRows });
  const columns = named(header.record.slice(0, maxColumns));
  let before = header.info.lines;
  const rows = rest.map(({ record, info }): TableRow => {
    const line = before + 1;
    before = info.lines;
    const cells = Object.fromEntries(columns.map((name, i) => [name, record[i] ?? '']));
    return { line, cells, isRagged: record.length !== columns.length };
  });
  return ok({ format: 'csv', encoding, delimiter, columns, rows });
}

/** Columns without a header, or with one that another has, get a name of their own. */
function named(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((text, i) => {
    const plain = text === '' ? `${String(i + 1)}` : text;
    const name = seen.has(plain) ? `${plain} (${String(i + 1)})` : plain;
    seen.add(name);
    return name;
  });
}
