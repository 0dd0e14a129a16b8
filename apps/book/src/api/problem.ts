import type { Refusal, RefusalCode } from '@tidbok/core';
import { bookMessages, refusalSentence, type Locale } from '@tidbok/text';

/** RFC 9457, with the refusal's stable code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode;
  readonly overridable: boolean;
}

const statusOf: Readonly<Partial<Record<RefusalCode, number>>> = {
  invalid: 422,
  'category-required': 422,
  'categories-required': 422,
  'pattern-length': 422,
  'pattern-sign': 422,
  'too-far': 422,
  'local-time-skipped': 422,
  'local-time-ambiguous': 422,
  'too-large': 413,
  'unsupported-media-type': 415,
  'method-not-allowed': 405,
  'rate-limited': 429,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'permission-missing': 403,
  'kind-is-personal': 403,
  'preblock-code-required': 403,
};

export function httpStatus(code: RefusalCode): number {
  return statusOf[code] ?? (code.startsWith('unknown-') ? 404 : 409);
}

export function problemOf(refusal: Refusal, locale: Locale): Problem {
  const { code, overridable, details = {} } = refusal;
  const sentence = refusalSentence(code, locale, details);
  return {
    ...details,
    type: `urn:tidbok:problem:${code}`,
    title: code,
    status: httpStatus(code),
    detail: sentence,
    code,
    overridable,
  };
}

/** A fault of ours: the caller learns that it happened, the log what. */
export function faultOf(requestId: string, isAway: boolean, locale: Locale): object {
  const code = isAway ? 'unavailable' : 'fault';
  const { away, fault } = bookMessages[locale].error;
  return {
    type: `urn:tidbok:problem:${code}`,
    title: code,
    status: isAway ? 503 : 500,
    detail: isAway ? away : fault,
    code,
    requestId,
  };
}
