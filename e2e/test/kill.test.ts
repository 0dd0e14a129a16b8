import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import type { SiteTime } from '../api/site-api.ts';
import { dumpOf, overlapsIn, storedVisits } from '../stack/cellars.ts';
import { killAndAwaitReturn, type PartName } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

const VICTIMS: readonly PartName[] = [
  'book',
  'site',
  'online-client',
  'clinic-database',
  'site-database',
];
const PATIENTS = 4;
/** Of the sixteen times of a round, so many are wanted by staff, from the end of the day. */
const FOR_STAFF = 4;
/** The kill comes when so many of a round are answered. */
const KILL_AFTER = 5;
const PATIENCE_MS = 90_000;

/** What tells who somebody is, as the patients of this test have it. */
const OF_A_PATIENT: Readonly<Record<string, RegExp>> = {
  name: /Webb[a-j]+/,
  email: /prov@example\.se/,
  mobile: /(\b0|\+46)70-?174 ?\d\d ?\d\d\b/,
  identityNumber: /\b(19|20)\d\d(0[1-9]|1[0-2])([0-36-8]\d|9[01])-?\d{4}\b/,
};

let demo: Demo;
let published: Published[];
/** Every visit that a patient, or staff, were answered 201 for, in any round. */
const promised: string[] = [];
const booked: string[] = [];

const chairs = [
  { chair: 'Stol 1', practitioner: 'Olle' },
  { chair: 'Stol 2', practitioner: 'Maria' },
  { chair: 'Stol 3', practitioner: 'Amir' },
  { chair: 'Malmö stol 1', practitioner: 'Elin', clinic: 'Malmö' },
  { chair: 'Malmö stol 2', practitioner: 'Amir', clinic: 'Malmö' },
] as const;

/** Double bookings that staff have let stand in the tests before. */
let knownOverlaps = 0;

beforeAll(async () => {
  demo = await openDemo();
  knownOverlaps = await overlapsIn(demo.stack, 'book');
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

/** Staff want far time that is offered: the site is asked for it. They do not insist. */
const bookAtDesk = async (at: Published, { start }: SiteTime): Promise<string | undefined> => {
  const { chairId: resourceId, practitionerId, templateId } = at;
  const request = { resourceId, practitionerId, templateId, start, patient: newPatient() };
  const answer = await demo.book.book(request).catch(() => undefined);
  return answer?.status === 201 ? answer.body.id : undefined;
};

interface Round {
  readonly won: readonly string[];
  readonly atDesk: readonly string[];
}

/** Patients and staff book one chair's day at once; calls back at each answer. */
const bookAll = async (at: Published, onAnswer: (count: number) => void): Promise<Round> => {
  const times = [...(await timesOf(demo, at))];
  expect(times).toHaveLength(16);
  const forStaff = times.splice(-FOR_STAFF);
  const won: string[] = [];
  const atDesk: string[] = [];
  let answered = 0;
  const answer = (): void => {
    answered += 1;
    onAnswer(answered);
  };
  const patient = async (): Promise<void> => {
    for (let time = times.shift(); time !== undefined; time = times.shift()) {
      won.push(await bookStubbornly(at, time));
      answer();
    }
  };
  const staff = async (): Promise<void> => {
    for (const time of forStaff) {
      const id = await bookAtDesk(at, time);
      if (id !== undefined) atDesk.push(id);
      answer();
    }
  };
  await Promise.all([...Array.from({ length: PATIENTS }, patient), staff()]);
  return { won, atDesk };
};

describe('kill -9 while bookings run', () => {
  it.each(VICTIMS.map((victim, index) => ({ victim, index })))(
    'of $victim loses no visit that was promised',
    async ({ victim, index }) => {
      const at = published[index];
      if (at === undefined) throw new Error('nothing is published');
      let killed: Promise<void> | undefined;
      const { won, atDesk } = await bookAll(at, (count) => {
        if (count === KILL_AFTER) killed = killAndAwaitReturn(demo.stack, victim);
      });
      await killed;
      expect(won).toHaveLength(16 - FOR_STAFF);
      promised.push(...won);
      booked.push(...atDesk);
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
    expect(booked.length).toBeGreaterThan(0);
    expect(booked.filter((id) => book.get(id) !== 1)).toEqual([]);
  });

  it('nothing overlaps, on either side', async () => {
    expect(await overlapsIn(demo.stack, 'book')).toBe(knownOverlaps);
    expect(await overlapsIn(demo.stack, 'site')).toBe(0);
  });

  it('the site holds no patient in readable form, as the book does', async () => {
    const readable = async (side: 'book' | 'site'): Promise<string[]> => {
      const dump = await dumpOf(demo.stack, side);
      return Object.keys(OF_A_PATIENT).filter((what) => OF_A_PATIENT[what]?.test(dump) === true);
    };
    expect(await readable('book')).toEqual(Object.keys(OF_A_PATIENT));
    expect(await readable('site')).toEqual([]);
  });
});
