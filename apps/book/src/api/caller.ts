import type { IncomingMessage } from 'node:http';
import { ok, refuse, type Outcome } from '@tidbok/core';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { SESSION_COOKIE } from '../shell/cookies.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who calls: by `Authorization: Bearer`, or by the session cookie, whose writes must come from the
 * book's own pages. Refuses `not-signed-in`, `permission-missing`.
 */
export async function callerOf(
  clinic: Clinic,
  request: IncomingMessage,
): Promise<Outcome<StaffMember>> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    const member = token === undefined ? null : await clinic.memberOfToken(token);
    return member === null ? refuse('not-signed-in') : ok(member);
  }
  const session = cookieOf(request, SESSION_COOKIE);
  const member = session === null ? null : await clinic.memberOfSession(session);
  if (member === null) return refuse('not-signed-in');
  if (!safeMethods.has(request.method ?? '') && !isSameOrigin(request)) {
    return refuse('permission-missing', { reason: 'another-origin' });
  }
  return ok(member);
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return decodeURIComponent(value);
  }
  return null;
}

/** Browsers say where a request comes from; one that says nothing is not let in by cookie. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin !== undefined) return URL.parse(origin)?.host === host;
  return request.headers['sec-fetch-site'] === 'same-origin';
}
