import type {
  BookText,
  BookTextId,
  BookingTemplate,
  BookingTemplateId,
  Clinic as ClinicCard,
  ClinicId,
  Company,
  Instant,
  ListId,
  OnlineLimits,
  Organisation,
  Outcome,
  PracticeId,
  Practitioner,
  PractitionerId,
  PreblockKind,
  PreblockKindId,
  PreblockList,
  Resource,
  SharedResource,
  TemplateList,
  TreatmentCategory,
  TreatmentCategoryId,
} from '@tidbok/core';
import type { AddressField, ChangeDeadline } from '@tidbok/protocol';
import type { StaffMember } from './staff.ts';

export interface PracticeSettings {
  readonly id: PracticeId;
  readonly name: string;
  readonly zoneId: string;
  readonly limits: OnlineLimits & { readonly changeDeadline: ChangeDeadline };
  readonly nearHours: number;
  readonly offlineSellingHours: number;
  readonly requiredAddressFields: readonly AddressField[];
}

/** Who and what there is. */
export interface Register {
  readonly practice: PracticeSettings;
  readonly organisations: readonly Organisation[];
  readonly companies: readonly Company[];
  readonly clinics: readonly ClinicCard[];
  readonly practitioners: readonly Practitioner[];
  readonly resources: readonly Resource[];
  readonly sharedResources: readonly SharedResource[];
}

export type AnyList = TemplateList | PreblockList;

export interface RegisteredTemplate extends BookingTemplate {
  /** A user's name; empty when it came with the register. */
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  /** T2: why the site will not show it, by code; null when it may. */
  readonly warning: TemplateWarning | null;
}

/**
 * T2, the manual's most stressed mistake: `no-matching-preblock` when no Internet preblock that is
 * still to come allows its category; `no-matching-kind` when no Internet kind does at all;
 * `not-in-any-list` when no participating practitioner's list in force holds it.
 */
export interface TemplateWarning {
  readonly code: 'no-matching-kind' | 'no-matching-preblock' | 'not-in-any-list';
  readonly templateId: BookingTemplateId;
}

/** A save with an id that is not there inserts; deletion in use is refused and says where. */
export interface Settings {
  readonly register: () => Promise<Register>;
  readonly savePractice: (
    by: StaffMember,
    practice: Omit<PracticeSettings, 'id' | 'zoneId'>,
  ) => Promise<Outcome<PracticeSettings>>;
  readonly saveOrganisation: Save<Organisation>;
  readonly saveCompany: Save<Company>;
  readonly saveClinic: Save<ClinicCard>;
  readonly savePractitioner: Save<Practitioner>;
  readonly saveResource: Save<Resource>;
  readonly saveSharedResource: Save<SharedResource>;
  readonly deleteClinic: Delete<ClinicId>;
  readonly deletePractitioner: Delete<PractitionerId>;

  readonly categories: () => Promise<readonly TreatmentCategory[]>;
  readonly saveCategory: Save<TreatmentCategory>;
  readonly deleteCategory: Delete<TreatmentCategoryId>;

  readonly preblockKinds: () => Promise<readonly PreblockKind[]>;
  readonly savePreblockKind: Save<PreblockKind>;
  readonly deletePreblockKind: Delete<PreblockKindId>;

  readonly templates: () => Promise<readonly RegisteredTemplate[]>;
  readonly saveTemplate: Save<BookingTemplate>;
  /** `retired` when bookings use it: it is then only taken out of use (T5). */
  readonly deleteTemplate: (
    by: StaffMember,
    id: BookingTemplateId,
  ) => Promise<Outcome<{ readonly deleted: boolean; readonly retired: boolean }>>;
  readonly templateWarnings: () => Promise<readonly TemplateWarning[]>;

  readonly lists: () => Promise<readonly AnyList[]>;
  readonly saveList: Save<AnyList>;
  readonly deleteList: Delete<ListId>;

  readonly bookTexts: () => Promise<readonly BookText[]>;
  readonly saveBookText: Save<BookText>;
  readonly deleteBookText: Delete<BookTextId>;
}

type Save<T> = (by: StaffMember, value: T) => Promise<Outcome<T>>;
type Delete<Id> = (by: StaffMember, id: Id) => Promise<Outcome<{ readonly deleted: boolean }>>;
