import {
  formattedNumber,
  ok,
  refuse,
  reserveNumber,
  type LocalDate,
  type Outcome,
  type PatientId,
} from '@tidbok/core';
import {
  findLikePatients,
  insertPatientCard,
  keepFormerNumber,
  loadFormerNumbers,
  loadPatientCard,
  pageOfPatients,
  takeReserveCounters,
  updatePatientCard,
  type PatientCardRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import type { ClinicContext } from './context.ts';
import { differencesOf } from './detail-differences.ts';
import { may } from './members.ts';
import { checkCard } from './patient-card-rules.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import type { PatientCard, PatientCardCommand, PatientLine } from './views/patients.ts';

const pageSize = 50;
const maxWords = 5;
const maxSearchLength = 100;

/** A page of the register, by name or number; protected persons are told apart, never by name. */
export async function patientPage(
  context: ClinicContext,
  by: StaffMember,
  query: { readonly search: string; readonly offset: number },
): Promise<{ readonly items: readonly PatientLine[]; readonly nextOffset: number | null }> {
  const text = query.search.trim().toLowerCase().slice(0, maxSearchLength);
  const isNumber = /^\d[\da-z\s-]*$/.test(text);
  const rows = await pageOfPatients(context.pool, {
    words: isNumber ? [] : text.split(/\s+/).filter(Boolean).slice(0, maxWords),
    number: isNumber ? text.replace(/[\s-]/g, '').toUpperCase() : '',
    withProtected: may(by, 'patient-protected'),
    offset: query.offset,
    limit: pageSize + 1,
  });
  const shown = rows.slice(0, pageSize);
  await audited(context.pool, by, { what: 'register', patientIds: shown.map(({ id }) => id) });
  return {
    items: shown.map(patientLine),
    nextOffset: rows.length > pageSize ? query.offset + pageSize : null,
  };
}

/** A line of a list: of a protected person only that there is one. */
export function patientLine(row: PatientCardRow): PatientLine {
  const { id, recallNextOn, mobile, email, town } = row;
  if (row.protection !== 'none') {
    const nothing = { givenName: '', familyName: '', numberMasked: '', mobile, email, town };
    return { id, ...nothing, recallNextOn, isProtected: true };
  }
  const number = row.identityNumber ?? row.reserveNumber;
  return {
    id,
    givenName: row.givenName,
    familyName: row.familyName,
    numberMasked: number === null ? '' : `${number.slice(0, 8)}-••••`,
    ...{ mobile, email, town, recallNextOn },
    isProtected: false,
  };
}

/**
 * The whole card. Refuses `unknown-patient`, and `permission-missing` for a protected person to
 * whoever may not open them. That one looked, or tried to, is recorded.
 */
export async function patientCard(
  context: ClinicContext,
  by: StaffMember,
  id: PatientId,
): Promise<Outcome<PatientCard>> {
  const row = await loadPatientCard(context.pool, id);
  if (row === null) return refuse('unknown-patient');
  if (row.protection !== 'none' && !may(by, 'patient-protected')) {
    await audited(context.pool, by, { what: 'protected-refused', patientIds: [id] });
    return refuse('permission-missing', { permission: 'patient-protected' });
  }
  const what = row.protection === 'none' ? 'card' : 'protected-card';
  await audited(context.pool, by, { what, patientIds: [id] });
  return ok(await cardView(context, row));
}

async function cardView(context: ClinicContext, row: PatientCardRow): Promise<PatientCard> {
  const former = await loadFormerNumbers(context.pool, row.id);
  const like = await findLikePatients(context.pool, row);
  return {
    ...row,
    number: formatted(row.identityNumber ?? row.reserveNumber),
    isReserveNumber: row.reserveNumber !== null,
    formerNumbers: former.map(({ number, endedAt }) => ({
      number: formattedNumber(number),
      endedAt,
    })),
    maybeSame: like.map(patientLine),
    differences: await differencesOf(context, row),
  };
}

function formatted(number: string | null): string {
  return number === null ? '' : formattedNumber(number);
}

/** A new card (without `id`), or a changed one; refuses `changed-meanwhile` by its version. */
export async function savePatient(
  context: ClinicContext,
  by: StaffMember,
  command: PatientCardCommand,
): Promise<Outcome<PatientCard>> {
  const saved = await inPractice(context, async (tx) => {
    const old = command.id === null ? null : await loadPatientCard(tx.db, command.id);
    if (command.id !== null && old === null) return refuse('unknown-patient');
    const isProtected = (old?.protection ?? 'none') !== 'none';
    if (isProtected && !may(by, 'patient-protected')) {
      return refuse('permission-missing', { permission: 'patient-protected' });
    }
    const checked = checkCard(tx, command, old);
    if (!checked.ok) return checked;
    const card = await withReserveNumber(tx, command, checked.value);
    const written = await write(tx, by, { card, old });
    if (!written.ok) return written;
    await audited(tx.db, by, { what: old === null ? 'added' : 'changed', patientIds: [card.id] });
    return ok(card.id);
  });
  if (!saved.ok) return saved;
  const row = await loadPatientCard(context.pool, saved.value);
  return row === null ? refuse('unknown-patient') : ok(await cardView(context, row));
}

async function withReserveNumber(
  tx: PracticeTransaction,
  command: PatientCardCommand,
  card: PatientCardRow,
): Promise<PatientCardRow> {
  const needsOne = command.makeReserveNumber && card.identityNumber === null;
  if (!needsOne || card.reserveNumber !== null) return card;
  const [made] = await newReserveNumbers(tx, [card.bornOn]);
  return made === undefined ? card : { ...card, reserveNumber: made };
}

/** As many reserve numbers as birth dates, none of which has been given before. */
export async function newReserveNumbers(
  { db }: PracticeTransaction,
  born: readonly (LocalDate | null)[],
): Promise<string[]> {
  const counters = await takeReserveCounters(db, born.length);
  return born.map((day, i) => reserveNumber(day, counters[i] ?? 0));
}

async function write(
  tx: PracticeTransaction,
  by: StaffMember,
  { card, old }: { readonly card: PatientCardRow; readonly old: PatientCardRow | null },
): Promise<Outcome<null>> {
  if (old === null) {
    await insertPatientCard(tx.db, card, tx.now);
    return ok(null);
  }
  if (!(await updatePatientCard(tx.db, card, tx.now))) return refuse('changed-meanwhile');
  const former = old.identityNumber ?? old.reserveNumber;
  if (former !== null && former !== (card.identityNumber ?? card.reserveNumber)) {
    const { userId } = by;
    await keepFormerNumber(tx.db, {
      ...{ patientId: card.id, number: former, by: userId },
      at: tx.now,
    });
  }
  return ok(null);
}
