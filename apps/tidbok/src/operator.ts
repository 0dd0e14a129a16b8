import { join } from 'node:path';
import { clockOf, openClinic, type Clinic, type ClinicLog } from '@tidbok/service/clinic';
import { openSite, readSiteSecrets, type Site } from '@tidbok/service/site';
import type { Settings } from './settings.ts';
import { openDatabase, type Database, type Side } from './supervisor/databases.ts';
import { ensureSecrets } from './supervisor/secrets.ts';

/** What a command works on. Each half is opened when it is first asked for. */
export type Operator = {
  readonly settings: Settings;
  readonly databaseUrl: (side: Side) => Promise<string>;
  readonly clinic: () => Promise<Clinic>;
  readonly site: () => Promise<Site>;
  readonly close: () => Promise<void>;
};

const quiet: ClinicLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (about, message) => console.error(message, JSON.stringify(about)),
};
const connections = 4;

/**
 * Opens the databases of these settings: the operator's own, those of a supervisor that runs, or
 * the embedded ones, started for as long as the command takes. Opening a half brings its database
 * up to date.
 */
export function openOperator(settings: Settings): Operator {
  const databases = new Map<Side, Promise<Database>>();
  let clinic: Promise<Clinic> | undefined;
  let site: Promise<Site> | undefined;

  const databaseUrl = async (side: Side): Promise<string> => {
    const opening = databases.get(side) ?? openDatabase(settings, side);
    databases.set(side, opening);
    return (await opening).url;
  };
  const common = { now: clockOf(settings.nowFile), log: quiet, maxConnections: connections };
  const openClinicHalf = async (): Promise<Clinic> =>
    openClinic({ ...common, databaseUrl: await databaseUrl('clinic') });
  const openSiteHalf = async (): Promise<Site> => {
    await ensureSecrets(settings.dataFolder);
    const secrets = await readSiteSecrets(join(settings.dataFolder, 'secrets'));
    return openSite({ ...common, secrets, databaseUrl: await databaseUrl('site') });
  };
  return {
    settings,
    databaseUrl,
    clinic: () => (clinic ??= openClinicHalf()),
    site: () => (site ??= openSiteHalf()),
    close: async () => {
      await Promise.allSettled([clinic?.then((half) => half.close())]);
      await Promise.allSettled([site?.then((half) => half.close())]);
      for (const opening of databases.values()) {
        await opening.then(({ server }) => server?.release()).catch(() => undefined);
      }
    },
  };
}
