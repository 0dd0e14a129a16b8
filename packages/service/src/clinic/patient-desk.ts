import type { BookingId, Outcome, PatientId } from '@tidbok/core';
import type { ClinicContext } from './context.ts';
import { takeOverDetails } from './detail-differences.ts';
import { patientCard, patientPage, savePatient } from './patient-cards.ts';
import { duePatients, markCalled, type DueQuestion } from './recall-list.ts';
import type { StaffMember } from './staff.ts';
import type {
  CalledHow,
  DifferingField,
  DuePatient,
  PatientCard,
  PatientCardCommand,
  PatientLine,
} from './views/patients.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  /** null: there are no more. */
  readonly nextOffset: number | null;
}

/** The register of patients and the recalls. Every read is recorded. */
export interface PatientDesk {
  readonly patientPage: (
    by: StaffMember,
    query: { readonly search: string; readonly offset: number },
  ) => Promise<Page<PatientLine>>;
  readonly patientCard: (by: StaffMember, id: PatientId) => Promise<Outcome<PatientCard>>;
  readonly savePatient: (
    by: StaffMember,
    command: PatientCardCommand,
  ) => Promise<Outcome<PatientCard>>;
  /** What a patient typed online goes into the register, field by field as staff choose. */
  readonly takeOverDetails: (
    by: StaffMember,
    command: {
      readonly patientId: PatientId;
      readonly bookingId: BookingId;
      readonly fields: readonly DifferingField[];
    },
  ) => Promise<Outcome<null>>;
  readonly duePatients: (by: StaffMember, query: DueQuestion) => Promise<Outcome<Page<DuePatient>>>;
  readonly markCalled: (
    by: StaffMember,
    command: { readonly patientIds: readonly PatientId[]; readonly how: CalledHow },
  ) => Promise<Outcome<{ readonly called: number }>>;
}

export function patientDeskOf(context: ClinicContext): PatientDesk {
  return {
    patientPage: (by, query) => patientPage(context, by, query),
    patientCard: (by, id) => patientCard(context, by, id),
    savePatient: (by, command) => savePatient(context, by, command),
    takeOverDetails: (by, command) => takeOverDetails(context, by, command),
    duePatients: (by, query) => duePatients(context, by, query),
    markCalled: (by, command) => markCalled(context, by, command),
  };
}
