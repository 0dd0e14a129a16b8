import { Client } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import {
  allGone,
  newFolder,
  newPorts,
  pidOf,
  pidsOf,
  readRun,
  removeFolder,
  startSupervisor,
  stopSupervisor,
  until,
  untilReady,
  type Supervised,
} from './supervised.ts';

const running: Supervised[] = [];

async function start(folder?: string, ports?: Record<string, string>): Promise<Supervised> {
  const supervised = startSupervisor(folder ?? (await newFolder()), ports ?? (await newPorts()));
  running.push(supervised);
  await untilReady(supervised);
  return supervised;
}

afterEach(async () => {
  const all = running.splice(0);
  await Promise.all(all.map(stopSupervisor));
  await Promise.all(all.map(({ folder }) => removeFolder(folder)));
});

async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

async function answers(supervised: Supervised, part: string): Promise<boolean> {
  const port = (await readRun(supervised)).parts[part]?.port;
  return fetch(`http://127.0.0.1:${port}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

describe('the supervisor', () => {
  test('starts again whatever is killed, and the databases keep what was committed', async () => {
    const supervised = await start();
    const { bookDatabaseUrl } = await readRun(supervised);
    await withDatabase(bookDatabaseUrl, (client) =>
      client.query('create table visit (id integer); insert into visit values (7)'),
    );

    for (const part of ['book', 'site', 'online-client', 'clinic-database', 'site-database']) {
      const before = await pidOf(supervised, part);
      process.kill(before, 'SIGKILL');
      await until(async () => (await pidOf(supervised, part)) !== before);
    }
    await until(async () => (await answers(supervised, 'book')) && answers(supervised, 'site'));

    const kept = await withDatabase(bookDatabaseUrl, (client) =>
      client.query<{ id: number }>('select id from visit'),
    );
    expect(kept.rows).toEqual([{ id: 7 }]);
  });

  test('stops everything when it is asked to, and leaves no note of what runs', async () => {
    const supervised = await start();
    const pids = await pidsOf(supervised);

    supervised.process.kill('SIGTERM');

    expect(await supervised.ended).toBe(0);
    expect(allGone(pids)).toBe(true);
    await expect(readRun(supervised)).rejects.toThrow('ENOENT');
  });

  test('takes its parts along when it is killed, and starts again on the same data', async () => {
    const ports = await newPorts();
    const killed = await start(undefined, ports);
    const pids = await pidsOf(killed);
    const { siteDatabaseUrl } = await readRun(killed);
    await withDatabase(siteDatabaseUrl, (client) => client.query('create table kept ()'));

    killed.process.kill('SIGKILL');
    await killed.ended;
    const next = await start(killed.folder, ports);

    expect(allGone(pids)).toBe(true);
    const { siteDatabaseUrl: nextUrl } = await readRun(next);
    await withDatabase(nextUrl, (client) => client.query('select from kept'));
  });

  test('refuses to start twice on the same data, and leaves the first alone', async () => {
    const ports = await newPorts();
    const first = await start(undefined, ports);

    const second = startSupervisor(first.folder, ports);
    running.push(second);

    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain('Tidbok is running already');
    expect(await answers(first, 'book')).toBe(true);
  });
});
