import type { Practitioner, PractitionerId } from '@tidbok/core';
import { keepImportedRecords, putPractitioner, type ImportedRecordRow } from '@tidbok/store/clinic';
import { bad, good, type BatchPlan, type BatchRow, type Planning } from './batch.ts';
import type { PractitionerRecord } from './records.ts';

type Row = BatchRow<PractitionerRecord>;

/** Practitioners of a file, known by their number: new ones inherit every list (L4). */
export function planPractitioners(planning: Planning<PractitionerRecord>): BatchPlan {
  const { tx, rows } = planning;
  const saved: Practitioner[] = [];
  const records: ImportedRecordRow[] = [];
  const verdicts = rows.map((row) => {
    const old = tx.register.practitioners.find(({ number }) => number === row.record.number);
    const card = cardOf(planning, row, old);
    if (card === 'unknown-clinic' || card === 'unknown-company') return bad(row, card);
    if (old !== undefined && JSON.stringify(old) === JSON.stringify(card)) {
      return good(row, 'unchanged');
    }
    saved.push(card);
    records.push({ key: row.key, digest: row.digest, recordId: card.id });
    return good(row, old === undefined ? 'create' : 'update');
  });
  const write = async (): Promise<void> => {
    for (const card of saved) await putPractitioner(tx.db, card);
    await keepImportedRecords(tx.db, 'practitioners', records);
  };
  return { verdicts, write };
}

const inherit = { type: 'inherit' } as const;

function cardOf(
  { tx }: Planning<PractitionerRecord>,
  { record }: Row,
  old: Practitioner | undefined,
): Practitioner | 'unknown-clinic' | 'unknown-company' {
  const { clinics, companies } = tx.register;
  const { number, givenName, familyName, title } = record;
  const clinic = named(clinics, record.clinic, old?.clinicId);
  if (clinic === undefined) return 'unknown-clinic';
  const company = named(companies, record.company, old?.companyId ?? clinic.companyId);
  if (company === undefined) return 'unknown-company';
  const names = { number, givenName, familyName, clinicId: clinic.id, companyId: company.id };
  if (old !== undefined) return { ...old, ...names, title: title ?? old.title };
  return {
    id: tx.context.newId<PractitionerId>(),
    ...names,
    title: title ?? 'dentist',
    takesPartOnline: false,
    timeUnitMinutes: 5,
    lists: { templateList: inherit, onlineTemplateList: inherit, preblockList: inherit },
  };
}

/** By name; the usual one where the file names none, and the only one where there is one. */
function named<Card extends { readonly id: string; readonly name: string }>(
  cards: readonly Card[],
  name: string,
  usual: string | undefined,
): Card | undefined {
  if (name !== '') return cards.find((card) => card.name.toLowerCase() === name.toLowerCase());
  return cards.find(({ id }) => id === usual) ?? (cards.length === 1 ? cards[0] : undefined);
}
