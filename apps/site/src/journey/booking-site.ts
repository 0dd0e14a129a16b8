import type {
  Address,
  BookingId,
  BookingTemplateId,
  ClinicId,
  HoldId,
  Instant,
  LocalDate,
  OrganisationId,
  Outcome,
  PractitionerId,
  PractitionerTitle,
  ResourceId,
  Zone,
} from '@tidbok/core';

/** How late a visit may be changed (E4), as the site tells it. */
export type ChangeDeadline =
  | { readonly type: 'hours'; readonly hours: number }
  | { readonly type: 'workdays'; readonly days: number }
  | { readonly type: 'weekday-before'; readonly at: number };

export type AddressField = keyof Address;

/** A place where patients go, as the pages show it. */
export interface ClinicCard {
  readonly id: ClinicId;
  readonly organisation: { readonly id: OrganisationId; readonly name: string };
  readonly name: string;
  readonly company: string;
  readonly address: Address;
  readonly phone: string;
  readonly openingText: string;
  readonly practitioners: readonly PractitionerCard[];
  readonly zone: Zone;
  readonly requiredAddressFields: readonly AddressField[];
  readonly changeDeadline: ChangeDeadline;
  readonly horizonMonths: number;
}

export interface PractitionerCard {
  readonly id: PractitionerId;
  readonly name: string;
  readonly title: PractitionerTitle;
}

export interface TreatmentCard {
  readonly id: BookingTemplateId;
  readonly name: string;
  readonly minutes: number;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

export interface TimeCard {
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
}

export interface VisitSearch {
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  /** null = any practitioner. */
  readonly practitionerId: PractitionerId | null;
}

export interface TimeChoice {
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  readonly start: Instant;
  readonly resourceId: ResourceId;
}

export interface PatientDetails {
  readonly givenName: string;
  readonly familyName: string;
  /** Twelve digits. */
  readonly personalIdentityNumber: string;
  readonly email: string;
  readonly mobile: string;
  readonly address?: Partial<Address>;
}

export interface HeldTime {
  readonly holdId: HoldId;
  readonly expiresAt: Instant;
}

export interface Booked {
  readonly bookingId: BookingId;
  readonly status: 'confirmed' | 'preliminary';
}

/** What a receipt may show: no word about the patient. */
export interface ReceiptCard {
  readonly status: 'confirmed' | 'preliminary' | 'cancelled';
  readonly start: Instant;
  readonly end: Instant;
  readonly templateName: string;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
  readonly practitionerId: PractitionerId;
}

/** What the pages need of the site: one small door, behind which the service stands. */
export interface BookingSite {
  now(): Instant;
  clinics(): Promise<readonly ClinicCard[]>;
  treatments(clinicId: ClinicId, practitionerId: PractitionerId | null): Promise<TreatmentCard[]>;
  /** Times that start on one of the days `from` to `to`, both included, in order. */
  times(search: VisitSearch, from: LocalDate, to: LocalDate): Promise<TimeCard[]>;
  firstTime(search: VisitSearch, after?: Instant): Promise<TimeCard | null>;
  hold(choice: TimeChoice): Promise<Outcome<HeldTime>>;
  renewHold(clinicId: ClinicId, holdId: HoldId): Promise<Outcome<HeldTime>>;
  releaseHold(clinicId: ClinicId, holdId: HoldId): Promise<void>;
  book(
    choice: TimeChoice,
    patient: PatientDetails,
    proof: { readonly idempotencyKey: string; readonly holdId: HoldId | null },
  ): Promise<Outcome<Booked>>;
  receipt(clinicId: ClinicId, bookingId: BookingId): Promise<ReceiptCard | null>;
}
