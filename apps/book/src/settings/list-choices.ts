import type {
  ChoiceDraft,
  CompanyDraft,
  ListsDraft,
  OrganisationDraft,
  WhichList,
} from '../calls/card-shapes.ts';
import type { ListDraft } from '../calls/settings-shapes.ts';

/** Whose card it is, and whom it stands under. */
export interface CardPlace {
  readonly owner: 'organisation' | 'company' | 'practitioner';
  /** Of the card itself; empty while it is new. */
  readonly id: string;
  readonly companyId: string;
  readonly organisationId: string;
}

const KIND = {
  templateList: 'templates',
  onlineTemplateList: 'templates',
  preblockList: 'preblocks',
} as const;

/** L1: the lists of everybody and of the card's own owners. */
export function availableLists(
  all: readonly ListDraft[],
  which: WhichList,
  place: CardPlace & { readonly companies: readonly CompanyDraft[] },
): { id: string; name: string }[] {
  const owners = {
    organisation: organisationOf(place),
    company: place.owner === 'organisation' ? '' : place.companyId,
    practitioner: place.owner === 'practitioner' ? place.id : '',
  };
  return all
    .filter(({ kind }) => kind === KIND[which])
    .filter(({ owner }) => owner.type === 'all' || owner.id === owners[owner.type])
    .map(({ id, name }) => ({ id, name }));
}

function organisationOf({
  owner,
  organisationId,
  companyId,
  companies,
}: CardPlace & { readonly companies: readonly CompanyDraft[] }): string {
  if (owner !== 'practitioner') return organisationId;
  return companies.find(({ id }) => id === companyId)?.organisationId ?? '';
}

export function valueOf({ type, listId }: ChoiceDraft): string {
  return type === 'list' && listId !== null ? listId : type;
}

export function choiceOf(value: string): ChoiceDraft {
  return value === 'inherit' || value === 'none'
    ? { type: value, listId: null }
    : { type: 'list', listId: value };
}

interface Above extends CardPlace {
  readonly companies: readonly CompanyDraft[];
  readonly organisations: readonly OrganisationDraft[];
}

/** L4, as the core has it: the first card up the line that does not inherit decides. */
export function forceOf(
  lists: ListsDraft,
  which: WhichList,
  place: Above,
): { readonly listId: string; readonly from: CardPlace['owner'] } | null {
  const company = place.companies.find(({ id }) => id === place.companyId);
  const organisationId = organisationOf(place);
  const organisation = place.organisations.find(({ id }) => id === organisationId);
  const line: readonly [CardPlace['owner'], ListsDraft | undefined][] = [
    ['practitioner', place.owner === 'practitioner' ? lists : undefined],
    ['company', place.owner === 'company' ? lists : company?.lists],
    ['organisation', place.owner === 'organisation' ? lists : organisation?.lists],
  ];
  const ownersAbove = line.slice(line.findIndex(([owner]) => owner === place.owner));
  for (const [from, card] of ownersAbove) {
    const choice = card?.[which];
    if (choice === undefined || choice.type === 'inherit') continue;
    return choice.type === 'list' && choice.listId !== null
      ? { listId: choice.listId, from }
      : null;
  }
  return null;
}
