import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPostgres, type PostgresServer } from '@tidbok/cli/postgres';
import { instant, localDate, toLocalDate } from '@tidbok/core';
import { freePorts, waitUntil } from '@tidbok/e2e';
import type { Catalog } from '@tidbok/protocol';
import { migrateSite, openSitePool } from '@tidbok/store/site';
import { stockholm } from './rules.ts';
import { layPractice, mondayAhead } from './site-practices.ts';
import { tenPractitioners, type Size, type TenPractitioners } from './ten-practitioners.ts';

const repository = resolve(import.meta.dirname, '../..');

/** The real site program on a real, durable PostgreSQL of its own, with practices laid in. */
export interface SiteUnderTest {
  readonly url: string;
  readonly databaseUrl: string;
  /** Where its keys lie. */
  readonly secretsFolder: string;
  readonly practices: readonly TenPractitioners[];
  /** `kill -9`, and a new process on the same port at once; answers when the old one is gone. */
  readonly killAndRestart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a workload has otherwise than the others. */
interface Wishes {
  /** How the practices write to patients; left out: not at all. */
  readonly messages?: Catalog['messages'];
  /** What the program is told besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

const lay = async (
  server: PostgresServer,
  sizes: readonly Size[],
  messages: Catalog['messages'],
): Promise<TenPractitioners[]> => {
  const now = instant(Date.now());
  const monday = localDate(mondayAhead(toLocalDate(stockholm, now)));
  const practices = sizes.map((size) => tenPractitioners(stockholm, monday, size));
  const pool = openSitePool({
    databaseUrl: server.url,
    maxConnections: 4,
    onBroken: () => undefined,
  });
  await migrateSite(pool);
  for (const practice of practices) await layPractice(pool, practice, { now, messages });
  await pool.query('vacuum analyze');
  await pool.end();
  return practices;
};

interface SiteProgram extends Pick<Wishes, 'environment'> {
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly port: number;
}

const startSite = async ({
  dataFolder,
  databaseUrl,
  port,
  environment,
}: SiteProgram): Promise<ChildProcess> => {
  await mkdir(join(dataFolder, 'secrets'), { recursive: true, mode: 0o700 });
  const key = `${randomBytes(32).toString('base64url')}\n`;
  await writeFile(join(dataFolder, 'secrets', 'site-key'), key, { mode: 0o600 });
  const log = await open(join(dataFolder, 'site.log'), 'w');
  const site = spawn(process.execPath, [join(repository, 'apps/site/server.ts')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      SITE_PORT: String(port),
      SITE_DATABASE_URL: databaseUrl,
      TIDBOK_DATA: dataFolder,
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  return site;
};

const isWell = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
};

export const startSiteUnderTest = async (
  sizes: readonly Size[],
  { messages = null, environment = {} }: Wishes = {},
): Promise<SiteUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-bench-'));
  await chmod(folder, 0o711);
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    database: 'tidbok_site',
    sharedFolder: '/var/lib/tidbok',
    isDurable: true,
  });
  const practices = await lay(server, sizes, messages);
  const [port = 0] = await freePorts(1);
  const program = { dataFolder: folder, databaseUrl: server.url, port, environment };
  let site = await startSite(program);
  const isGone = (): boolean => site.exitCode !== null || site.signalCode !== null;
  const url = `http://127.0.0.1:${String(port)}`;
  await waitUntil(() => isWell(url), { what: 'the site to be well', withinMs: 30_000 });
  return {
    url,
    databaseUrl: server.url,
    secretsFolder: join(folder, 'secrets'),
    practices,
    killAndRestart: async () => {
      site.kill('SIGKILL');
      await waitUntil(isGone, { what: 'the site to die' });
      site = await startSite(program);
    },
    stop: async () => {
      site.kill('SIGTERM');
      await waitUntil(isGone, { what: 'the site to stop' });
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
