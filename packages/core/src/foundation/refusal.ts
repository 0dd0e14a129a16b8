/**
 * Every expected "no" in Tidbok, by its stable code. The codes reach users' scripts: add to them,
 * never rename one. Each has a sentence in Swedish and English in `@tidbok/text`.
 */
export type RefusalCode =
  // The wanted time.
  | 'time-taken'
  | 'time-held'
  // Why time is not offered, as the book explains it; the site, which knows less, says not-offered.
  | 'not-offered'
  | 'no-preblock'
  | 'preblock-expired'
  | 'under-other-preblock'
  | 'claimed'
  | 'being-withdrawn'
  | 'not-announced'
  | 'too-soon'
  | 'too-far'
  | 'in-the-past'
  | 'off-the-grid'
  | 'category-not-allowed'
  | 'template-not-online'
  | 'template-not-in-list'
  | 'template-retired'
  | 'not-taking-part'
  | 'outside-schedule'
  | 'practitioner-absent'
  | 'preblock-refuses'
  | 'site-not-reached'
  | 'clinic-not-reached'
  // Who may book.
  | 'age-not-allowed'
  | 'children-by-phone'
  | 'number-needed'
  | 'new-patients-not-taken'
  | 'sign-in-needed'
  | 'too-many-open'
  | 'link-not-valid'
  | 'book-recovering'
  | 'time-unknown'
  | 'overlap'
  | 'shift-overlap'
  | 'local-time-skipped'
  | 'local-time-ambiguous'
  | 'too-late-to-change'
  | 'not-rebookable'
  | 'not-cancellable'
  | 'booking-ended'
  | 'hold-expired'
  // What was sent.
  | 'invalid'
  | 'too-large'
  | 'category-required'
  | 'categories-required'
  | 'pattern-length'
  | 'pattern-sign'
  | 'unknown-practice'
  | 'unknown-organisation'
  | 'unknown-company'
  | 'unknown-clinic'
  | 'unknown-template'
  | 'unknown-practitioner'
  | 'unknown-resource'
  | 'unknown-shared-resource'
  | 'unknown-booking'
  | 'unknown-patient'
  | 'unknown-preblock'
  | 'unknown-kind'
  | 'unknown-category'
  | 'unknown-list'
  | 'unknown-shift'
  | 'unknown-absence'
  | 'unknown-plan-change'
  | 'unknown-book-text'
  | 'unknown-sign'
  | 'unknown-hold'
  | 'unknown-user'
  | 'unknown-role'
  | 'unknown-address'
  | 'unknown-message'
  | 'idempotency-key-missing'
  | 'idempotency-key-reused'
  // The state of things.
  | 'in-use'
  | 'already-exists'
  | 'changed-meanwhile'
  | 'not-active'
  | 'list-not-available'
  | 'last-administrator'
  | 'pairing-code-invalid'
  | 'not-paired'
  | 'already-paired'
  // Moving in.
  | 'unknown-import'
  | 'import-ended'
  | 'file-unreadable'
  | 'row-twice'
  | 'import-differs'
  | 'patient-protected'
  // Who asks.
  | 'preblock-code-required'
  | 'kind-is-personal'
  | 'permission-missing'
  | 'not-signed-in'
  | 'sign-in-failed'
  | 'login-failed'
  | 'login-cancelled'
  | 'login-expired'
  | 'login-not-open'
  | 'signature-invalid'
  | 'rate-limited'
  | 'method-not-allowed'
  | 'unsupported-media-type';

/** What a refusal may tell beside its code: ids, codes and numbers, never a patient's details. */
export type RefusalDetail =
  | string
  | number
  | boolean
  | null
  | readonly RefusalDetail[]
  | { readonly [key: string]: RefusalDetail };

export type RefusalDetails = Readonly<Record<string, RefusalDetail>>;

/** An expected no: returned, never thrown. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Staff may knowingly pass it with `override: true`; it is then recorded. */
  readonly overridable: boolean;
  readonly details?: RefusalDetails;
}

/** One field of a form or JSON body that is not acceptable. */
export interface FieldRefusal {
  /** Path within the body, `patient.email`. */
  readonly field: string;
  /** Why, as a kebab-case code: `required`, `too-long`, `wrong-check-digit` … */
  readonly reason: string;
}

export type Refused = { readonly ok: false; readonly refusal: Refusal };
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A refusal that nobody may pass. */
export function refuse(code: RefusalCode, details?: RefusalDetails): Refused {
  return { ok: false, refusal: refusal(code, details) };
}

/** A refusal that staff may knowingly pass. */
export function refuseOverridable(code: RefusalCode, details?: RefusalDetails): Refused {
  return { ok: false, refusal: overridableRefusal(code, details) };
}

export function refusal(code: RefusalCode, details?: RefusalDetails): Refusal {
  return details === undefined
    ? { code, overridable: false }
    : { code, overridable: false, details };
}

export function overridableRefusal(code: RefusalCode, details?: RefusalDetails): Refusal {
  return { ...refusal(code, details), overridable: true };
}

/** `invalid`, naming each field. */
export function refuseFields(fields: readonly FieldRefusal[]): Refused {
  return refuse('invalid', {
    fields: fields.map(({ field, reason }) => ({ field, reason })),
  });
}
