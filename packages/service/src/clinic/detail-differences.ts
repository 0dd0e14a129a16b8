import { ok, refuse, type BookingId, type Outcome, type PatientId } from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails, type PatientDetails } from '@tidbok/seal';
import {
  loadDifferences,
  loadPatientCard,
  readKeys,
  readPractice,
  settleDifference,
  updatePatientCard,
  type DifferenceRow,
  type PatientCardRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { may } from './members.ts';
import { inPractice } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { DIFFERING_FIELDS, type DetailDifference, type DifferingField } from './views/patients.ts';

/** What the patient typed online that the register says otherwise. */
export async function differencesOf(
  context: ClinicContext,
  card: PatientCardRow,
): Promise<readonly DetailDifference[]> {
  if (card.protection !== 'none') return [];
  const rows = await loadDifferences(context.pool, card.id);
  const differences: DetailDifference[] = [];
  for (const row of rows) {
    const typed = await opened(context, row);
    const fields = typed === null ? [] : differing(card, typed);
    if (fields.length > 0) differences.push({ bookingId: row.bookingId, start: row.start, fields });
  }
  return differences;
}

async function opened(context: ClinicContext, row: DifferenceRow): Promise<PatientDetails | null> {
  const keys = await readKeys(context.pool);
  const practice = await readPractice(context.pool);
  if (keys === null || practice === null) return null;
  try {
    const about = bookingContext(practice.practiceId, row.bookingId);
    return readPatientDetails(openSealed(keys.sealingPrivateKey, row.sealed, about));
  } catch {
    context.log.error({ bookingId: row.bookingId }, 'Sealed details could not be opened.');
    return null;
  }
}

function typedIn(details: PatientDetails, field: DifferingField): string {
  switch (field) {
    case 'street':
    case 'postalCode':
    case 'town':
      return details.address?.[field]?.trim() ?? '';
    default:
      return details[field].trim();
  }
}

function differing(card: PatientCardRow, details: PatientDetails): DetailDifference['fields'] {
  return DIFFERING_FIELDS.map((field) => ({
    field,
    register: card[field],
    typed: typedIn(details, field),
  })).filter(({ register, typed }) => typed !== '' && plain(register) !== plain(typed));
}

/** Spaces and hyphens in phone numbers, and capital letters, are no difference. */
function plain(text: string): string {
  const low = text.trim().toLowerCase();
  return /^[\d\s+()-]+$/.test(low) ? low.replace(/\D/g, '').replace(/^46/, '0') : low;
}

/**
 * Staff take over the fields that they choose, none to keep the register as it is; the difference
 * is then settled. Refuses `unknown-booking` when there is none (any more), `changed-meanwhile`.
 */
export async function takeOverDetails(
  context: ClinicContext,
  by: StaffMember,
  command: {
    readonly patientId: PatientId;
    readonly bookingId: BookingId;
    readonly fields: readonly DifferingField[];
  },
): Promise<Outcome<null>> {
  return inPractice(context, async (tx) => {
    const card = await loadPatientCard(tx.db, command.patientId);
    if (card === null) return refuse('unknown-patient');
    if (card.protection !== 'none' && !may(by, 'patient-protected')) {
      return refuse('permission-missing');
    }
    const row = (await loadDifferences(tx.db, card.id)).find(
      ({ bookingId }) => bookingId === command.bookingId,
    );
    const typed = row === undefined ? null : await opened(context, row);
    if (typed === null) return refuse('unknown-booking');
    const taken = command.fields.map((field) => [field, typedIn(typed, field)] as const);
    if (taken.length > 0) {
      const changed = { ...card, ...Object.fromEntries(taken.filter(([, text]) => text !== '')) };
      if (!(await updatePatientCard(tx.db, changed, tx.now))) return refuse('changed-meanwhile');
    }
    await settleDifference(tx.db, command.bookingId);
    await audited(tx.db, by, { what: 'details-taken-over', patientIds: [card.id] });
    await tx.write([], [changedEverywhere('booking')]);
    return ok(null);
  });
}
