import {
  addDays,
  addMonths,
  isLocalDate,
  ok,
  refuseFields,
  toLocalDate,
  type LocalDate,
  type Outcome,
  type PatientId,
  type PractitionerId,
} from '@tidbok/core';
import { insertRecallCalls, loadDue, type CalledHow, type DueRow } from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import type { ClinicContext } from './context.ts';
import { openBook } from './open-book.ts';
import type { StaffMember } from './staff.ts';
import type { DuePatient } from './views/patients.ts';

const pageSize = 200;
const maxCalled = 500;
/** Before anybody's recall. */
const always = '1900-01-01' as LocalDate;

export interface DueQuestion {
  /** `ÅÅÅÅ-MM`: due in this month. */
  readonly month: string;
  /** Those of earlier months who have not come as well. */
  readonly withOverdue: boolean;
  readonly practitionerId: PractitionerId | null;
  readonly offset: number;
}

/**
 * *Revision*: patients who are due, overdue first. A protected person is told by the number of them
 * only: they are called by way of Skatteverket. Refuses `invalid` for a month that is none.
 */
export async function duePatients(
  context: ClinicContext,
  by: StaffMember,
  query: DueQuestion,
): Promise<Outcome<{ readonly items: readonly DuePatient[]; readonly nextOffset: number | null }>> {
  const first = `${query.month}-01`;
  if (!isLocalDate(first)) return refuseFields([{ field: 'month', reason: 'not-a-month' }]);
  const book = await openBook(context);
  if (book === null) return ok({ items: [], nextOffset: null });
  const today = toLocalDate(book.register.zone, context.now());
  const rows = await loadDue(context.pool, {
    from: query.withOverdue ? always : first,
    to: lastDayOf(first),
    practitionerId: query.practitionerId,
    now: context.now(),
    offset: query.offset,
    limit: pageSize + 1,
  });
  const shown = rows.slice(0, pageSize);
  await audited(context.pool, by, { what: 'recall', patientIds: shown.map(({ id }) => id) });
  return ok({
    items: shown.map((row) => duePatient(row, today)),
    nextOffset: rows.length > pageSize ? query.offset + pageSize : null,
  });
}

function lastDayOf(first: LocalDate): LocalDate {
  return addDays(addMonths(first, 1), -1);
}

function duePatient(row: DueRow, today: LocalDate): DuePatient {
  const isProtected = row.protection !== 'none';
  const number = row.identityNumber ?? row.reserveNumber;
  const { id, email, mobile, street, postalCode, town, dueOn } = row;
  return {
    ...{ id, email, mobile, street, postalCode, town, dueOn, isProtected },
    givenName: isProtected ? '' : row.givenName,
    familyName: isProtected ? '' : row.familyName,
    numberMasked: isProtected || number === null ? '' : `${number.slice(0, 8)}-••••`,
    recallNextOn: dueOn,
    isOverdue: dueOn < today,
    recallPractitionerId: row.recallPractitionerId,
    recallTemplateId: row.recallTemplateId,
    recallMinutes: row.recallMinutes,
    recallNote: isProtected ? '' : row.recallNote,
    bookedAt: isProtected ? null : row.bookedAt,
    calledAt: row.calledAt,
    calledHow: row.calledHow,
    calledBy: row.calledBy,
  };
}

/** Notes that these patients have been called to what they are due for. */
export async function markCalled(
  context: ClinicContext,
  by: StaffMember,
  command: { readonly patientIds: readonly PatientId[]; readonly how: CalledHow },
): Promise<Outcome<{ readonly called: number }>> {
  const { patientIds, how } = command;
  if (patientIds.length === 0 || patientIds.length > maxCalled) {
    return refuseFields([{ field: 'patientIds', reason: 'out-of-range' }]);
  }
  await audited(context.pool, by, { what: `called-by-${how}`, patientIds });
  const called = await insertRecallCalls(context.pool, {
    ...{ patientIds, how, by: by.userId },
    at: context.now(),
  });
  return ok({ called });
}
