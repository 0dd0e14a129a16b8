import { readFileSync } from 'node:fs';
import type { Clinic, ImportKind, ImportView } from '@tidbok/service/clinic';
import type { Pool } from 'pg';
import { must } from './open-small-practice.ts';
import { reception } from './small-practice.ts';

const pieceBytes = 100_000;

/** The Tax Agency's official test numbers. */
export const testNumbers: readonly string[] = readFileSync(
  new URL('../../../core/test/test-identity-numbers.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => /^\d{12}$/.test(line));

/** Sends a file in pieces and reads it by the guessed columns. */
export async function sendFile(
  clinic: Clinic,
  kind: ImportKind,
  file: string | Uint8Array,
): Promise<ImportView> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const about = { kind, fileName: `${kind}.csv`, sizeBytes: bytes.length };
  const { id } = must(await clinic.startImport(reception, about));
  for (let i = 0; i * pieceBytes < bytes.length; i += 1) {
    const piece = bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes);
    must(await clinic.addImportPiece({ importId: id, position: i, bytes: piece }));
  }
  return must(await clinic.readImport(id, null));
}

/** Steps until the import rests; `each` may throw to break off. */
export async function stepThrough(
  clinic: Clinic,
  id: string,
  each: (view: ImportView) => void = () => undefined,
): Promise<ImportView> {
  for (;;) {
    const view = must(await clinic.stepImport(reception, id));
    each(view);
    if (view.state !== 'checking' && view.state !== 'applying') return view;
  }
}

/** The dry run alone: nothing is taken in. */
export async function tryFile(
  clinic: Clinic,
  kind: ImportKind,
  file: string | Uint8Array,
): Promise<ImportView> {
  return stepThrough(clinic, (await sendFile(clinic, kind, file)).id);
}

export async function moveIn(
  clinic: Clinic,
  kind: ImportKind,
  file: string | Uint8Array,
): Promise<ImportView> {
  const { id } = await tryFile(clinic, kind, file);
  must(await clinic.applyImport(id));
  return stepThrough(clinic, id);
}

/** What is refused, by line: the code, or `field reason` where it is `invalid`. */
export async function refusedLines(clinic: Clinic, id: string): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  for (let offset: number | null = 0; offset !== null;) {
    const page: Awaited<ReturnType<Clinic['importRows']>> = await clinic.importRows({
      ...{ importId: id, outcome: 'refused', offset },
    });
    for (const { line, code, details } of page.items) {
      const fields = details['fields'];
      const first: unknown = Array.isArray(fields) ? fields[0] : null;
      refused.set(line, code === 'invalid' ? faultOf(first) : (code ?? ''));
    }
    offset = page.nextOffset;
  }
  return refused;
}

function faultOf(value: unknown): string {
  const known =
    typeof value === 'object' && value !== null && 'field' in value && 'reason' in value;
  return known ? `${String(value.field)} ${String(value.reason)}` : '';
}

/** All that was moved in, without our own ids: the same for the same files. */
export async function contentOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ digest: string }>(`
    select md5(coalesce((select string_agg(line, e'\n' order by line) from (
      select concat_ws('|', identity_number, reserve_number, given_name, family_name, email,
        mobile, street, postal_code, town, recall_months, recall_next_on) as line from patient
      union all
      select concat_ws('|', starts_at, ends_at, p.given_name, p.family_name,
        coalesce(p.identity_number, p.reserve_number), practitioner_id, resource_id, template_id,
        book_text, state) from booking b join patient p on p.id = b.patient_id
      union all select concat_ws('|', during, subject_id) from occupancy
    ) lines), '')) as digest`);
  return rows[0]?.digest ?? '';
}
