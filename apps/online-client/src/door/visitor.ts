import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { chooseLocale, type Locale } from '@tidbok/text';

const sessionCookie = 'tidbok_client_session';
const deviceCookie = 'tidbok_client_device';
export const languageCookie = 'tidbok_client_language';

const yearSeconds = 365 * 24 * 3600;
const common = 'Path=/; HttpOnly; SameSite=Strict';
/** Forms are good for as long as this process lives. */
const formSecret = randomBytes(32);

/** Who asks for a page, and in which language. */
export interface Visitor {
  readonly locale: Locale;
  readonly member: StaffMember | null;
  readonly sessionToken: string | null;
  readonly deviceToken: string | null;
  /** Goes into each form, and must come back with it. */
  readonly formToken: string;
}

export async function visitorOf(clinic: Clinic, request: IncomingMessage): Promise<Visitor> {
  const sessionToken = cookieOf(request, sessionCookie);
  const member = sessionToken === null ? null : await clinic.memberOfSession(sessionToken);
  const accepted = request.headers['accept-language'] ?? null;
  return {
    locale: chooseLocale(cookieOf(request, languageCookie), accepted),
    member,
    sessionToken: member === null ? null : sessionToken,
    deviceToken: cookieOf(request, deviceCookie),
    formToken: tokenFor(sessionToken ?? ''),
  };
}

function tokenFor(sessionToken: string): string {
  return createHmac('sha256', formSecret).update(sessionToken).digest('base64url');
}

export function isOwnForm(visitor: Visitor, given: string): boolean {
  const [expected, came] = [Buffer.from(visitor.formToken), Buffer.from(given)];
  return expected.length === came.length && timingSafeEqual(expected, came);
}

/** The cookies of one who has just signed in; `secure` where the browser came by HTTPS. */
export function signedInCookies(
  tokens: { readonly sessionToken: string; readonly deviceToken: string },
  secure: boolean,
): string[] {
  const more = secure ? '; Secure' : '';
  return [
    `${sessionCookie}=${tokens.sessionToken}; ${common}${more}`,
    `${deviceCookie}=${tokens.deviceToken}; ${common}; Max-Age=${yearSeconds}${more}`,
  ];
}

export function signedOutCookies(): string[] {
  return [`${sessionCookie}=; ${common}; Max-Age=0`];
}

export function languageCookies(locale: Locale): string[] {
  return [`${languageCookie}=${locale}; ${common}; Max-Age=${yearSeconds}`];
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value.slice(0, 300);
  }
  return null;
}
