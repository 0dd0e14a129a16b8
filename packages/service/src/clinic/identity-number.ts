import { PersonalIdentityNumber, toLocalDate, type Instant, type Zone } from '@tidbok/core';

export type NumberReading =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly reason: string };

/** An identity number as the register keeps it: twelve digits, or null for none given. */
export function identityNumberOf(text: string, at: { zone: Zone; now: Instant }): NumberReading {
  if (text.trim() === '') return { ok: true, value: null };
  const today = toLocalDate(at.zone, at.now);
  const read = PersonalIdentityNumber.parse(text, { hyphen: 'optional', today });
  if (read.ok) return { ok: true, value: read.value.digits() };
  const reason = read.refusal.details?.['reason'];
  return { ok: false, reason: typeof reason === 'string' ? reason : 'wrong-shape' };
}
