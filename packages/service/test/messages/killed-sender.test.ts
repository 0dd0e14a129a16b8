import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPairedSite, siteDatabase, START, type PairedSite } from '../site/paired-site.ts';
import {
  addressOf,
  BY_EMAIL,
  openMailServer,
  type MailServer,
  type Moment,
} from '@tidbok/tools/message-counterparts';
import { queueAt } from './queued.ts';
import type { SenderTask } from './sender-process.ts';

const script = fileURLToPath(new URL('sender-process.ts', import.meta.url));
const leaseMs = 1_500;
const patience = { timeout: 60_000, interval: 50 };

let database: PairedSite['database'];
let mail: MailServer;

beforeAll(async () => {
  database = await siteDatabase();
  mail = await openMailServer();
});

afterAll(async () => {
  await mail.close();
  await database.drop();
});

function startSender({ messageKey }: PairedSite) {
  const task: SenderTask = {
    databaseUrl: database.url,
    smtpUrl: mail.url.href,
    messageKey,
    leaseMs,
    workers: 3,
    now: START,
  };
  return spawn(process.execPath, [script, JSON.stringify(task)], { stdio: 'ignore' });
}

/** Kills the sender at the `nth` such moment, and waits until it is dead. */
async function killAt(paired: PairedSite, moment: Moment, nth: number): Promise<void> {
  const sender = startSender(paired);
  const dead = once(sender, 'exit');
  let seen = 0;
  mail.onMoment = (now) => {
    if (now !== moment) return;
    seen += 1;
    if (seen === nth) sender.kill('SIGKILL');
  };
  await dead;
  mail.onMoment = () => undefined;
}

const moments: readonly Moment[] = [
  ...['connected', 'sender', 'recipient', 'data', 'taken', 'answered'],
] as Moment[];

it('a sender killed at any moment: each message leaves once, or a person is told', async () => {
  const paired = await openPairedSite(database, { catalog: { messages: BY_EMAIL } });
  const ids = await queueAt(paired, 60);
  for (const moment of moments) await killAt(paired, moment, 2);

  const last = startSender(paired);
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      `select 1 from message_outbox union all
       select 1 from message_delivery where state = 'uncertain' and not told`,
    );
    expect(rows).toEqual([]);
  }, patience);
  last.kill('SIGKILL');
  await once(last, 'exit');

  const { rows } = await database.pool.query<{ id: string; state: string; told: boolean }>(
    'select booking_id as id, state, told from message_delivery',
  );
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const countOf = (id: string): number =>
    mail.taken.filter(({ to }) => to === addressOf(id)).length;
  expect(states.size).toBe(ids.length);
  for (const id of ids) {
    const state = states.get(id);
    expect(['sent', 'uncertain']).toContain(state);
    // One that is said to have left has; none has left twice, the uncertain ones included.
    expect(countOf(id)).toBeLessThanOrEqual(1);
    if (state === 'sent') expect(countOf(id)).toBe(1);
  }
  const uncertain = rows.filter(({ state }) => state === 'uncertain');
  expect(uncertain.length).toBeGreaterThan(0);
  expect(uncertain.length).toBeLessThanOrEqual(moments.length * 3);
  expect(uncertain.every(({ told }) => told)).toBe(true);
  await paired.close();
}, 150_000);
