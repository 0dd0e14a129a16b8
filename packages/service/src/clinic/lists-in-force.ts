import {
  listInForce,
  narrowed,
  type BookingTemplate,
  type ListChoices,
  type ListInForce,
  type PractitionerId,
  type PreblockKind,
  type PreblockList,
  type TemplateList,
} from '@tidbok/core';
import type { LoadedRegister } from './register-cache.ts';

/** Whose list is in force for a practitioner (L4); null = none, which means all. */
export function listOf(
  register: LoadedRegister,
  practitionerId: PractitionerId,
  which: keyof ListChoices,
): ListInForce | null {
  const practitioner = register.practitioners.find(({ id }) => id === practitionerId);
  const company = register.companies.find(({ id }) => id === practitioner?.companyId);
  const organisation = register.organisations.find(({ id }) => id === company?.organisationId);
  if (practitioner === undefined || company === undefined || organisation === undefined)
    return null;
  return listInForce({ practitioner, company, organisation }, which);
}

/** Templates in the order shown, not yet narrowed by their own *Använd i …* flags. */
export function templatesInForce(
  register: LoadedRegister,
  practitionerId: PractitionerId,
  which: 'templateList' | 'onlineTemplateList',
): readonly BookingTemplate[] {
  const list = contentOf(register, listOf(register, practitionerId, which));
  return narrowed<BookingTemplate>(register.templates, list);
}

/** Kinds in the order shown. */
export function kindsInForce(
  register: LoadedRegister,
  practitionerId: PractitionerId,
): readonly PreblockKind[] {
  const list = contentOf(register, listOf(register, practitionerId, 'preblockList'));
  return narrowed<PreblockKind>(register.kinds, list);
}

function contentOf(
  register: LoadedRegister,
  inForce: ListInForce | null,
): TemplateList | PreblockList | null {
  return register.lists.find(({ id }) => id === inForce?.listId) ?? null;
}
