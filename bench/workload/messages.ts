import { HOUR_MS, type PracticeId } from '@tidbok/core';
import { waitUntil } from '@tidbok/e2e';
import { readSiteSecrets } from '@tidbok/service/site';
import {
  addressOf,
  BY_EMAIL,
  openMailServer,
  queueConfirmations,
} from '@tidbok/tools/message-counterparts';
import { Pool } from 'pg';
import { atMost, type Figure } from '../figure.ts';
import { startSiteUnderTest } from '../ground/site-under-test.ts';
import { fsyncTime } from '../limit/raw-insert.ts';

const workload = 'messages';
const MESSAGES = 10_000;
const PATIENCE_MS = 600_000;
const AHEAD_MS = 400 * HOUR_MS;

/** How many of the messages left not at all, and how many more than once. */
const counted = (
  ids: readonly string[],
  taken: readonly { readonly to: string }[],
): { readonly lost: number; readonly doubled: number } => {
  const times = new Map<string, number>();
  for (const { to } of taken) times.set(to, (times.get(to) ?? 0) + 1);
  const lost = ids.filter((id) => !times.has(addressOf(id))).length;
  return { lost, doubled: [...times.values()].filter((each) => each > 1).length };
};

/** The site's whole queue of e-mails goes out by a real SMTP server, each once. */
export const messages = async (): Promise<readonly Figure[]> => {
  const fsync = fsyncTime();
  const mail = await openMailServer();
  const site = await startSiteUnderTest([{ seed: 1, days: 1, booked: false }], {
    messages: BY_EMAIL,
    environment: { MAIL_SMTP_URL: mail.url.href, MAIL_FROM: 'tider@klinik.example' },
  });
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    const [practice] = site.practices;
    if (practice === undefined) throw new Error('the site has no practice');
    const { messageKey } = await readSiteSecrets(site.secretsFolder);
    const start = Date.now() + AHEAD_MS;
    const visits = {
      practiceId: practice.id<PracticeId>('practice'),
      templateId: practice.templateId,
      resourceId: practice.people[0]?.resourceId,
      practitionerId: practice.people[0]?.practitionerId,
      start: new Date(start),
      end: new Date(start + HOUR_MS),
      messagePublicKey: messageKey.publicKey,
      eraseAt: new Date(start),
    };
    const ids = await queueConfirmations(pool, visits, MESSAGES);
    const since = Date.now();
    const waiting = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: number }>(
        'select count(*)::int as count from message_outbox',
      );
      return rows[0]?.count ?? 0;
    };
    await waitUntil(async () => (await waiting()) === 0, {
      what: 'the queue to be empty',
      withinMs: PATIENCE_MS,
      everyMs: 250,
    });
    const seconds = (Date.now() - since) / 1_000;
    const { lost, doubled } = counted(ids, mail.taken);
    return [
      {
        workload,
        what: `seconds until ${String(MESSAGES)} queued e-mails have left`,
        value: seconds,
        unit: '',
        beside: `fsync of this disk, p50: ${fsync.toFixed(2)} ms`,
      },
      { workload, what: 'the same, e-mails a second', value: MESSAGES / seconds, unit: '/s' },
      { workload, what: 'lost', value: lost, unit: '', target: atMost(0, lost) },
      { workload, what: 'left twice', value: doubled, unit: '', target: atMost(0, doubled) },
    ];
  } finally {
    await pool.end();
    await site.stop();
    await mail.close();
  }
};
