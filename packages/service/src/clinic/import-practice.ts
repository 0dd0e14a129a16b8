import type {
  BookText,
  BookingTemplate,
  Clinic as ClinicCard,
  Company,
  Organisation,
  PatientId,
  Practitioner,
  Preblock,
  PreblockKind,
  Resource,
  SharedResource,
  Shift,
  TreatmentCategory,
} from '@tidbok/core';
import type { NewBooking } from '@tidbok/sync';
import type { AnyList, PracticeSettings } from './settings.ts';

export interface ImportedPatient {
  readonly id: PatientId;
  /** Twelve digits, or null when unknown. */
  readonly identityNumber: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly mobile: string;
}

/** A whole practice as one document: the demo, or another system's book. */
export interface ImportedPractice {
  readonly practice: PracticeSettings;
  readonly organisations: readonly Organisation[];
  readonly companies: readonly Company[];
  readonly clinics: readonly ClinicCard[];
  readonly practitioners: readonly Practitioner[];
  readonly resources: readonly Resource[];
  readonly sharedResources: readonly SharedResource[];
  readonly categories: readonly TreatmentCategory[];
  readonly kinds: readonly PreblockKind[];
  readonly templates: readonly BookingTemplate[];
  readonly bookTexts: readonly BookText[];
  readonly lists: readonly AnyList[];
  readonly shifts: readonly Shift[];
  readonly preblocks: readonly Preblock[];
  readonly patients: readonly ImportedPatient[];
  readonly bookings: readonly NewBooking[];
}
