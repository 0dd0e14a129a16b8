import type { FieldRefusal } from '../foundation/refusal.ts';
import type { PatientRule } from './booking-template.ts';

/** What a template says when it says nothing. */
export const EVERYBODY: PatientRule = { newPatients: true, fromAge: null, toAge: null };

/** Nobody is older, as far as a rule may say. */
export const MAX_RULE_AGE = 150;
/** A guardian books for a child until this birthday; then the child has a say of its own. */
export const GUARDIAN_UNTIL_AGE = 13;

/** `age`: whole years on the day of the visit; null, birth date not known, is let pass. */
export function isOfAge(rule: PatientRule | null | undefined, age: number | null): boolean {
  if (age === null || rule === null || rule === undefined) return true;
  return age >= (rule.fromAge ?? 0) && age <= (rule.toAge ?? MAX_RULE_AGE);
}

/** What cannot be meant of a rule, by field. */
export function patientRuleFields(rule: PatientRule | null | undefined): FieldRefusal[] {
  const { fromAge, toAge } = rule ?? EVERYBODY;
  const isAge = (age: number | null): boolean =>
    age === null || (Number.isInteger(age) && age >= 0 && age <= MAX_RULE_AGE);
  const fields: FieldRefusal[] = [];
  if (!isAge(fromAge)) fields.push({ field: 'fromAge', reason: 'not-an-age' });
  if (!isAge(toAge)) fields.push({ field: 'toAge', reason: 'not-an-age' });
  if (fields.length === 0 && fromAge !== null && toAge !== null && fromAge > toAge) {
    fields.push({ field: 'toAge', reason: 'too-small' });
  }
  return fields;
}
