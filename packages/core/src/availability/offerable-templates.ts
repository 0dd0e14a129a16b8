import type {
  BookingTemplateId,
  ClinicId,
  PractitionerId,
  PreblockKindId,
} from '../foundation/ids.ts';
import { hasExpired } from '../preblock/expiry.ts';
import { allowsCategory } from '../preblock/fits.ts';
import type { CategoryRule } from '../preblock/preblock.ts';
import type { Instant } from '../time/instant.ts';
import { endOf } from './availability-index.ts';
import type { OfferedTime, OnlineRules, OnlineTemplate } from './offered-time.ts';

export interface OfferableQuery {
  readonly clinicId: ClinicId;
  /** null = any practitioner: the union of their lists, each in its order. */
  readonly practitionerId: PractitionerId | null;
  readonly now: Instant;
}

/** W3: the templates of the lists in force, in their order, that some future preblock allows. */
export function offerableTemplates(
  rules: OnlineRules,
  offered: readonly OfferedTime[],
  query: OfferableQuery,
): OnlineTemplate[] {
  const kindsOf = futureKinds(rules, offered, query);
  const found = new Map<BookingTemplateId, OnlineTemplate>();
  for (const [practitionerId, templateIds] of rules.templatesOf) {
    const kinds = kindsOf.get(practitionerId);
    if (kinds === undefined) continue;
    for (const id of templateIds) {
      const template = rules.templates.get(id);
      if (template !== undefined && isAllowedBySome(rules, kinds, template)) {
        found.set(id, template);
      }
    }
  }
  return [...found.values()];
}

/** The kinds of the future offered time of each practitioner asked for. */
function futureKinds(
  rules: OnlineRules,
  offered: readonly OfferedTime[],
  { clinicId, practitionerId, now }: OfferableQuery,
): ReadonlyMap<PractitionerId, ReadonlySet<PreblockKindId>> {
  const kinds = new Map<PractitionerId, Set<PreblockKindId>>();
  for (const each of offered) {
    if (practitionerId !== null && each.practitionerId !== practitionerId) continue;
    if (rules.clinicOfResource.get(each.resourceId) !== clinicId) continue;
    if (endOf(each) <= now || hasExpired(each.expiresAt, now)) continue;
    const found = kinds.get(each.practitionerId);
    if (found === undefined) kinds.set(each.practitionerId, new Set([each.preblockKindId]));
    else found.add(each.preblockKindId);
  }
  return kinds;
}

function isAllowedBySome(
  rules: OnlineRules,
  kinds: ReadonlySet<PreblockKindId>,
  template: OnlineTemplate,
): boolean {
  for (const kindId of kinds) {
    const categories = rules.kinds.get(kindId);
    if (categories !== undefined && allowsCategory(categories, template.categoryId)) return true;
  }
  return false;
}

/** T2: what is set up so that it can never show on the site. */
export interface CategoryMismatch {
  /** Online templates whose category no Internet kind allows. */
  readonly templates: readonly BookingTemplateId[];
  /** Internet kinds that allow no online template's category. */
  readonly kinds: readonly PreblockKindId[];
}

/** The manual's most stressed mistake: category of template and of Internet preblock differ. */
export function categoryMismatch(
  templates: readonly OnlineTemplate[],
  kinds: ReadonlyMap<PreblockKindId, CategoryRule>,
): CategoryMismatch {
  const rules = [...kinds];
  return {
    templates: templates
      .filter(({ categoryId }) => !rules.some(([, rule]) => allowsCategory(rule, categoryId)))
      .map(({ id }) => id),
    kinds: rules
      .filter(([, rule]) => !templates.some(({ categoryId }) => allowsCategory(rule, categoryId)))
      .map(([id]) => id),
  };
}
