import type {
  ClinicId,
  CompanyId,
  ListId,
  OrganisationId,
  PractitionerId,
  ResourceId,
  SharedResourceId,
} from '../foundation/ids.ts';

/** The three list choices of a card (L4); `inherit` means *Hämta från* the owner above. */
export interface ListChoices {
  readonly templateList: ListChoice;
  readonly onlineTemplateList: ListChoice;
  readonly preblockList: ListChoice;
}
/** `none`: no list in force here, which means all. */
export type ListChoice =
  | { readonly type: 'inherit' }
  | { readonly type: 'none' }
  | { readonly type: 'list'; readonly listId: ListId };

export interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
}

/** A chain or owner. */
export interface Organisation {
  readonly id: OrganisationId;
  readonly name: string;
  readonly lists: ListChoices;
}

/** The legal entity that a practitioner works for; several may share a clinic. */
export interface Company {
  readonly id: CompanyId;
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly shortName: string;
  readonly organisationNumber: string;
  readonly lists: ListChoices;
}

/** A place where patients go. */
export interface Clinic {
  readonly id: ClinicId;
  readonly organisationId: OrganisationId;
  /** The company that the site names for this clinic. */
  readonly companyId: CompanyId;
  readonly name: string;
  readonly address: Address;
  readonly phone: string;
  /** Shown on the site's first step; empty when there is none. */
  readonly openingText: string;
  readonly takesPartOnline: boolean;
}

/** How a clinic's pages look on the site, apart from the card. */
export interface SiteLook {
  /** `#rrggbb`; null: the site's own. */
  readonly siteColour: string | null;
}

export type PractitionerTitle = 'dentist' | 'hygienist' | 'assistant';

export interface Practitioner {
  readonly id: PractitionerId;
  /** "0001" (L5). */
  readonly number: string;
  readonly title: PractitionerTitle;
  readonly givenName: string;
  readonly familyName: string;
  readonly clinicId: ClinicId;
  readonly companyId: CompanyId;
  readonly takesPartOnline: boolean;
  /** The book's time unit for this practitioner, minutes. */
  readonly timeUnitMinutes: 5 | 10 | 15;
  readonly lists: ListChoices;
}

/** A column of the book: a chair. */
export interface Resource {
  readonly id: ResourceId;
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly position: number;
}

/** An assistant, an X-ray room: taken only for its parts of a team booking (T4). */
export interface SharedResource {
  readonly id: SharedResourceId;
  readonly clinicId: ClinicId;
  readonly name: string;
  /** One character in a resource pattern; never `/` (the practitioner) or `.` (chair only). */
  readonly sign: string;
}
