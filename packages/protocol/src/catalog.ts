import type {
  BookingTemplateId,
  ChangeDeadline,
  ClinicId,
  CompanyId,
  MessageRules,
  OnlineLimits,
  OnlineTemplate,
  OrganisationId,
  PractitionerId,
  PractitionerTitle,
  PreblockKindId,
  PracticeId,
  ResourceId,
  SharedResourceId,
  CategoryRule,
  Address,
} from '@tidbok/core';

export type { ChangeDeadline } from '@tidbok/core';

/** E3: which address fields the patient must give. */
export type AddressField = 'street' | 'postalCode' | 'town';

/** The picture beside a clinic's name (E2), small enough to travel with the rest. */
export interface CatalogLogo {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
  /** Base64. */
  readonly data: string;
}

/** Who may book online, and how, beside what each template says. */
export interface PatientPolicy {
  /** A guardian may book for a child who is not thirteen yet. */
  readonly children: boolean;
  /** Who has no Swedish number may book with their date of birth. */
  readonly withoutNumber: boolean;
  /** The confirmation holds a link by which the visit is seen and changed without e-ID. */
  readonly changeByLink: boolean;
}

export const USUAL_PATIENT_POLICY: PatientPolicy = {
  children: true,
  withoutNumber: false,
  changeByLink: false,
};

/**
 * What the site knows of a practice: sent whole whenever it changes. It holds no internal text,
 * no preblock code, no patient.
 */
export interface Catalog {
  readonly practiceId: PracticeId;
  readonly practiceName: string;
  readonly zoneId: string;
  readonly limits: OnlineLimits & {
    readonly changeDeadline: ChangeDeadline;
    /** Open visits that one person with e-ID may have; left out or null: as many as they like. */
    readonly maxOpenVisits?: number | null;
  };
  /** Left out or null: `USUAL_PATIENT_POLICY`. */
  readonly patients?: PatientPolicy | null;
  /** H: time nearer than this is sold by asking the clinic. */
  readonly nearHours: number;
  /** Without contact for longer than this the site only takes requests. */
  readonly offlineSellingHours: number;
  readonly requiredAddressFields: readonly AddressField[];
  readonly organisations: readonly { readonly id: OrganisationId; readonly name: string }[];
  readonly companies: readonly { readonly id: CompanyId; readonly name: string }[];
  readonly clinics: readonly {
    readonly id: ClinicId;
    readonly organisationId: OrganisationId;
    readonly companyId: CompanyId;
    readonly name: string;
    readonly address: Address;
    readonly phone: string;
    readonly openingText: string;
    /** The clinic's own on the site, `#rrggbb`; null: the site's. */
    readonly colour: string | null;
    /** Left out in catalogues that were written before logos travelled. */
    readonly logo?: CatalogLogo | null;
  }[];
  readonly practitioners: readonly {
    readonly id: PractitionerId;
    readonly clinicId: ClinicId;
    readonly companyId: CompanyId;
    readonly title: PractitionerTitle;
    readonly name: string;
    /** The list in force on the site, in its order, already narrowed to online templates. */
    readonly templateIds: readonly BookingTemplateId[];
  }[];
  readonly resources: readonly {
    readonly id: ResourceId;
    readonly clinicId: ClinicId;
    readonly name: string;
  }[];
  readonly sharedResources: readonly {
    readonly id: SharedResourceId;
    readonly clinicId: ClinicId;
    readonly sign: string;
  }[];
  /** Kinds of type Internet only. */
  readonly preblockKinds: readonly {
    readonly id: PreblockKindId;
    readonly categories: CategoryRule;
  }[];
  readonly templates: readonly OnlineTemplate[];
  /** How the practice writes to its patients; null: it does not. */
  readonly messages: MessageRules | null;
}
