import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH, nameFields } from '../foundation/field-rules.ts';
import type { CompanyId, OrganisationId, PractitionerId, ResourceId } from '../foundation/ids.ts';
import {
  ok,
  refuse,
  refuseFields,
  type FieldRefusal,
  type Outcome,
} from '../foundation/refusal.ts';
import type { LocalDate } from '../time/instant.ts';
import type { ListOwner } from './lists.ts';
import type { Address, Company, ListChoices, Organisation, Practitioner } from './practice.ts';

/** Whom to speak to. */
export interface ContactPerson {
  readonly title: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** What an invoice needs. */
export interface Economy {
  readonly bankgiro: string;
  readonly plusgiro: string;
  /** Days until an invoice falls due; null = not said. */
  readonly paymentDays: number | null;
}

/** What the cards of an organisation and of a company both hold (L5). */
export interface LegalDetails {
  readonly organisationNumber: string;
  readonly shortName: string;
  /** Who answers for it. */
  readonly responsibleId: PractitionerId | null;
  readonly registeredOn: LocalDate;
  readonly active: boolean;
  readonly contact: ContactPerson;
  readonly address: Address;
  readonly economy: Economy;
}

/** *Organisation*. */
export type OrganisationCard = Organisation & LegalDetails;

/** *Företag*. */
export type CompanyCard = Company &
  LegalDetails & {
    /** *Använd organisationens ekonomiska inställningar*. */
    readonly usesOrganisationEconomy: boolean;
  };

/** *Registerkort*. */
export type PractitionerCard = Practitioner & {
  readonly active: boolean;
  readonly registeredOn: LocalDate;
  /** The chairs that they use, their own first; a team visit may be in any of them (T4). */
  readonly resourceIds: readonly ResourceId[];
};

/** Something that may be put out of use and stays known. */
export interface CanRest {
  readonly active: boolean;
}

/** The economy that holds for a company. */
export function economyInForce(
  company: Pick<CompanyCard, 'usesOrganisationEconomy' | 'economy'>,
  organisation: Pick<OrganisationCard, 'economy'>,
): Economy {
  return company.usesOrganisationEconomy ? organisation.economy : company.economy;
}

/** What is wrong with the fields of an organisation's or a company's card. */
export function legalFields(card: LegalDetails & { readonly name: string }): FieldRefusal[] {
  const fields = nameFields(card.name);
  if (card.organisationNumber !== '' && !/^\d{6}-\d{4}$/.test(card.organisationNumber)) {
    fields.push({ field: 'organisationNumber', reason: 'malformed' });
  }
  if (card.shortName.length > MAX_NAME_LENGTH) {
    fields.push({ field: 'shortName', reason: 'too-long' });
  }
  const { bankgiro, plusgiro, paymentDays } = card.economy;
  if (bankgiro !== '' && !/^\d{3,4}-\d{4}$/.test(bankgiro)) {
    fields.push({ field: 'bankgiro', reason: 'malformed' });
  }
  if (plusgiro !== '' && !/^\d{1,7}-\d$/.test(plusgiro.replaceAll(' ', ''))) {
    fields.push({ field: 'plusgiro', reason: 'malformed' });
  }
  if (paymentDays !== null && !(Number.isInteger(paymentDays) && isWithinYear(paymentDays))) {
    fields.push({ field: 'paymentDays', reason: 'out-of-range' });
  }
  return fields;
}

function isWithinYear(days: number): boolean {
  return days >= 0 && days <= 365;
}

/** *Registerkort*. Refuses `invalid`, naming the fields. */
export function checkPractitionerCard(card: PractitionerCard): Outcome<PractitionerCard> {
  const fields: FieldRefusal[] = [];
  if (card.number.trim() === '') fields.push({ field: 'number', reason: 'required' });
  if (card.givenName.trim() === '') fields.push({ field: 'givenName', reason: 'required' });
  if (card.familyName.trim() === '') fields.push({ field: 'familyName', reason: 'required' });
  if (card.familyName.length > MAX_TEXT_LENGTH) {
    fields.push({ field: 'familyName', reason: 'too-long' });
  }
  if (new Set(card.resourceIds).size !== card.resourceIds.length) {
    fields.push({ field: 'resourceIds', reason: 'repeated' });
  }
  return fields.length === 0 ? ok(card) : refuseFields(fields);
}

/** Whose card it is, with the owners above it: for whom a list may be available (L1). */
export interface CardOwners {
  readonly organisationId: OrganisationId;
  readonly companyId: CompanyId | null;
  readonly practitionerId: PractitionerId | null;
}

/** L1: a list is for everybody, or for the card's own organisation, company or practitioner. */
export function isAvailableTo(owner: ListOwner, card: CardOwners): boolean {
  switch (owner.type) {
    case 'all':
      return true;
    case 'organisation':
      return owner.id === card.organisationId;
    case 'company':
      return owner.id === card.companyId;
    case 'practitioner':
      return owner.id === card.practitionerId;
  }
}

interface OwnedList {
  readonly id: string;
  readonly kind: 'templates' | 'preblocks';
  readonly name: string;
  readonly owner: ListOwner;
}

const KIND_OF_CHOICE = {
  templateList: 'templates',
  onlineTemplateList: 'templates',
  preblockList: 'preblocks',
} as const;

/** L4: each chosen list exists, is of its kind and is available to the card (L1). */
export function checkListChoices(
  choices: ListChoices,
  lists: readonly OwnedList[],
  card: CardOwners,
): Outcome<ListChoices> {
  for (const which of ['templateList', 'onlineTemplateList', 'preblockList'] as const) {
    const choice = choices[which];
    if (choice.type !== 'list') continue;
    const list = lists.find(({ id }) => id === choice.listId);
    if (list?.kind !== KIND_OF_CHOICE[which]) return refuse('unknown-list', { choice: which });
    if (!isAvailableTo(list.owner, card)) return refuse('list-not-available', { name: list.name });
  }
  return ok(choices);
}
