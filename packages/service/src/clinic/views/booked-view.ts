import { ONLINE_USER, type PatientId } from '@tidbok/core';
import type { BookedRow, PatientRow } from '@tidbok/store/clinic';
import type { LoadedRegister } from '../register-cache.ts';
import type { BookedView, CategoryView, PatientView } from './book.ts';
import { stretchOfInterval } from './day-stretch.ts';

/** A booking with the names that the register knows. */
export function bookedView(row: BookedRow, register: LoadedRegister): BookedView {
  const template = register.templates.find(({ id }) => id === row.templateId);
  return {
    ...ownWords(row),
    ...stretchOfInterval(register.zone, { from: row.start, to: row.end }),
    templateName: template?.name ?? '',
    category: categoryView(register, template?.categoryId ?? null),
    patient: patientView(row.patient),
    registeredBy: row.registeredBy ?? (row.source === 'online' ? ONLINE_USER : ''),
  };
}

function ownWords(row: BookedRow) {
  return {
    id: row.id,
    resourceId: row.resourceId,
    practitionerId: row.practitionerId,
    templateId: row.templateId,
    start: row.start,
    end: row.end,
    state: row.state,
    source: row.source,
    replaces: row.replaces,
    override: row.override,
    conflict: row.conflict,
    overridden: row.overridden,
    bookText: row.bookText,
    summonsCard: row.summonsCard,
    moveNextRecall: row.moveNextRecall,
    expectedAmount: row.expectedAmount,
    cancelReason: row.cancelReason,
    registeredAt: row.registeredAt,
    changedAt: row.changedAt,
    version: row.version,
    detailsDiffer: row.detailsDiffer,
  };
}

export function categoryView(
  register: LoadedRegister,
  categoryId: string | null,
): CategoryView | null {
  return register.categories.find(({ id }) => id === categoryId) ?? null;
}

export function patientView(row: PatientRow): PatientView {
  const { id, givenName, familyName, email, mobile, isProtected } = row;
  if (isProtected) return withoutName(id);
  return {
    id,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    identityNumberMasked:
      row.identityNumber === null ? '' : `${row.identityNumber.slice(0, 8)}-••••`,
    email,
    mobile,
    isProtected,
  };
}

/** A person with protected identity, wherever others than their card show them. */
function withoutName(id: PatientId): PatientView {
  const nothing = { name: '', givenName: '', familyName: '', identityNumberMasked: '' };
  return { id, ...nothing, email: '', mobile: '', isProtected: true };
}

export function patientIdsOf(rows: readonly BookedRow[]): PatientId[] {
  return rows.map(({ patient }) => patient.id);
}
