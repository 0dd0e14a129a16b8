import { refuse, type LocalDate, type Outcome } from '@tidbok/core';
import * as openid from 'openid-client';
import { CLAIM_MAPS, readIdentity, type ProviderKind } from './claim-map.ts';
import type { VerifiedIdentity } from './verified-identity.ts';

export interface ProviderSettings {
  readonly kind: ProviderKind;
  /** The provider's address; plain http only on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the patient back to, on the site. */
  readonly redirectUri: string;
}

/** What must be remembered, sealed, between the start of a login and its end. */
export interface LoginUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface StartedLogin {
  /** Where the patient's browser goes. */
  readonly url: string;
  readonly underWay: LoginUnderWay;
}

/**
 * The site's end of a login by e-ID: OpenID Connect, authorization code with PKCE, state and nonce
 * (OpenID Connect Core 1.0, RFC 7636, RFC 9700). It knows nothing of BankID or Freja.
 */
export interface RelyingParty {
  /** Throws when the provider cannot be reached. */
  readonly start: (language: string) => Promise<StartedLogin>;
  /**
   * `login-cancelled` when the person gave up; `login-failed` for all that is not the answer to
   * this very start: another state, a used code, a wrong nonce, no number.
   */
  readonly finish: (
    returned: URL,
    underWay: LoginUnderWay,
    today: LocalDate,
  ) => Promise<Outcome<VerifiedIdentity>>;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const patienceSeconds = 10;

export function openRelyingParty(settings: ProviderSettings): RelyingParty {
  const map = CLAIM_MAPS[settings.kind];
  const configuration = discoverOnce(settings);
  return {
    start: async (language) => {
      const config = await configuration();
      const verifier = openid.randomPKCECodeVerifier();
      const underWay = { state: openid.randomState(), nonce: openid.randomNonce(), verifier };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri,
        scope: map.scope,
        ...('acrValues' in map ? { acr_values: map.acrValues } : {}),
        ui_locales: language,
        // Whoever logs in shows who they are each time: computers are shared.
        prompt: 'login',
        state: underWay.state,
        nonce: underWay.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, underWay };
    },
    finish: async (returned, { state, nonce, verifier }, today) => {
      const config = await configuration();
      // Behind a proxy the site sees another address than the patient did.
      const answered = new URL(settings.redirectUri);
      answered.search = returned.search;
      try {
        const tokens = await openid.authorizationCodeGrant(config, answered, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return readIdentity(tokens.claims() ?? {}, map, today);
      } catch (error) {
        if (isCancelled(error, returned, state)) return refuse('login-cancelled');
        if (isUnreachable(error)) throw error;
        return refuse('login-failed');
      }
    },
  };
}

/** The provider is asked once what it can do; again only when it could not be reached. */
function discoverOnce({ issuer, clientId, clientSecret }: ProviderSettings) {
  let known: Promise<openid.Configuration> | null = null;
  const url = new URL(issuer);
  const isLocal = url.protocol === 'http:' && loopback.has(url.hostname);
  return (): Promise<openid.Configuration> => {
    known ??= openid
      .discovery(url, clientId, clientSecret, undefined, {
        timeout: patienceSeconds,
        ...(isLocal ? { execute: [openid.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        known = null;
        throw error;
      });
    return known;
  };
}

function isCancelled(error: unknown, returned: URL, state: string): boolean {
  return (
    error instanceof openid.AuthorizationResponseError &&
    error.error === 'access_denied' &&
    returned.searchParams.get('state') === state
  );
}

/** Nothing was answered: trying again later may work. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}
