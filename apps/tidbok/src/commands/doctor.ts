import { statfs } from 'node:fs/promises';
import { Client } from 'pg';
import type { Answer, Command } from '../command.ts';
import type { Operator } from '../operator.ts';
import type { Side } from '../supervisor/databases.ts';
import { askHealth } from '../supervisor/part.ts';

type Finding = { readonly what: string; readonly isWell: boolean; readonly says: string };

const oldestPostgres = 15;
const leastFreeBytes = 1024 ** 3;
const clockToleranceMs = 60_000;

/** Looks at what Tidbok stands on; it changes nothing. */
export const doctor: Command = {
  words: 'doctor',
  summary: 'Looks for what is wrong: databases, disk, clock, the site.',
  usage: '',
  options: {},
  run: async (operator): Promise<Answer> => {
    const findings = await Promise.all([
      database(operator, 'clinic'),
      database(operator, 'site'),
      disk(operator.settings.dataFolder),
      site(operator.settings.sitePort),
    ]);
    const isBad = findings.some(({ isWell }) => !isWell);
    const lines = findings.map(
      ({ what, isWell, says }) => `${isWell ? 'ok ' : 'BAD'} ${what}: ${says}`,
    );
    return { json: { ok: !isBad, findings }, text: lines.join('\n'), isBad };
  },
};

async function database(operator: Operator, side: Side): Promise<Finding> {
  const what = `the ${side}'s database`;
  try {
    const { version, aheadMs } = await askDatabase(await operator.databaseUrl(side));
    const isNewEnough = version >= oldestPostgres;
    const isOnTime = Math.abs(aheadMs) <= clockToleranceMs;
    const clock = `its clock is ${Math.abs(aheadMs)} ms ${aheadMs < 0 ? 'behind' : 'ahead'}`;
    return { what, isWell: isNewEnough && isOnTime, says: `PostgreSQL ${version}, ${clock}` };
  } catch (error) {
    return { what, isWell: false, says: error instanceof Error ? error.message : String(error) };
  }
}

async function askDatabase(url: string): Promise<{ version: number; aheadMs: number }> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const answer = await client.query<{ version: number; at: number }>(
      `select current_setting('server_version_num')::integer / 10000 as version,
              (extract(epoch from clock_timestamp()) * 1000)::float8 as at`,
    );
    const row = answer.rows[0];
    if (row === undefined) throw new Error('it answered nothing');
    return { version: row.version, aheadMs: Math.round(row.at - Date.now()) };
  } finally {
    await client.end();
  }
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${folder}`;
  return { what: 'the disk', isWell: free >= leastFreeBytes, says };
}

async function site(port: number): Promise<Finding> {
  const health = await askHealth(port);
  const says = health === undefined ? `nothing answers on port ${port}` : health.text;
  return { what: 'the site', isWell: health?.isWell === true, says };
}
