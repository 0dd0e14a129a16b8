import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { keepListening, migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
});
afterAll(() => database.drop());

/** A server that is nobody's database: what does it do with who comes? */
const atDoor = async (meet: (socket: Socket) => void) => {
  const met: number[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    met.push(performance.now());
    meet(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { met, url: `postgres://nobody@127.0.0.1:${String(port)}/nothing`, server };
};

const listenTo = (databaseUrl: string) => {
  const heard: string[] = [];
  let begun = 0;
  const stop = keepListening({
    databaseUrl,
    channels: ['clinic_log'],
    onWake: (channel, payload) => heard.push(`${channel} ${payload}`),
    onListening: () => {
      begun += 1;
    },
  });
  return { heard, begun: () => begun, stop };
};

describe('a listener', () => {
  it('hears its channels, and listens anew when its connection was ended', async () => {
    const { heard, begun, stop } = listenTo(database.url);
    try {
      await expect.poll(begun, { timeout: 10_000 }).toBe(1);
      await database.pool.query(`select pg_notify('clinic_log', 'one'), pg_notify('other', 'no')`);
      await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['clinic_log one']);
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'tidbok-listen'`,
      );
      await expect.poll(begun, { timeout: 10_000 }).toBe(2);
      await database.pool.query(`select pg_notify('clinic_log', 'two')`);
      await expect.poll(() => heard, { timeout: 10_000 }).toContain('clinic_log two');
    } finally {
      stop();
    }
  });

  it('tries one at a time while the server turns it away, however often', async () => {
    const { met, url, server } = await atDoor((socket) => socket.destroy());
    const { begun, stop } = listenTo(url);
    await expect.poll(() => met.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
    stop();
    server.close();
    const apart = met.slice(1).map((at, index) => at - (met[index] ?? 0));
    // Half a second each: a try that were reported twice would double them.
    expect(Math.min(...apart)).toBeGreaterThan(400);
    expect(begun()).toBe(0);
  });

  it('leaves no connection behind when it is told to stop', async () => {
    const { begun, stop } = listenTo(database.url);
    await expect.poll(begun, { timeout: 10_000 }).toBe(1);
    stop();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const listening = async () => {
      const { rows } = await client.query(
        `select from pg_stat_activity
         where datname = current_database() and application_name = 'tidbok-listen'`,
      );
      return rows.length;
    };
    await expect.poll(listening, { timeout: 10_000 }).toBe(0);
    await pause(600);
    expect(await listening()).toBe(0);
    await client.end();
  });
});
