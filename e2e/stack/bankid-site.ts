import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeCertificates,
  openCounterpart,
  type Counterpart,
} from '@tidbok/tools/bankid-counterpart';
import { freePorts } from './free-ports.ts';
import { startProgram } from './program.ts';
import { readRunNote, type Stack } from './stack.ts';

/** The demo's site once more, with the login by BankID in place of the test persons. */
export interface BankIdSite {
  readonly url: string;
  /** Where the identity provider answers. */
  readonly loginUrl: string;
  /** BankID's end: what happens in the app is set there. */
  readonly bankId: Counterpart;
  readonly stop: () => Promise<void>;
}

/**
 * A second node of the site on the same database, an identity provider of its own, and BankID's
 * counterpart over mutual TLS: three programs that know each other by their addresses only.
 */
export const startBankIdSite = async (stack: Stack): Promise<BankIdSite> => {
  const certificates = makeCertificates();
  const bankId = await openCounterpart(certificates);
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-bankid-'));
  const [pfxFile, caFile] = [join(folder, 'rp.p12'), join(folder, 'ca.pem')];
  await writeFile(pfxFile, certificates.clientPfx, { mode: 0o600 });
  await writeFile(caFile, certificates.ca);
  const [sitePort = 0, loginPort = 0] = await freePorts(2);
  const url = `http://localhost:${String(sitePort)}`;
  const loginUrl = `http://localhost:${String(loginPort)}`;
  const common = { TIDBOK_DATA: stack.dataFolder, SITE_PUBLIC_URL: url };
  const { siteDatabaseUrl } = await readRunNote(stack);
  const programs = await Promise.all([
    startProgram({
      script: 'apps/identity-provider/src/main.ts',
      url: loginUrl,
      environment: {
        ...common,
        IDP_PORT: String(loginPort),
        BANKID_URL: bankId.url,
        BANKID_PFX_FILE: pfxFile,
        BANKID_PASSPHRASE: certificates.passphrase,
        BANKID_CA_FILE: caFile,
      },
    }),
    startProgram({
      script: 'apps/site/server.ts',
      url,
      environment: {
        ...common,
        SITE_PORT: String(sitePort),
        SITE_DATABASE_URL: siteDatabaseUrl,
        SITE_EID_ISSUER: loginUrl,
      },
    }),
  ]);
  return {
    url,
    loginUrl,
    bankId,
    stop: async () => {
      await Promise.all(programs.map(({ stop }) => stop()));
      await bankId.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
