import {
  allowsCategory,
  dateOf,
  type PractitionerId,
  type Preblock,
  type PreblockKindId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';
import { onlineParts } from './clinic-facts.ts';
import { onlineRules } from './online-rules.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { NotOnSite } from './views/book.ts';

/**
 * T2 at the placing: Internet preblocks in which no treatment of the practitioner on shift can be
 * booked online, because none on their e-tidbok list has a category that the kind allows. Names
 * the kind, the practitioners and the categories that their treatments do have.
 */
export function notOnSite(
  register: LoadedRegister,
  { shifts }: ClinicFacts,
  placed: readonly Preblock[],
): NotOnSite | null {
  const rules = onlineRules(register);
  const online = onlineParts(register);
  const without = new Set<PractitionerId>();
  let kindId: PreblockKindId | null = null;
  for (const preblock of placed) {
    const categories = rules.kinds.get(preblock.kindId);
    if (categories === undefined || !online.resources.has(preblock.resourceId)) continue;
    for (const { practitionerId } of shifts.filter((shift) => meets(shift, preblock))) {
      const templates = rules.templatesOf.get(practitionerId);
      if (templates === undefined) continue;
      const isAllowed = templates.some((id) =>
        allowsCategory(categories, rules.templates.get(id)?.categoryId ?? null),
      );
      if (isAllowed) continue;
      without.add(practitionerId);
      kindId = preblock.kindId;
    }
  }
  if (kindId === null) return null;
  const templates = [...without].flatMap((id) => rules.templatesOf.get(id) ?? []);
  const used = new Set(templates.map((id) => rules.templates.get(id)?.categoryId));
  return {
    kindId,
    practitioners: register.practitioners
      .filter(({ id }) => without.has(id))
      .map(({ givenName, familyName }) => `${givenName} ${familyName}`),
    categories: register.categories.filter(({ id }) => used.has(id)).map(({ name }) => name),
  };
}

type Placed = Pick<Preblock, 'resourceId' | 'from' | 'to'>;

function meets(shift: Placed, preblock: Placed): boolean {
  return (
    shift.resourceId === preblock.resourceId &&
    dateOf(shift.from) === dateOf(preblock.from) &&
    shift.from < preblock.to &&
    preblock.from < shift.to
  );
}
