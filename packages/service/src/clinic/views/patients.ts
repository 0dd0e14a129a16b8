import type {
  BookingId,
  BookingTemplateId,
  Instant,
  LocalDate,
  PatientId,
  PractitionerId,
} from '@tidbok/core';
import type { CalledHow, PatientCardRow, Protection } from '@tidbok/store/clinic';

export type { CalledHow, Protection };

/** A patient in a list. */
export interface PatientLine {
  readonly id: PatientId;
  readonly givenName: string;
  readonly familyName: string;
  readonly numberMasked: string;
  readonly email: string;
  readonly mobile: string;
  readonly town: string;
  readonly recallNextOn: LocalDate | null;
  /** Then nothing else that names them is told. */
  readonly isProtected: boolean;
}

/** What may be taken over from what a patient typed online. */
export const DIFFERING_FIELDS = [
  'givenName',
  'familyName',
  'email',
  'mobile',
  'street',
  'postalCode',
  'town',
] as const;
export type DifferingField = (typeof DIFFERING_FIELDS)[number];

/** What a patient typed for one online booking, where it differs from the register. */
export interface DetailDifference {
  readonly bookingId: BookingId;
  readonly start: Instant;
  readonly fields: readonly {
    readonly field: DifferingField;
    readonly register: string;
    readonly typed: string;
  }[];
}

export interface PatientCard extends PatientCardRow {
  /** `ÅÅÅÅMMDD-XXXX`; empty when there is none. */
  readonly number: string;
  readonly isReserveNumber: boolean;
  readonly formerNumbers: readonly { readonly number: string; readonly endedAt: Instant }[];
  /** Others in the register who may be the same person. */
  readonly maybeSame: readonly PatientLine[];
  readonly differences: readonly DetailDifference[];
}

export interface PatientCardCommand {
  /** null: a new patient. */
  readonly id: PatientId | null;
  /** Of the card that was shown. */
  readonly version: number;
  readonly givenName: string;
  readonly familyName: string;
  /** Personnummer, samordningsnummer or reserve number; empty when there is none. */
  readonly number: string;
  /** Gives a reserve number to whoever has no number. */
  readonly makeReserveNumber: boolean;
  readonly bornOn: string | null;
  readonly protection: Protection;
  readonly email: string;
  readonly mobile: string;
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
  readonly recallMonths: number | null;
  readonly recallNextOn: string | null;
  readonly recallPractitionerId: PractitionerId | null;
  readonly recallTemplateId: BookingTemplateId | null;
  readonly recallMinutes: number | null;
  readonly recallNote: string;
  readonly recallStopped: boolean;
}

/** A patient who is due for a recall. */
export interface DuePatient extends PatientLine {
  readonly dueOn: LocalDate;
  readonly isOverdue: boolean;
  readonly street: string;
  readonly postalCode: string;
  readonly recallPractitionerId: PractitionerId | null;
  readonly recallTemplateId: BookingTemplateId | null;
  readonly recallMinutes: number | null;
  readonly recallNote: string;
  readonly bookedAt: Instant | null;
  readonly calledAt: Instant | null;
  readonly calledHow: CalledHow | null;
  readonly calledBy: string | null;
}
