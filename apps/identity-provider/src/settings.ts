import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettingRefused, Settings, type Environment, type LogLevel } from '@tidbok/doorway';
import type { BankIdSettings } from '@tidbok/identity';
import { readTestPersons, type TestPerson } from './test-persons.ts';

/** What the environment says to the identity provider. The README lists the same names. */
export interface IdpSettings {
  readonly port: number;
  /** The address that patients' browsers and the site know it by. */
  readonly issuer: string;
  /** The one site that may ask. */
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
  readonly mode:
    | { readonly type: 'test'; readonly persons: readonly TestPerson[] }
    | { readonly type: 'bankid'; readonly bankId: BankIdSettings };
  /** Where keys that outlive a restart lie. */
  readonly secretsFolder: string;
  readonly logLevel: LogLevel;
}

const productionUrl = 'https://appapi2.bankid.com/rp/v6.0/';

/** Reads the environment, or throws `SettingRefused` at the first wrong value. */
export function readSettings(environment: Environment): IdpSettings {
  const settings = new Settings(environment);
  const port = settings.port('IDP_PORT', 4400);
  const secretsFolder = join(resolve(settings.text('TIDBOK_DATA') ?? 'data'), 'secrets');
  const sitePort = settings.port('SITE_PORT', 4200);
  const siteUrl = settings.text('SITE_PUBLIC_URL') ?? `http://localhost:${sitePort}`;
  return {
    port,
    issuer: settings.text('IDP_ISSUER') ?? `http://localhost:${port}`,
    client: {
      id: 'tidbok-site',
      secret: secretIn(join(secretsFolder, 'eid-client-secret')),
      redirectUri: new URL('/logga-in/klart', siteUrl).href,
    },
    mode: modeOf(settings),
    secretsFolder,
    logLevel: settings.logLevel(),
  };
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingRefused(`${file} must hold the secret that the site knows too.`);
  }
}

function modeOf(settings: Settings): IdpSettings['mode'] {
  const given = (name: string): string | undefined => settings.text(name);
  const persons = given('IDP_TEST_PERSONS');
  const pfx = given('BANKID_PFX_FILE');
  if (persons !== undefined && pfx !== undefined) {
    throw new SettingRefused('IDP_TEST_PERSONS and BANKID_PFX_FILE cannot both be set.');
  }
  if (persons !== undefined) return { type: 'test', persons: readTestPersons(persons) };
  const ca = given('BANKID_CA_FILE');
  const passphrase = given('BANKID_PASSPHRASE');
  if (pfx === undefined || ca === undefined || passphrase === undefined) {
    throw new SettingRefused('BANKID_PFX_FILE, BANKID_PASSPHRASE and BANKID_CA_FILE must be set.');
  }
  const url = given('BANKID_URL') ?? productionUrl;
  return {
    type: 'bankid',
    bankId: { url, passphrase, pfx: readFileSync(pfx), ca: readFileSync(ca) },
  };
}
