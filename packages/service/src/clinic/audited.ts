import type { PatientId } from '@tidbok/core';
import { recordAccess, type Queryable } from '@tidbok/store/clinic';
import type { StaffMember } from './staff.ts';

/** Every read of patients' data passes here, and is recorded before it is answered. */
export async function audited(
  db: Queryable,
  by: StaffMember,
  read: { readonly what: string; readonly patientIds: readonly PatientId[] },
): Promise<void> {
  await recordAccess(db, { actor: by.userId, ...read });
}
