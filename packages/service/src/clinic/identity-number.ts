import type { Instant } from '@tidbok/core';

export type NumberReading =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly reason: string };

/** An identity number as the register keeps it: twelve digits, or null for none given. */
export function identityNumberOf(text: string, _now: Instant): NumberReading {
  const digits = text.replace(/[\s-]/g, '');
  if (digits === '') return { ok: true, value: null };
  return /^\d{12}$/.test(digits)
    ? { ok: true, value: digits }
    : { ok: false, reason: 'malformed' };
}
