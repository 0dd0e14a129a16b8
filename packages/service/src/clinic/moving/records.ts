import type { Instant, LocalDate, LocalDateTime, Zone } from '@tidbok/core';

/** A patient of the file. Empty text: the file says nothing, and nothing is taken away. */
export interface PatientRecord {
  readonly externalId: string;
  readonly identityNumber: string | null;
  readonly reserveNumber: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly bornOn: LocalDate | null;
  readonly email: string;
  readonly mobile: string;
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
  readonly isProtected: boolean;
  readonly recallMonths: number | null;
  readonly recallNextOn: LocalDate | null;
  readonly recallNote: string;
}

export interface PractitionerRecord {
  readonly externalId: string;
  readonly number: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: 'dentist' | 'hygienist' | 'assistant' | null;
  readonly clinic: string;
  readonly company: string;
}

export interface ShiftRecord {
  readonly practitioner: string;
  readonly resource: string;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

export interface BookingRecord {
  readonly externalId: string;
  /** A number, or the patient's id in the other system. */
  readonly patient: string;
  readonly practitioner: string;
  readonly resource: string;
  readonly start: LocalDateTime;
  /** null: the template's. */
  readonly minutes: number | null;
  readonly template: string;
  readonly bookText: string;
}

export type AnyRecord = PatientRecord | PractitionerRecord | ShiftRecord | BookingRecord;

/** When and where the file is read: numbers and times are checked against it. */
export interface ReadingPlace {
  readonly zone: Zone;
  readonly now: Instant;
}
