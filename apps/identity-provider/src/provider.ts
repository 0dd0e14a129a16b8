import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocalDate, type LocalDate } from '@tidbok/core';
import { Provider, type Grant, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { People } from './people.ts';
import type { IdpSettings } from './settings.ts';

const scope = 'https://id.oidc.se/scope';
const claim = 'https://id.oidc.se/claim';
/** Long enough for the code in an app and a slow walk to the phone. */
const loginSeconds = 10 * 60;
const tokenSeconds = 60;

/**
 * An OpenID Provider for one relying party, the booking site: authorization code with PKCE only.
 * Nobody stays logged in here: each login shows anew who it is.
 */
export async function openProvider(
  { issuer, client, secretsFolder }: IdpSettings,
  people: People,
): Promise<Provider> {
  const keys = await readKeys(secretsFolder);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [keys.signing] },
    cookies: {
      keys: [keys.cookies],
      short: { path: '/' },
    },
    scopes: ['openid', `${scope}/naturalPersonNumber`, `${scope}/naturalPersonInfo`],
    claims: {
      openid: ['sub'],
      [`${scope}/naturalPersonNumber`]: [
        `${claim}/personalIdentityNumber`,
        `${claim}/coordinationNumber`,
      ],
      [`${scope}/naturalPersonInfo`]: ['given_name', 'family_name'],
    },
    // The number stands in the ID token itself: one round trip less, and nothing to fetch later.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => people.claimsOf(accountId, today()) ?? { sub: accountId },
    }),
    loadExistingGrant: grantOf,
    ttl: {
      AuthorizationCode: tokenSeconds,
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      Grant: tokenSeconds,
      Interaction: loginSeconds,
      Session: tokenSeconds,
    },
  });
  // Behind a proxy the address is the one that the proxy tells.
  provider.proxy = true;
  return provider;
}

/** The site is our own: there is nothing that the person could grant it or not. */
async function grantOf({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(`openid ${scope}/naturalPersonNumber ${scope}/naturalPersonInfo`);
  await grant.save();
  return grant;
}

function today(): LocalDate {
  const text = new Date().toISOString().slice(0, 10);
  if (!isLocalDate(text)) throw new Error('the clock tells no day');
  return text;
}

interface Keys {
  readonly signing: JWK;
  readonly cookies: string;
}

/** Made once: a login that is under way lives through a restart. */
async function readKeys(folder: string): Promise<Keys> {
  const file = join(folder, 'identity-provider-keys.json');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const fresh: Keys = {
    signing: { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' },
    cookies: randomBytes(32).toString('base64url'),
  };
  await writeFile(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return JSON.parse(await readFile(file, 'utf8')) as Keys;
}
