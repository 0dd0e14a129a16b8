import { MAX_TEXT_LENGTH, isAmount, isColour, nameFields } from '../foundation/field-rules.ts';
import {
  ok,
  refuse,
  refuseFields,
  type FieldRefusal,
  type Outcome,
} from '../foundation/refusal.ts';
import type { BookingTemplate, ResourcePattern, TreatmentCategory } from './booking-template.ts';
import { patientRuleFields } from './patient-rule.ts';
import { CHAIR_ONLY_SIGN, PRACTITIONER_SIGN } from './resource-pattern.ts';

/** No visit is longer than a day in the chair. */
export const MAX_VISIT_MINUTES = 720;

/**
 * A template as it may be saved. Refuses `invalid` (its fields), `category-required` (T1: online
 * without a category), `pattern-length` (not one sign per unit of the visit) and `pattern-sign`
 * (a sign that no shared resource of any clinic has).
 */
export function checkTemplate(
  template: BookingTemplate,
  knownSigns: ReadonlySet<string>,
): Outcome<BookingTemplate> {
  const fields = templateFields(template);
  if (fields.length > 0) return refuseFields(fields);
  if (template.useOnline && template.categoryId === null) return refuse('category-required');
  if (template.resourcePattern === null) return ok(template);
  const pattern = checkPattern(template.resourcePattern, template.minutes, knownSigns);
  return pattern.ok ? ok(template) : pattern;
}

function templateFields(template: BookingTemplate): FieldRefusal[] {
  const fields = nameFields(template.name);
  if (!Number.isInteger(template.minutes) || template.minutes < 1) {
    fields.push({ field: 'minutes', reason: 'too-small' });
  } else if (template.minutes > MAX_VISIT_MINUTES) {
    fields.push({ field: 'minutes', reason: 'too-large' });
  }
  if (template.bookText.length > MAX_TEXT_LENGTH) {
    fields.push({ field: 'bookText', reason: 'too-long' });
  }
  if (template.expectedAmount !== null && !isAmount(template.expectedAmount)) {
    fields.push({ field: 'expectedAmount', reason: 'not-an-amount' });
  }
  return [...fields, ...patientRuleFields(template.admits)];
}

export function checkCategory(category: TreatmentCategory): Outcome<TreatmentCategory> {
  const fields = nameFields(category.name);
  const signs = [...category.sign].length;
  if (signs < 1) fields.push({ field: 'sign', reason: 'required' });
  if (signs > 2) fields.push({ field: 'sign', reason: 'too-long' });
  if (!isColour(category.colour)) fields.push({ field: 'colour', reason: 'not-a-colour' });
  return fields.length === 0 ? ok(category) : refuseFields(fields);
}

function checkPattern(
  pattern: ResourcePattern,
  minutes: number,
  knownSigns: ReadonlySet<string>,
): Outcome<ResourcePattern> {
  const signs = [...pattern.signs];
  const { unitMinutes } = pattern;
  if (!Number.isInteger(unitMinutes) || unitMinutes < 1 || signs.length * unitMinutes !== minutes) {
    return refuse('pattern-length', { minutes, unitMinutes, signs: signs.length });
  }
  const unknown = signs.find(
    (sign) => sign !== PRACTITIONER_SIGN && sign !== CHAIR_ONLY_SIGN && !knownSigns.has(sign),
  );
  return unknown === undefined ? ok(pattern) : refuse('pattern-sign', { sign: unknown });
}
