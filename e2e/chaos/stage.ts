import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoTestPersons } from '@tidbok/cli/demo';
import { startPostgres, type PostgresServer } from '@tidbok/cli/postgres';
import { ensureSecrets } from '@tidbok/cli/secrets';
import type { Random } from '@tidbok/sim/random';
import { operateIn } from '../stack/operator.ts';
import { freePorts } from '../stack/free-ports.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { FaultProxy } from './fault-proxy.ts';
import { Part } from './part.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

/** The lines that can break, by who calls whom. */
export interface Lines {
  /** Patients to the two site nodes. */
  readonly patients: FaultProxy;
  /** The Online Client to the two site nodes. */
  readonly wire: FaultProxy;
  readonly firstToDatabase: FaultProxy;
  readonly secondToDatabase: FaultProxy;
  /** Book and Online Client to the clinic's database. */
  readonly clinicDatabase: FaultProxy;
}

/** The whole product as real processes: the site twice on one database, all behind bad lines. */
export interface Stage {
  readonly folder: string;
  readonly siteUrl: string;
  readonly bookUrl: string;
  /** Every door that says how it is. */
  readonly healthUrls: readonly string[];
  readonly clinicDatabaseUrl: string;
  readonly siteDatabaseUrl: string;
  readonly token: string;
  readonly parts: readonly Part[];
  readonly servers: Readonly<Record<'clinic-database' | 'site-database', PostgresServer>>;
  readonly lines: Lines;
  /** Where the site's database lies, when this account may make a disk that can be filled. */
  readonly disk: SmallDisk | null;
  readonly stop: () => Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;

export const isWell = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const through = (databaseUrl: string, port: number): string => {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
};

const openLines = async (
  ports: readonly number[],
  servers: Stage['servers'],
  random: Random,
): Promise<{ readonly lines: Lines; readonly at: readonly number[] }> => {
  const at = await freePorts(5);
  const site = servers['site-database'].port;
  const lines: Lines = {
    patients: new FaultProxy(ports, random),
    wire: new FaultProxy(ports, random),
    firstToDatabase: new FaultProxy([site], random),
    secondToDatabase: new FaultProxy([site], random),
    clinicDatabase: new FaultProxy([servers['clinic-database'].port], random),
  };
  for (const [index, line] of Object.values(lines).entries()) {
    await (line as FaultProxy).listen(at[index] ?? 0);
  }
  return { lines, at };
};

const startServer = (folder: string, side: 'clinic' | 'site'): Promise<PostgresServer> =>
  startPostgres({
    folder: join(folder, 'postgres', side),
    database: `tidbok_${side}`,
    sharedFolder: '/var/lib/tidbok',
    isDurable: true,
  });

interface Doors {
  readonly book: number;
  readonly first: number;
  readonly second: number;
  readonly client: number;
  readonly login: number;
}

interface Addresses {
  readonly clinic: string;
  readonly first: string;
  readonly second: string;
  /** As patients know the site. */
  readonly site: string;
}

const partsOf = (folder: string, doors: Doors, urls: Addresses): Part[] => {
  const part = (name: string, script: string, own: NodeJS.ProcessEnv): Part =>
    new Part({
      name,
      script,
      logFile: join(folder, 'logs', `${name}.log`),
      environment: {
        ...process.env,
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        TIDBOK_DATA: folder,
        TIDBOK_DEMO: '1',
        SITE_PUBLIC_URL: urls.site,
        SITE_EID_ISSUER: `http://localhost:${String(doors.login)}`,
        IDP_PORT: String(doors.login),
        IDP_TEST_PERSONS: JSON.stringify(demoTestPersons()),
        ...own,
      },
    });
  const [site, book] = ['apps/site/server.ts', 'apps/book/server.ts'];
  const clinic = { BOOK_DATABASE_URL: urls.clinic };
  return [
    part('book', book, { ...clinic, BOOK_PORT: String(doors.book) }),
    part('site-1', site, { SITE_DATABASE_URL: urls.first, SITE_PORT: String(doors.first) }),
    part('site-2', site, { SITE_DATABASE_URL: urls.second, SITE_PORT: String(doors.second) }),
    part('online-client', 'apps/online-client/src/main.ts', {
      ...clinic,
      CLIENT_PORT: String(doors.client),
    }),
    part('identity-provider', 'apps/identity-provider/src/main.ts', {}),
  ];
};

/** Starts everything with the demo practice, paired, and a key to the staff's API. */
export const openStage = async (random: Random): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-chaos-'));
  await chmod(folder, 0o711);
  await mkdir(join(folder, 'logs'));
  await mkdir(join(folder, 'postgres', 'site'), { recursive: true });
  const disk = mountSmallDisk(join(folder, 'postgres', 'site'));
  const [clinic, site] = [await startServer(folder, 'clinic'), await startServer(folder, 'site')];
  const servers = { 'clinic-database': clinic, 'site-database': site };
  const [book = 0, first = 0, second = 0, client = 0, login = 0] = await freePorts(5);
  const doors = { book, first, second, client, login };
  const { lines, at } = await openLines([first, second], servers, random);
  const [patientsAt = 0, wireAt = 0, firstAt = 0, secondAt = 0, clinicAt = 0] = at;
  const siteUrl = `http://127.0.0.1:${String(patientsAt)}`;
  await ensureSecrets(folder);
  const environment = {
    ...process.env,
    TIDBOK_DATA: folder,
    BOOK_DATABASE_URL: clinic.url,
    SITE_DATABASE_URL: site.url,
    CLIENT_PORT: String(client),
  };
  await operateIn(environment, ['demo', 'load']);
  const made = await operateIn<{ readonly code: string }>(environment, [
    'pairing-code',
    'create',
    '--practice',
    'Chaos',
  ]);
  const parts = partsOf(folder, doors, {
    clinic: through(clinic.url, clinicAt),
    first: through(site.url, firstAt),
    second: through(site.url, secondAt),
    site: siteUrl,
  });
  for (const part of parts) part.start();
  const healthUrls = [book, first, second, client].map(
    (port) => `http://127.0.0.1:${String(port)}`,
  );
  const areWell = async () => (await Promise.all(healthUrls.map(isWell))).every(Boolean);
  await waitUntil(areWell, { what: 'all parts to be well', withinMs: STARTS_WITHIN_MS });
  const wireUrl = `http://127.0.0.1:${String(wireAt)}`;
  await operateIn(environment, ['pair', '--code', made.code, '--site', wireUrl]);
  const token = ['token', 'create', '--app', 'book', '--role', 'admin'];
  return {
    folder,
    siteUrl,
    bookUrl: `http://127.0.0.1:${String(book)}`,
    healthUrls,
    clinicDatabaseUrl: clinic.url,
    siteDatabaseUrl: site.url,
    token: (await operateIn<{ readonly token: string }>(environment, token)).token,
    parts,
    servers,
    lines,
    disk,
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
      await Promise.all(Object.values(lines).map((line: FaultProxy) => line.close()));
      await Promise.all([clinic.stop(), site.stop()]);
      disk?.unmount();
    },
  };
};
