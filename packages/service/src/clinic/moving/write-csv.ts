import { FIELDS, type ImportKind } from './columns.ts';
import type { ExportRow } from './export.ts';

/** A byte order mark and semicolons: what a Swedish Excel opens as it is. */
const mark = '\u{FEFF}';
const delimiter = ';';

/** One row a line under the headers that moving in knows. */
export function csvOf(kind: ImportKind, rows: readonly ExportRow[]): string {
  const fields = FIELDS[kind];
  const header = fields.map(({ headers }) => cell(headers[0] ?? '')).join(delimiter);
  const lines = rows.map((row) =>
    fields.map(({ name }) => cell(String(row[name] ?? ''))).join(delimiter),
  );
  return `${mark}${[header, ...lines].join('\r\n')}\r\n`;
}

/** A leading sign that a spreadsheet would take for a formula is made harmless. */
function cell(text: string): string {
  const harmless = /^[=@\t\r]|^[+-](?![\d\s()-]*$)/.test(text) ? `'${text}` : text;
  return /["\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
