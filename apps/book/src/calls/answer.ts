import { isRefusalCode } from '@tidbok/text';
import type { RefusalCode, RefusalDetails } from '@tidbok/core';
import * as v from 'valibot';

/** Why the server did not do it: a refusal of the domain, or a door that did not open. */
export interface Refused {
  readonly code: RefusalCode | 'unreachable' | 'fault';
  /** Staff may go on knowingly, with `override`. */
  readonly overridable: boolean;
  readonly details: RefusalDetails;
}

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

const detail: v.GenericSchema<RefusalDetails[string]> = v.lazy(() =>
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(detail), details]),
);
const details: v.GenericSchema<RefusalDetails> = v.record(v.string(), detail);

const problem = v.looseObject({
  code: v.string(),
  overridable: v.optional(v.boolean(), false),
});

/** What stands beside the code in a problem document, whether in `details` or beside it. */
function detailsOf(body: Readonly<Record<string, unknown>>): RefusalDetails {
  const nested = v.safeParse(details, body['details']);
  const flat = v.safeParse(details, body);
  return { ...(flat.success ? flat.output : {}), ...(nested.success ? nested.output : {}) };
}

/** The session has ended: the sign-in page leads back to where staff were. */
function signInAgain(): void {
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

function refusedWith(code: Refused['code']): Answer<never> {
  return { ok: false, refused: { code, overridable: false, details: {} } };
}

async function readProblem(response: Response): Promise<Answer<never>> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(problem, body);
  if (!parsed.success) return refusedWith('fault');
  const { code, overridable, ...rest } = parsed.output;
  const known = isRefusalCode(code) ? code : 'fault';
  if (known === 'not-signed-in') signInAgain();
  return { ok: false, refused: { code: known, overridable, details: detailsOf(rest) } };
}

export interface Asking<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly shape: v.GenericSchema<unknown, T>;
  readonly signal?: AbortSignal;
}

/** Asks the book's own API. Never throws: a network that fails is an answer too. */
export async function ask<T>(path: string, asking: Asking<T>): Promise<Answer<T>> {
  const { method = 'GET', body, shape, signal } = asking;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    return refusedWith('unreachable');
  }
  if (!response.ok) return readProblem(response);
  const answered: unknown =
    response.status === 204 ? null : await response.json().catch(() => null);
  const parsed = v.safeParse(shape, answered);
  if (!parsed.success) {
    console.error('Unexpected answer', path, v.flatten(parsed.issues));
    return refusedWith('fault');
  }
  return { ok: true, value: parsed.output };
}

/** `?a=1&b=2`; what is undefined is left out. */
export function query(parts: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined) search.set(name, value);
  }
  return `?${search.toString()}`;
}
