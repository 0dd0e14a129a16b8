import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openSmallPractice,
  type OpenPractice,
} from '../../../../packages/service/test/clinic/open-small-practice.ts';
import { HighWater } from '../../src/high-water.ts';
import { OnlineClient } from '../../src/online-client.ts';
import { openSiteDoor, type SiteDoor } from '../site-door.ts';

const patience = { timeout: 15_000 };

let practice: OpenPractice;
let door: SiteDoor;
let folder: string;
let clients: OnlineClient[];
let told: string[];

beforeEach(async () => {
  practice = await openSmallPractice();
  door = await openSiteDoor(() => practice.now);
  folder = await mkdtemp(join(tmpdir(), 'tidbok-computer-'));
  [clients, told] = [[], []];
});

afterEach(async () => {
  for (const client of clients) await client.stop();
  await door.close();
  await practice.close();
  await rm(folder, { recursive: true });
});

function openClient(): OnlineClient {
  const client = new OnlineClient({
    clinic: practice.clinic,
    identityFile: join(folder, 'identity-key'),
    now: () => practice.now,
    log: {
      info: () => undefined,
      warn: (_about, message) => told.push(message),
      error: (_about, message) => told.push(message),
    },
  });
  clients.push(client);
  return client;
}

const isConnected = async () => (await practice.clinic.status()).connected;
const mode = async () => (await practice.clinic.syncState())?.mode;
const nothingWaits = async () => (await practice.clinic.status()).waitingOut === 0;

async function pairedClient(): Promise<OnlineClient> {
  const client = openClient();
  const { code } = await door.site.createPairingCode('Tandläkargruppen');
  await client.pair({ siteUrl: `http://127.0.0.1:${String(door.port)}`, code });
  await expect.poll(isConnected, patience).toBe(true);
  await expect.poll(nothingWaits, patience).toBe(true);
  return client;
}

describe('one Online Client for each database', () => {
  it('a second one waits until the first is gone, then takes its place', async () => {
    const first = await pairedClient();
    const second = openClient();
    await second.look();
    expect(told).toContain('Another Online Client works on this database.');
    expect(second.facts.transport).toBeNull();
    expect(first.facts.transport).toBe('websocket');
    await first.stop();
    await second.look();
    await expect.poll(() => second.facts.transport, patience).toBe('websocket');
  });
});

describe('a database that lies behind what was sent', () => {
  it('was restored: book and site begin anew before anything else is said', async () => {
    const client = await pairedClient();
    await client.stop();
    const before = await practice.clinic.syncState();
    if (before === null) throw new Error('no practice');
    const { clinicHead } = before;
    const mark = new HighWater(join(folder, 'high-water.json'));
    await mark.read();
    await mark.raise({ clinicHead: { ...clinicHead, seq: clinicHead.seq + 5 } });

    await openClient().look();
    expect(told).toContain('ALARM: the database lies behind what was sent: it was restored.');
    await expect.poll(mode, patience).toBe('paired');
    const after = await practice.clinic.syncState();
    expect(after?.clinicHead.inc).not.toBe(clinicHead.inc);
    await expect.poll(isConnected, patience).toBe(true);
  });
});

describe('a log that another computer has written to', () => {
  it('halts with an alarm, and goes on when a person has said so', async () => {
    const client = await pairedClient();
    await client.stop();
    // What the site has read of this practice is not what this book has written.
    await door.database.pool.query(`update practice_sync set clinic_cursor_hash = repeat('a', 64)`);
    const again = openClient();
    await again.look();
    await expect.poll(mode, patience).toBe('halted');
    expect(told).toContain('ALARM: another computer has written as this practice.');
    await again.look();
    expect(again.facts.transport).toBeNull();

    const begun = await practice.clinic.beginResync('whole');
    expect(begun.ok).toBe(true);
    await again.look();
    await expect.poll(mode, patience).toBe('paired');
  });
});
