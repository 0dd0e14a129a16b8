import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Instant } from '@tidbok/core';
import { SettingRefused, Settings, type Environment, type LogLevel } from '@tidbok/doorway';
import { isProviderKind, type ProviderSettings } from '@tidbok/identity';
import { readCarrierSettings, type CarrierSettings } from '@tidbok/message';
import { readProxies } from './client-address.ts';
import { clockOf } from '@tidbok/service/site';

/** What the environment says to the site. The README lists the same names. */
export interface SiteSettings {
  readonly port: number;
  readonly databaseUrl: string;
  /** Where `site-key` and `site-message-key` lie. */
  readonly secretsFolder: string;
  readonly logLevel: LogLevel;
  readonly now: () => Instant;
  /** Calls that one address may make in a minute. */
  readonly callsPerMinute: number;
  /** Bookings a minute that one address may make before each costs a little work. */
  readonly bookingsPerMinute: number;
  /** Proxies that are believed when they say whose call it is. */
  readonly proxies: ReturnType<typeof readProxies>;
  /** Where patients reach the site. */
  readonly publicUrl: string;
  /** The e-ID provider; null: nobody can log in here. */
  readonly login: ProviderSettings | null;
  /** The ways out for messages to patients. */
  readonly carrier: CarrierSettings;
}

/** A patient needs some twenty; a family or an office behind one address more. */
const callsPerMinute = 1_200;
/** As many as a waiting room or an office could want. */
const bookingsPerMinute = 30;
/** The demo is measured and scripted against. */
const demoCallsPerMinute = 1_000_000;
const mostCallsPerMinute = 1_000_000_000;

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readSettings(environment: Environment): SiteSettings {
  const settings = new Settings(environment);
  const generous = settings.isOn('TIDBOK_DEMO', true);
  const port = settings.port('SITE_PORT', 4200);
  const secretsFolder = join(resolve(settings.text('TIDBOK_DATA') ?? 'data'), 'secrets');
  return {
    port,
    databaseUrl: settings.ownDatabase('SITE_DATABASE_URL'),
    secretsFolder,
    logLevel: settings.logLevel(),
    now: clockOf(settings.text('TIDBOK_NOW_FILE')),
    callsPerMinute: settings.whole('SITE_CALLS_PER_MINUTE', {
      otherwise: generous ? demoCallsPerMinute : callsPerMinute,
      most: mostCallsPerMinute,
    }),
    bookingsPerMinute: settings.whole('SITE_BOOKINGS_PER_MINUTE', {
      otherwise: generous ? demoCallsPerMinute : bookingsPerMinute,
      most: mostCallsPerMinute,
    }),
    proxies: proxiesOf(settings.text('SITE_TRUSTED_PROXIES') ?? ''),
    publicUrl: publicUrlOf(settings, port),
    login: loginOf(settings, { port, secretsFolder }),
    // What came of an SMS is asked of the operator.
    carrier: readCarrierSettings(environment),
  };
}

/** `SITE_EID_ISSUER` opens the login; the secret lies in a file that the provider's side knows. */
function loginOf(
  settings: Settings,
  { port, secretsFolder }: { readonly port: number; readonly secretsFolder: string },
): ProviderSettings | null {
  const issuer = settings.text('SITE_EID_ISSUER');
  if (issuer === undefined) return null;
  if (!URL.canParse(issuer)) throw new SettingRefused('SITE_EID_ISSUER must be an address.');
  const kind = settings.text('SITE_EID_KIND') ?? 'oidc-se';
  if (!isProviderKind(kind)) {
    throw new SettingRefused('SITE_EID_KIND must be oidc-se, idura-bankid or signicat.');
  }
  const publicUrl = publicUrlOf(settings, port);
  return {
    kind,
    issuer,
    clientId: settings.text('SITE_EID_CLIENT_ID') ?? 'tidbok-site',
    clientSecret: readSecret(join(secretsFolder, 'eid-client-secret')),
    redirectUri: new URL('/logga-in/klart', publicUrl).href,
  };
}

function publicUrlOf(settings: Settings, port: number): string {
  const publicUrl = settings.text('SITE_PUBLIC_URL') ?? `http://localhost:${port}`;
  if (!URL.canParse(publicUrl)) throw new SettingRefused('SITE_PUBLIC_URL must be an address.');
  return publicUrl;
}

function proxiesOf(text: string): SiteSettings['proxies'] {
  try {
    return readProxies(text);
  } catch {
    throw new SettingRefused('SITE_TRUSTED_PROXIES must be addresses or networks, with commas.');
  }
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingRefused(`${file} must hold the secret that the e-ID provider gave.`);
  }
}
