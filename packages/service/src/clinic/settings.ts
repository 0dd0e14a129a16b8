import type {
  BookText,
  BookTextId,
  BookingTemplate,
  BookingTemplateId,
  CanRest,
  Clinic as ClinicCard,
  ClinicId,
  Company,
  CompanyCard,
  CompanyId,
  Instant,
  ListId,
  OnlineLimits,
  Organisation,
  OrganisationCard,
  OrganisationId,
  Outcome,
  PatternSign,
  PatternSignId,
  PracticeId,
  Practitioner,
  PractitionerCard,
  PractitionerId,
  PreblockKind,
  PreblockKindId,
  PreblockList,
  Resource,
  ResourceId,
  SharedResource,
  SharedResourceId,
  SiteLook,
  TemplateList,
  TreatmentCategory,
  TreatmentCategoryId,
} from '@tidbok/core';
import type { AddressField, ChangeDeadline, PatientPolicy } from '@tidbok/protocol';
import type { CardInput } from './cards-desk.ts';
import type { StaffMember } from './staff.ts';
import type { Versioned } from './versions.ts';

export interface PracticeSettings {
  readonly id: PracticeId;
  readonly name: string;
  readonly zoneId: string;
  readonly limits: OnlineLimits & {
    readonly changeDeadline: ChangeDeadline;
    /** Open visits of one person with e-ID; left out in a save: as it stands. */
    readonly maxOpenVisits?: number | null;
  };
  /** Left out in a save: as it stands. */
  readonly patients?: PatientPolicy | null;
  readonly nearHours: number;
  readonly offlineSellingHours: number;
  readonly requiredAddressFields: readonly AddressField[];
}

/** Who and what there is. */
export interface Register {
  readonly practice: PracticeSettings;
  readonly organisations: readonly Versioned<OrganisationCard>[];
  readonly companies: readonly Versioned<CompanyCard>[];
  readonly clinics: readonly Versioned<ClinicCard & CanRest & SiteLook>[];
  readonly practitioners: readonly Versioned<PractitionerCard>[];
  readonly resources: readonly Versioned<Resource & CanRest>[];
  readonly sharedResources: readonly Versioned<SharedResource & CanRest>[];
  /** The signs of team bookings (T4). */
  readonly patternSigns: readonly Versioned<PatternSign>[];
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

/** A template as it is being written. */
export interface TemplateDraft {
  /** null for one that is new, and stands in no list. */
  readonly id: BookingTemplateId | null;
  readonly categoryId: TreatmentCategoryId | null;
}

export interface TemplatePreview {
  readonly code: TemplateWarning['code'] | null;
  /** The Internet kinds that allow the category, by name. */
  readonly kinds: readonly string[];
}

/** A save with an id that is not there inserts; deletion in use is refused and says where. */
export interface Settings {
  readonly register: () => Promise<Register>;
  readonly savePractice: (
    by: StaffMember,
    practice: Omit<PracticeSettings, 'id' | 'zoneId'>,
  ) => Promise<Outcome<PracticeSettings>>;
  readonly saveOrganisation: SaveCard<Organisation, OrganisationCard>;
  readonly saveCompany: SaveCard<Company, CompanyCard>;
  readonly saveClinic: SaveCard<ClinicCard, ClinicCard & CanRest>;
  readonly savePractitioner: SaveCard<Practitioner, PractitionerCard>;
  readonly saveResource: SaveCard<Resource, Resource & CanRest>;
  readonly saveSharedResource: SaveCard<SharedResource, SharedResource & CanRest>;
  readonly savePatternSign: Save<PatternSign>;
  readonly deleteOrganisation: Delete<OrganisationId>;
  readonly deleteCompany: Delete<CompanyId>;
  readonly deleteResource: Delete<ResourceId>;
  readonly deleteSharedResource: Delete<SharedResourceId>;
  readonly deletePatternSign: Delete<PatternSignId>;
  readonly deleteClinic: Delete<ClinicId>;
  readonly deletePractitioner: Delete<PractitionerId>;

  readonly categories: () => Promise<readonly Versioned<TreatmentCategory>[]>;
  readonly saveCategory: Save<TreatmentCategory>;
  readonly deleteCategory: Delete<TreatmentCategoryId>;

  readonly preblockKinds: () => Promise<readonly Versioned<PreblockKind>[]>;
  readonly savePreblockKind: Save<PreblockKind>;
  readonly deletePreblockKind: Delete<PreblockKindId>;

  readonly templates: () => Promise<readonly Versioned<RegisteredTemplate>[]>;
  readonly saveTemplate: Save<BookingTemplate>;
  /** `retired` when bookings use it: it is then only taken out of use (T5). */
  readonly deleteTemplate: (
    by: StaffMember,
    id: BookingTemplateId,
  ) => Promise<Outcome<{ readonly deleted: boolean; readonly retired: boolean }>>;
  /** T2, before it is saved: what the site would make of a template with this category. */
  readonly previewTemplate: (draft: TemplateDraft) => Promise<TemplatePreview>;
  readonly templateWarnings: () => Promise<readonly TemplateWarning[]>;

  readonly lists: () => Promise<readonly Versioned<AnyList>[]>;
  readonly saveList: Save<AnyList>;
  readonly deleteList: Delete<ListId>;

  readonly bookTexts: () => Promise<readonly Versioned<BookText>[]>;
  readonly saveBookText: Save<BookText>;
  readonly deleteBookText: Delete<BookTextId>;
}

/** `seen`: the version that was read; `changed-meanwhile` when it is another now. */
type Save<T> = (by: StaffMember, value: T, seen?: string | null) => Promise<Outcome<T>>;
/** What is left out stays as it stands. */
type SaveCard<Lean, Full extends Lean> = (
  by: StaffMember,
  card: CardInput<Lean, Full>,
  seen?: string | null,
) => Promise<Outcome<Full>>;
type Delete<Id> = (by: StaffMember, id: Id) => Promise<Outcome<{ readonly deleted: boolean }>>;
