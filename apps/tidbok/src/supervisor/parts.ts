import { join, resolve } from 'node:path';
import { environmentOf, type Settings } from '../settings.ts';
import { demoTestPersons } from '../demo/index.ts';
import type { Databases } from './databases.ts';
import type { PartPlan } from './part.ts';

const repository = resolve(import.meta.dirname, '../../../..');

/**
 * The programs and what each is told. The clinic's programs never learn where the site's
 * database is, nor the site where the clinic's: in real life they stand on different computers.
 */
export function planParts(settings: Settings, databases: Databases): PartPlans {
  // The demo writes to nobody: what would be sent lies in a folder.
  const folder = settings.loadsDemo ? { MESSAGE_FOLDER: messageFolderOf(settings) } : {};
  const common = { ...folder, ...environmentOf(settings), NODE_ENV: 'production' };
  const clinic = { ...common, BOOK_DATABASE_URL: databases.clinic.url };
  const login = settings.loadsDemo
    ? { SITE_EID_ISSUER: `http://localhost:${settings.identityPort}`, SITE_EID_KIND: 'oidc-se' }
    : {};
  const site = { ...login, ...common, SITE_DATABASE_URL: databases.site.url };
  const logFile = (name: string) => join(settings.dataFolder, 'logs', `${name}.log`);
  const plan = (name: string, script: string, rest: Pick<PartPlan, 'port' | 'environment'>) => ({
    name,
    script: join(repository, script),
    logFile: logFile(name),
    ...rest,
  });
  return {
    book: plan('book', 'apps/book/server.ts', { port: settings.bookPort, environment: clinic }),
    site: plan('site', 'apps/site/server.ts', { port: settings.sitePort, environment: site }),
    onlineClient: plan('online-client', 'apps/online-client/src/main.ts', {
      port: settings.clientPort,
      environment: clinic,
    }),
    ...(settings.loadsDemo
      ? {
          identityProvider: plan('identity-provider', 'apps/identity-provider/src/main.ts', {
            port: settings.identityPort,
            environment: { ...common, IDP_TEST_PERSONS: JSON.stringify(demoTestPersons()) },
          }),
        }
      : {}),
  };
}

/** Where the demo's messages lie. */
export function messageFolderOf({ dataFolder }: Pick<Settings, 'dataFolder'>): string {
  return join(dataFolder, 'messages');
}

export type PartPlans = Readonly<Record<'book' | 'site' | 'onlineClient', PartPlan>> & {
  /** The test login of the demo; a site of one's own names its provider itself. */
  readonly identityProvider?: PartPlan;
};
