import { ok, PersonalIdentityNumber, refuse, type LocalDate, type Outcome } from '@tidbok/core';
import type { VerifiedIdentity } from './verified-identity.ts';

/** How one kind of OpenID Provider is asked, and where in its claims the answer stands. */
export interface ClaimMap {
  readonly scope: string;
  /** Sent as `acr_values`; absent: the provider decides. */
  readonly acrValues?: string;
  /** The first claim that is there holds the number, twelve digits. */
  readonly number: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
}

const oidcSe = 'https://id.oidc.se';

/**
 * The providers whose claims are known. `oidc-se` is the Swedish profile (oidc.se, claims
 * specification 1.0), which our own BankID provider speaks too; Idura and Signicat after their
 * public documentation of 2026.
 */
export const CLAIM_MAPS = {
  'oidc-se': {
    scope: `openid ${oidcSe}/scope/naturalPersonNumber ${oidcSe}/scope/naturalPersonInfo`,
    number: [`${oidcSe}/claim/personalIdentityNumber`, `${oidcSe}/claim/coordinationNumber`],
    givenName: ['given_name'],
    familyName: ['family_name'],
  },
  'idura-bankid': {
    scope: 'openid',
    acrValues: 'urn:grn:authn:se:bankid',
    number: ['ssn'],
    givenName: ['givenname', 'given_name'],
    familyName: ['surname', 'family_name'],
  },
  signicat: {
    scope: 'openid profile nin idp-id',
    number: ['nin'],
    givenName: ['given_name'],
    familyName: ['family_name'],
  },
} as const satisfies Readonly<Record<string, ClaimMap>>;

export type ProviderKind = keyof typeof CLAIM_MAPS;

export function isProviderKind(text: string): text is ProviderKind {
  return Object.hasOwn(CLAIM_MAPS, text);
}

type Claims = Readonly<Record<string, unknown>>;

/** Reads who it is. Refuses `login-failed` when no right number is told. */
export function readIdentity(
  claims: Claims,
  map: ClaimMap,
  today: LocalDate,
): Outcome<VerifiedIdentity> {
  const told = firstText(claims, map.number);
  const number = PersonalIdentityNumber.parse(told, { today, hyphen: 'optional' });
  if (!number.ok) return refuse('login-failed');
  const method = [claims['amr'], claims['acr'], claims['identityscheme']].flat().find(isText) ?? '';
  return ok({
    personalIdentityNumber: number.value.digits(),
    givenName: firstText(claims, map.givenName),
    familyName: firstText(claims, map.familyName),
    method,
  });
}

function firstText(claims: Claims, names: readonly string[]): string {
  return names.map((name) => claims[name]).find(isText) ?? '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
