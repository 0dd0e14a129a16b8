import {
  checkKind,
  MAX_TEXT_LENGTH,
  nameFields,
  ok,
  refuse,
  refuseFields,
  type BookText,
  type FieldRefusal,
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
  return checkOwner(register, list);
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
