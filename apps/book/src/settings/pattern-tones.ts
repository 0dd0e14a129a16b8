import { PRACTITIONER_SIGN } from '@tidbok/core';
import type { SignDraft } from '../calls/card-shapes.ts';

/** The tint of a unit: by what it needs; a sign that nobody has named is as if for nobody. */
export function toneOf(needs: SignDraft['needs'] | undefined): SignDraft['needs'] {
  return needs ?? 'nobody';
}

/**
 * What painting begins with: the first sign that is not the practitioner's, who is there already.
 */
export function brushFor(signs: readonly Pick<SignDraft, 'sign'>[]): string {
  const other = signs.find(({ sign }) => sign !== PRACTITIONER_SIGN);
  return other?.sign ?? PRACTITIONER_SIGN;
}
