import { randomBytes } from 'node:crypto';
import { createSealingKeyPair } from '@tidbok/seal';
import { openSite } from '@tidbok/service/site';
import { applyAtSite } from '@tidbok/store/site';
import type { TestDatabase } from '@tidbok/tools/test-database';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, openPairedSite, siteDatabase, START, type PairedSite } from './paired-site.ts';

let database: TestDatabase;
let paired: PairedSite;

beforeAll(async () => {
  database = await siteDatabase();
  paired = await openPairedSite(database, {});
});
afterAll(async () => {
  await paired.close();
  await database.drop();
});

/** Another node of the site on the same database. */
const anotherNode = () =>
  openSite({
    databaseUrl: database.url,
    secrets: { patientKeySecret: randomBytes(32), messageKey: createSealingKeyPair() },
    now: () => START,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });

describe('a commit', () => {
  it('notifies nobody itself: whoever waits at another node finds it by looking', async () => {
    const node = await anotherNode();
    const woken: (string | null)[] = [];
    const unfollow = node.link.onLogGrown((practiceId) => woken.push(practiceId));
    const listener = new Client({ connectionString: database.url });
    const notified: string[] = [];
    await listener.connect();
    listener.on('notification', ({ channel }) => notified.push(channel));
    await listener.query('listen site_log; listen site_changed');
    try {
      // What stood in the log before has been looked at.
      await expect.poll(() => woken, { timeout: 10_000 }).toContain(paired.practiceId);
      woken.length = 0;
      const entry = { type: 'FRONTIER', frontierAt: at(1) } as const;
      const writes = [{ type: 'append', entry, at: START }] as const;
      const applied = await applyAtSite(database.pool, paired.practiceId, { guards: [], writes });
      expect(applied.type).toBe('written');
      await expect.poll(() => woken, { timeout: 10_000 }).toContain(paired.practiceId);
      await listener.query('select 1');
      expect(notified).toEqual([]);
    } finally {
      unfollow();
      await listener.end();
      await node.close();
    }
  });

  it('is told to another node by a notification of its own, after it', async () => {
    const listener = new Client({ connectionString: database.url });
    const notified: (string | undefined)[] = [];
    await listener.connect();
    listener.on('notification', ({ payload }) => notified.push(payload));
    await listener.query('listen site_log');
    try {
      await paired.offer(0, { from: at(48), to: at(49) });
      await paired.connect();
      const booked = await paired.site.book(paired.input({}));
      expect(booked.ok).toBe(true);
      await expect.poll(() => notified, { timeout: 10_000 }).toContain(paired.practiceId);
    } finally {
      await listener.end();
    }
  });
});

describe('the holds of one session', () => {
  it('are so many at most: one more is refused, and lets go of none', async () => {
    const few = await openPairedSite(database, { chairs: 3, maxHoldsPerSession: 2 });
    try {
      await few.connect();
      const held = [];
      for (const chair of [0, 1, 2]) {
        await few.offer(chair, { from: at(48), to: at(49) });
        const resourceId = few.catalog.resources[chair]?.id;
        const choice = few.input(resourceId === undefined ? {} : { resourceId });
        held.push(await few.site.placeHold(choice, 'one'));
      }
      expect(held.map((each) => (each.ok ? 'held' : each.refusal.code))).toEqual([
        ...['held', 'held', 'rate-limited'],
      ]);
      const other = few.input({});
      const refused = await few.site.book(other);
      expect(refused.ok ? 'booked' : refused.refusal.code).toBe('time-held');
    } finally {
      await few.close();
    }
  });
});
