import { nameFields } from '../foundation/field-rules.ts';
import type { ClinicId, PatternSignId } from '../foundation/ids.ts';
import { ok, refuseFields, type Outcome } from '../foundation/refusal.ts';
import type { ResourcePattern } from './booking-template.ts';
import { CHAIR_ONLY_SIGN, PRACTITIONER_SIGN } from './resource-pattern.ts';

/** Who or what a stretch of a visit needs beside its chair. */
export type SignNeed = 'practitioner' | 'shared' | 'nobody';

/**
 * A sign that the clinic has named (T4): `.` *Injektion* may need the practitioner, `s` *Assistent*
 * the shared resource that has that sign in the clinic of the visit, `v` *Väntan* nobody.
 */
export interface PatternSign {
  readonly id: PatternSignId;
  /** One character. */
  readonly sign: string;
  readonly name: string;
  readonly needs: SignNeed;
}

/** Every clinic has these two: their names may change, not what they need. */
export function isFixedSign(sign: string): boolean {
  return sign === PRACTITIONER_SIGN || sign === CHAIR_ONLY_SIGN;
}

/** A sign as it may be saved. Refuses `invalid`, naming the fields. */
export function checkPatternSign(sign: PatternSign): Outcome<PatternSign> {
  const fields = nameFields(sign.name);
  if ([...sign.sign].length !== 1 || /\s/.test(sign.sign)) {
    fields.push({ field: 'sign', reason: 'one-character' });
  }
  const fixed =
    sign.sign === PRACTITIONER_SIGN
      ? 'practitioner'
      : sign.sign === CHAIR_ONLY_SIGN
        ? 'nobody'
        : sign.needs;
  if (sign.needs !== fixed) fields.push({ field: 'needs', reason: 'cannot-change' });
  return fields.length === 0 ? ok(sign) : refuseFields(fields);
}

/**
 * The same pattern in the three meanings that booking and site know: `/` wherever the practitioner
 * is needed, `.` wherever nobody is, and the clinic's own sign for a shared resource.
 */
export function plainPattern(
  pattern: ResourcePattern | null,
  signs: readonly PatternSign[],
): ResourcePattern | null {
  if (pattern === null) return null;
  const needs = new Map(signs.map(({ sign, needs: need }) => [sign, need]));
  const plain = [...pattern.signs].map((sign) => {
    const need = needs.get(sign);
    if (need === 'practitioner') return PRACTITIONER_SIGN;
    return need === 'nobody' ? CHAIR_ONLY_SIGN : sign;
  });
  return { ...pattern, signs: plain.join('') };
}

/** The signs that a template may use: a shared one once some clinic has its resource. */
export function usableSigns(
  signs: readonly PatternSign[],
  sharedResources: readonly { readonly sign: string; readonly clinicId: ClinicId }[],
): ReadonlySet<string> {
  const shared = new Set(sharedResources.map(({ sign }) => sign));
  const named = signs.filter(({ sign, needs }) => needs !== 'shared' || shared.has(sign));
  return new Set([...named.map(({ sign }) => sign), ...shared]);
}
