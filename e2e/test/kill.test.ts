import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import type { SiteTime } from '../api/site-api.ts';
import { overlapsIn, siteDump, storedVisits } from '../stack/cellars.ts';
import { killAndAwaitReturn, type PartName } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

const VICTIMS: readonly PartName[] = [
  'book',
  'site',
  'online-client',
  'clinic-database',
  'site-database',
];
const WORKERS = 4;
/** Of the sixteen visits of a round, the kill comes when so many are answered. */
const KILL_AFTER = 5;
const PATIENCE_MS = 90_000;

let demo: Demo;
let published: Published[];
/** Every visit that was answered 201, by any round. */
const promised: string[] = [];

const chairs = [
  { chair: 'Stol 1', practitioner: 'Olle' },
  { chair: 'Stol 2', practitioner: 'Maria' },
  { chair: 'Stol 3', practitioner: 'Amir' },
  { chair: 'Malmö stol 1', practitioner: 'Elin', clinic: 'Malmö' },
  { chair: 'Malmö stol 2', practitioner: 'Amir', clinic: 'Malmö' },
] as const;

beforeAll(async () => {
  demo = await openDemo();
  published = [];
  for (const where of chairs) {
    published.push(await publish(demo, { ...where, from: '08:00', to: '16:00' }));
  }
});

/** A patient who tries again, with the same key, until there is an answer. */
const bookStubbornly = async (at: Published, time: SiteTime): Promise<string> => {
  const key = { 'idempotency-key': randomUUID() };
  const { clinicId, templateId, chairId } = at;
  const body = { templateId, start: time.start, resourceId: chairId, patient: newPatient() };
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const answer = await demo.site.book(clinicId, body, key).catch(() => undefined);
    if (answer?.status === 201) return answer.body.bookingId;
    if (answer !== undefined && answer.status < 500) {
      throw new Error(`${time.start}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    }
    await pause(50);
  }
  throw new Error(`no answer about ${time.start}`);
};

/** Books everything of one chair by several at once; calls back at each answer. */
const bookAll = async (at: Published, onAnswer: (count: number) => void): Promise<string[]> => {
  const waiting = [...(await timesOf(demo, at))];
  const won: string[] = [];
  let answered = 0;
  const worker = async (): Promise<void> => {
    for (let time = waiting.shift(); time !== undefined; time = waiting.shift()) {
      won.push(await bookStubbornly(at, time));
      answered += 1;
      onAnswer(answered);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return won;
};

describe('kill -9 while bookings run', () => {
  it.each(VICTIMS.map((victim, index) => ({ victim, index })))(
    'of $victim loses no visit that was promised',
    async ({ victim, index }) => {
      const at = published[index];
      if (at === undefined) throw new Error('nothing is published');
      let killed: Promise<void> | undefined;
      const won = await bookAll(at, (count) => {
        if (count === KILL_AFTER) killed = killAndAwaitReturn(demo.stack, victim);
      });
      await killed;
      expect(won).toHaveLength(16);
      promised.push(...won);
    },
    180_000,
  );

  it('every promised visit is in both databases exactly once', async () => {
    const countIn = async (side: 'book' | 'site'): Promise<Map<string, number>> => {
      const counts = new Map<string, number>();
      for (const { id, state } of await storedVisits(demo.stack, side)) {
        if (state === 'confirmed') counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    };
    await waitUntil(
      async () => {
        const counts = await countIn('book');
        return promised.every((id) => counts.has(id));
      },
      { what: 'the book to hold every promised visit', withinMs: 60_000 },
    );
    const [book, site] = await Promise.all([countIn('book'), countIn('site')]);
    expect(promised.filter((id) => book.get(id) !== 1 || site.get(id) !== 1)).toEqual([]);
  });

  it('nothing overlaps, on either side', async () => {
    expect(await overlapsIn(demo.stack, 'book')).toBe(0);
    expect(await overlapsIn(demo.stack, 'site')).toBe(0);
  });

  it('the site holds no patient in readable form', async () => {
    const dump = await siteDump(demo.stack);
    expect(dump).not.toMatch(/prov@example\.se|Webb[a-j]+|070-?174/);
    const numbers = new Set(dump.match(/\b(19|20)\d{6}-?\d{4}\b/g) ?? []);
    expect([...numbers]).toEqual([]);
  });
});
