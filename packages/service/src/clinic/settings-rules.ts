import {
  checkKind,
  isAvailableTo,
  MAX_TEXT_LENGTH,
  nameFields,
  ok,
  refuse,
  refuseFields,
  type BookText,
  type CardOwners,
  type FieldRefusal,
  type ListChoice,
  type ListChoices,
  type Outcome,
  type PreblockKind,
  type PreblockType,
} from '@tidbok/core';
import { may } from './members.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { AnyList } from './settings.ts';
import type { StaffMember } from './staff.ts';

const maxListLength = 500;

/**
 * A kind as it may be saved (B1-B4). Refuses `invalid`, `categories-required`, `unknown-category`,
 * `unknown-practitioner`; making a kind Internet, or no longer so, needs the permission (A1).
 */
export function checkKindHere(
  register: LoadedRegister,
  by: StaffMember,
  kind: PreblockKind,
): Outcome<PreblockKind> {
  const checked = checkKind(kind);
  if (!checked.ok) return checked;
  const { rule, validFor } = kind;
  const before = register.kinds.find(({ id }) => id === kind.id);
  const changesInternet = before !== undefined && isInternet(rule) !== isInternet(before.rule);
  if (changesInternet && !may(by, 'preblock-internet')) {
    return refuse('permission-missing', { permission: 'preblock-internet' });
  }
  const owner = validFor.type === 'personal' ? validFor.practitionerId : null;
  if (owner !== null && !register.practitioners.some(({ id }) => id === owner)) {
    return refuse('unknown-practitioner');
  }
  return checkCategories(register, kind);
}

function isInternet(rule: PreblockType): boolean {
  return rule.type === 'internet';
}

function checkCategories(register: LoadedRegister, kind: PreblockKind): Outcome<PreblockKind> {
  if (!('categories' in kind.rule)) return ok(kind);
  const { ids } = kind.rule.categories;
  const known = new Set(register.categories.map(({ id }) => id));
  return ids.every((id) => known.has(id)) ? ok(kind) : refuse('unknown-category');
}

/** L1, L2: known items, each once, an owner that exists. */
export function checkList(register: LoadedRegister, list: AnyList): Outcome<AnyList> {
  const fields: FieldRefusal[] = nameFields(list.name);
  if (new Set<string>(list.ids).size !== list.ids.length) {
    fields.push({ field: 'ids', reason: 'repeated' });
  }
  if (list.ids.length > maxListLength) fields.push({ field: 'ids', reason: 'too-long' });
  if (fields.length > 0) return refuseFields(fields);
  const before = register.lists.find(({ id }) => id === list.id);
  if (before !== undefined && before.kind !== list.kind) {
    return refuseFields([{ field: 'kind', reason: 'cannot-change' }]);
  }
  const known: readonly { readonly id: string }[] =
    list.kind === 'templates' ? register.templates : register.kinds;
  const ids = new Set(known.map(({ id }) => id));
  if (!list.ids.every((id) => ids.has(id))) {
    return refuse(list.kind === 'templates' ? 'unknown-template' : 'unknown-kind');
  }
  const owned = checkOwner(register, list);
  return owned.ok ? checkChosenBy(register, list) : owned;
}

/** L1: a list may not be given to an owner that the cards that chose it are not of. */
function checkChosenBy(register: LoadedRegister, list: AnyList): Outcome<AnyList> {
  const foreign = cardsOf(register)
    .filter(({ lists: { templateList, onlineTemplateList, preblockList } }) =>
      [templateList, onlineTemplateList, preblockList].some((choice) => isChoiceOf(choice, list)),
    )
    .filter(({ owners }) => !isAvailableTo(list.owner, owners));
  if (foreign.length === 0) return ok(list);
  return refuse('in-use', { where: foreign.map(({ where, name }) => ({ where, name })) });
}

function isChoiceOf(choice: ListChoice, list: AnyList): boolean {
  return choice.type === 'list' && choice.listId === list.id;
}

interface CardWithLists {
  readonly where: 'organisation' | 'company' | 'practitioner';
  readonly name: string;
  readonly lists: ListChoices;
  readonly owners: CardOwners;
}

function cardsOf(register: LoadedRegister): CardWithLists[] {
  const none = { companyId: null, practitionerId: null };
  const organisations = register.organisations.map(({ id, name, lists }): CardWithLists => ({
    ...{ where: 'organisation', name, lists },
    owners: { ...none, organisationId: id },
  }));
  const companies = register.companies.map((company): CardWithLists => ({
    ...{ where: 'company', name: company.name, lists: company.lists },
    owners: { ...none, organisationId: company.organisationId, companyId: company.id },
  }));
  const practitioners = register.practitioners.flatMap((person): CardWithLists[] => {
    const company = register.companies.find(({ id }) => id === person.companyId);
    if (company === undefined) return [];
    const { organisationId, id: companyId } = company;
    const name = `${person.givenName} ${person.familyName}`;
    const owners = { organisationId, companyId, practitionerId: person.id };
    return [{ where: 'practitioner', name, lists: person.lists, owners }];
  });
  return [...organisations, ...companies, ...practitioners];
}

function checkOwner(register: LoadedRegister, list: AnyList): Outcome<AnyList> {
  const { owner } = list;
  switch (owner.type) {
    case 'all':
      return ok(list);
    case 'organisation':
      return register.organisations.some(({ id }) => id === owner.id)
        ? ok(list)
        : refuse('unknown-organisation');
    case 'company':
      return register.companies.some(({ id }) => id === owner.id)
        ? ok(list)
        : refuse('unknown-company');
    case 'practitioner':
      return register.practitioners.some(({ id }) => id === owner.id)
        ? ok(list)
        : refuse('unknown-practitioner');
  }
}

export function checkBookText(text: BookText): Outcome<BookText> {
  const fields = nameFields(text.name);
  if (text.text.length > MAX_TEXT_LENGTH) fields.push({ field: 'text', reason: 'too-long' });
  return fields.length === 0 ? ok(text) : refuseFields(fields);
}
