import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clinic, ImportKind, ImportView, StaffMember } from '@tidbok/service/clinic';
import { IMPORT_KINDS } from '@tidbok/service/clinic';
import { isRefusalCode, refusalSentence } from '@tidbok/text';
import { CommandRefused, valueOf, type Command } from '../command.ts';
import { actingUser } from './acting-user.ts';

const pieceBytes = 1024 * 1024;
/** So many refused rows are printed; the book's page shows them all. */
const rowsPrinted = 1_000;

export const importFile: Command = {
  words: 'import',
  summary: 'Moves patients, practitioners, shifts or bookings in from CSV or iCalendar.',
  usage: `FILE --kind ${IMPORT_KINDS.join('|')} [--dry-run] [--as SIGN-IN-NAME]
  --dry-run tells row by row what would happen, and changes nothing.`,
  options: {
    kind: { type: 'string' },
    'dry-run': { type: 'boolean' },
    as: { type: 'string' },
  },
  run: async (operator, given) => {
    const file = given.positionals[0];
    if (file === undefined) throw new CommandRefused('usage', 'Which file?');
    const clinic = await operator.clinic();
    const by = await actingUser(clinic, given.one('as'));
    const kind = kindOf(given.required('kind'));
    const sent = await send(clinic, by, { kind, file });
    const tried = await stepThrough(clinic, by, valueOf(await clinic.readImport(sent, null)));
    const isTrial = given.one('dry-run') !== undefined;
    const view = isTrial
      ? tried
      : await stepThrough(clinic, by, valueOf(await clinic.applyImport(tried.id)));
    const refused = await refusedRows(clinic, view.id);
    return {
      json: { ...view, refused },
      text: [told(view, isTrial), ...refused.map(({ line, why }) => `line ${line}: ${why}`)].join(
        '\n',
      ),
      isBad: view.counts.refused > 0,
    };
  },
};

export function kindOf(word: string): ImportKind {
  const kind = IMPORT_KINDS.find((known) => known === word);
  if (kind) return kind;
  throw new CommandRefused('usage', `A kind is one of ${IMPORT_KINDS.join(', ')}, not "${word}".`);
}

async function send(
  clinic: Clinic,
  by: StaffMember,
  { kind, file }: { readonly kind: ImportKind; readonly file: string },
): Promise<string> {
  const bytes = await readFile(file);
  const about = { kind, fileName: basename(file), sizeBytes: bytes.length };
  const { id } = valueOf(await clinic.startImport(by, about));
  for (let i = 0; i * pieceBytes < bytes.length; i += 1) {
    const piece = bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes);
    valueOf(await clinic.addImportPiece({ importId: id, position: i, bytes: piece }));
  }
  return id;
}

async function stepThrough(
  clinic: Clinic,
  by: StaffMember,
  started: ImportView,
): Promise<ImportView> {
  let view = started;
  while (view.state === 'checking' || view.state === 'applying') {
    view = valueOf(await clinic.stepImport(by, view.id));
    if (process.stderr.isTTY) process.stderr.write(`\r${view.done} of ${view.total} rows `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return view;
}

interface RefusedLine {
  readonly line: number;
  readonly code: string;
  readonly why: string;
}

async function refusedRows(clinic: Clinic, importId: string): Promise<RefusedLine[]> {
  const lines: RefusedLine[] = [];
  for (let offset: number | null = 0; offset !== null && lines.length < rowsPrinted;) {
    const page: Awaited<ReturnType<Clinic['importRows']>> = await clinic.importRows({
      ...{ importId, outcome: 'refused', offset },
    });
    for (const { line, code, details } of page.items) {
      const known = code !== null && isRefusalCode(code);
      const sentence = known ? refusalSentence(code, 'en', details) : '';
      const about = code === 'invalid' ? ` ${JSON.stringify(details['fields'])}` : '';
      lines.push({ line, code: code ?? '', why: `${sentence}${about}` });
    }
    offset = page.nextOffset;
  }
  return lines;
}

function told({ counts, applied, total }: ImportView, isTrial: boolean): string {
  const { create, update, unchanged, refused } = counts;
  const rest = `${unchanged} unchanged, ${refused} refused, of ${total} rows.`;
  return isTrial
    ? `Would add ${create} and change ${update}; ${rest}`
    : `${applied} rows are in (${create} added, ${update} changed); ${rest}`;
}
