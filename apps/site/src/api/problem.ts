import type { Refusal, RefusalCode, RefusalDetails } from '@tidbok/core';
import {
  fieldSentence,
  isPatientField,
  refusalSentence,
  siteMessages,
  type Locale,
} from '@tidbok/text';

/** RFC 9457, with a stable code and a sentence for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly [more: string]: unknown;
}

/** What cannot be done as asked is 422, what stands in the way now is 409. */
const statusOf: Readonly<Partial<Record<RefusalCode, number>>> = {
  invalid: 422,
  'idempotency-key-missing': 400,
  'idempotency-key-reused': 422,
  'local-time-skipped': 422,
  'local-time-ambiguous': 422,
  'too-soon': 422,
  'too-far': 422,
  'in-the-past': 422,
  'off-the-grid': 422,
  'too-large': 413,
  'unsupported-media-type': 415,
  'method-not-allowed': 405,
  'rate-limited': 429,
  'hold-expired': 410,
  'pairing-code-invalid': 403,
  'not-signed-in': 401,
};

export function httpStatus(code: RefusalCode): number {
  return statusOf[code] ?? (code.startsWith('unknown-') ? 404 : 409);
}

/** `status` where the refusal's own does not say enough: JSON that is none is 400. */
export function problemOf(refusal: Refusal, locale: Locale, status?: number): Problem {
  const { code, details = {} } = refusal;
  const detail = refusalSentence(code, locale, details);
  return {
    ...details,
    ...fieldSentences(details, locale),
    type: `urn:tidbok:problem:${code}`,
    title: detail,
    status: status ?? httpStatus(code),
    detail,
    code,
  };
}

/** Each field that is wrong, with its own sentence where there is one. */
function fieldSentences(details: RefusalDetails, locale: Locale): { fields?: object[] } {
  const { fields } = details;
  if (!Array.isArray(fields)) return {};
  return { fields: fields.map((each: unknown) => withSentence(each, locale)) };
}

function withSentence(each: unknown, locale: Locale): object {
  if (typeof each !== 'object' || each === null) return {};
  if (!('field' in each) || !('reason' in each)) return each;
  const { field, reason } = each;
  if (typeof field !== 'string' || typeof reason !== 'string') return each;
  const name = field.split('.').at(-1) ?? '';
  if (!field.startsWith('patient.') || !isPatientField(name)) return each;
  return { ...each, detail: fieldSentence(name, reason, locale) };
}

/** There is no such address. */
export function noSuchAddress(locale: Locale): Problem {
  const detail = refusalSentence('unknown-address', locale);
  return {
    type: 'urn:tidbok:problem:unknown-address',
    title: detail,
    status: 404,
    detail,
    code: 'unknown-address',
  };
}

/** A fault, not a refusal: the database is away (try again), or something of ours broke. */
export function faultProblem(
  fault: { readonly requestId: string; readonly isAway: boolean },
  locale: Locale,
): Problem {
  const { away, awayHint, broken, brokenHint } = siteMessages[locale].errors;
  const { requestId, isAway } = fault;
  return {
    type: `urn:tidbok:problem:${isAway ? 'try-again' : 'fault'}`,
    title: isAway ? away : broken,
    status: isAway ? 503 : 500,
    detail: isAway ? awayHint : brokenHint,
    code: isAway ? 'try-again' : 'fault',
    requestId,
  };
}
