import {
  isUsed,
  type BookingTemplate,
  type BookingTemplateId,
  type OnlineRules,
  type OnlineTemplate,
  type PractitionerId,
} from '@tidbok/core';
import { onlineParts } from './clinic-facts.ts';
import { templatesInForce } from './lists-in-force.ts';
import type { LoadedRegister } from './register-cache.ts';
import { patternOf } from './team-visit.ts';

/** A template as the site needs it; undefined when it is not for the site (T1, T5). */
export function onlineTemplate(
  register: LoadedRegister,
  template: BookingTemplate,
): OnlineTemplate | undefined {
  const { id, name, minutes, categoryId, rebookable, cancellable } = template;
  if (!isUsed(template, 'online') || categoryId === null) return undefined;
  const resourcePattern = patternOf(register, template);
  const { admits = null } = template;
  return { id, name, minutes, categoryId, rebookable, cancellable, resourcePattern, admits };
}

/** The practitioner's list in force on the site, narrowed to templates for the site, in order. */
export function onlineTemplateIds(
  register: LoadedRegister,
  practitionerId: PractitionerId,
): readonly BookingTemplateId[] {
  return templatesInForce(register, practitionerId, 'onlineTemplateList')
    .filter((template) => isUsed(template, 'online'))
    .map(({ id }) => id);
}

/** The rules under which this practice sells online: the same as the site has by the catalogue. */
export function onlineRules(register: LoadedRegister): OnlineRules {
  const practitioners: readonly PractitionerId[] = [...onlineParts(register).practitioners];
  return {
    kinds: new Map(
      register.kinds.flatMap(({ id, rule }) =>
        rule.type === 'internet' ? [[id, rule.categories] as const] : [],
      ),
    ),
    templates: new Map(
      register.templates
        .map((template) => onlineTemplate(register, template))
        .filter((template) => template !== undefined)
        .map((template) => [template.id, template]),
    ),
    templatesOf: new Map(practitioners.map((id) => [id, onlineTemplateIds(register, id)])),
    clinicOfResource: new Map(register.resources.map(({ id, clinicId }) => [id, clinicId])),
    sharedResources: new Map(
      register.clinics.map((clinic) => [
        clinic.id,
        new Map(
          register.sharedResources
            .filter(({ clinicId, active }) => active && clinicId === clinic.id)
            .map(({ sign, id }) => [sign, id]),
        ),
      ]),
    ),
    limits: register.practice.limits,
    zone: register.zone,
  };
}
