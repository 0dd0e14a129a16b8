import {
  openRelyingParty,
  type LoginUnderWay,
  type ProviderSettings,
  type RelyingParty,
  type VerifiedIdentity,
} from '@tidbok/identity';
import { lock, unlock } from '@tidbok/seal';
import type { Instant } from '@tidbok/core';

/**
 * What the site knows of a person for as long as they are logged in. Kept by their browser,
 * locked.
 */
export interface PersonSession {
  readonly identity: VerifiedIdentity;
  /** What the person has typed themselves since, so that it need not be typed again. */
  readonly contact: { readonly email: string; readonly mobile: string } | null;
  readonly expiresAt: Instant;
}

/** A login between its start and the provider's answer. */
export interface PendingLogin {
  readonly underWay: LoginUnderWay;
  /** A path of this site. */
  readonly returnTo: string;
  readonly expiresAt: Instant;
}

export const SESSION_MINUTES = 30;
export const LOGIN_MINUTES = 15;
/** The names of the only two cookies that the site knows, both needed for what the person asks. */
export const SESSION_COOKIE = 'tidbok-session';
export const LOGIN_COOKIE = 'tidbok-login';

/** Login by e-ID, as the pages and the API use it. */
export interface Login {
  readonly relyingParty: RelyingParty;
  /** Over https the browser is told to send its cookies nowhere else. */
  readonly isSecure: boolean;
  readonly lockSession: (session: PersonSession) => string;
  /** null for none, one that has ended, or one that this site did not make. */
  readonly readSession: (locked: string | undefined, now: Instant) => PersonSession | null;
  readonly lockPending: (pending: PendingLogin) => string;
  readonly readPending: (locked: string | undefined, now: Instant) => PendingLogin | null;
}

export function openLogin(settings: ProviderSettings, key: Buffer): Login {
  return {
    relyingParty: openRelyingParty(settings),
    isSecure: settings.redirectUri.startsWith('https:'),
    lockSession: (session) => lock(key, JSON.stringify(session), SESSION_COOKIE),
    readSession: (locked, now) => living<PersonSession>(key, SESSION_COOKIE, { locked, now }),
    lockPending: (pending) => lock(key, JSON.stringify(pending), LOGIN_COOKIE),
    readPending: (locked, now) => living<PendingLogin>(key, LOGIN_COOKIE, { locked, now }),
  };
}

/** Only we can have locked it, so its shape is ours. */
function living<T extends { readonly expiresAt: Instant }>(
  key: Buffer,
  context: string,
  { locked, now }: { readonly locked: string | undefined; readonly now: Instant },
): T | null {
  const text = locked === undefined ? null : unlock(key, locked, context);
  if (text === null) return null;
  const value = JSON.parse(text) as T;
  return value.expiresAt > now ? value : null;
}

/** One cookie of a request. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
