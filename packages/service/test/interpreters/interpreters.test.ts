import fc from 'fast-check';
import type { HoldId, UnknownId } from '@tidbok/core';
import { applyWrites, type Queryable } from '@tidbok/store/clinic';
import { applyAtSite } from '@tidbok/store/site';
import {
  applyToClinic,
  applyToSite,
  newClinicState,
  newSiteState,
  rulesOf,
  type ClinicState,
  type ClinicWrite,
  type SiteDecision,
  type SiteState,
  type SiteWrite,
} from '@tidbok/sync';
import type { TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PoolClient } from 'pg';
import {
  at,
  chairs,
  id,
  kind,
  kindUntilTheDayBefore,
  people,
  practiceId,
  sha256,
  span,
  staff,
  staffVisit,
  stockholm,
} from '../../../sync/test/practice.ts';
import { clinicInDatabase, clinicInMemory } from './clinic-view.ts';
import { anyActs, decisionsOf, type Step } from './decisions.ts';
import { clinicDatabase, places, siteDatabase } from './seeded.ts';
import { siteInDatabase, siteInMemory } from './site-view.ts';

const tools = { sha256, zoneOf: () => stockholm, rulesOf };
let databases: { readonly clinic: TestDatabase; readonly site: TestDatabase };

beforeAll(async () => {
  databases = { clinic: await clinicDatabase(), site: await siteDatabase() };
});
afterAll(async () => {
  await databases.clinic.drop();
  await databases.site.drop();
});

function emptyBook(): ClinicState {
  const empty = newClinicState({ ...places, zone: stockholm });
  const facts = {
    ...empty.facts,
    kinds: [kind, kindUntilTheDayBefore],
    onlinePractitioners: new Set(people),
    onlineResources: new Set(chairs),
  };
  return { ...empty, facts };
}

/** Both interpreters of both sides, side by side, within transactions that are rolled back. */
class SideBySide {
  clinic: ClinicState = emptyBook();
  site: SiteState = newSiteState(places);
  /** How often each answer of the site was seen. */
  readonly answers: Map<string, number>;
  readonly #clinicDb: PoolClient;
  readonly #siteDb: PoolClient;

  constructor(connections: { clinic: PoolClient; site: PoolClient }, answers: Map<string, number>) {
    this.#clinicDb = connections.clinic;
    this.#siteDb = connections.site;
    this.answers = answers;
  }

  async take(step: Step): Promise<void> {
    if (step.side === 'clinic') {
      this.clinic = applyToClinic(this.clinic, step.writes, sha256);
      const applied = await applyWrites(this.#clinicDb, step.writes, []);
      expect(applied.head).toBe(this.clinic.log.records.length);
      return;
    }
    await this.decide(step.decision);
    // Somebody else had looked at the same moment: what holds no longer must be told.
    if (step.decision.guards.length > 0) await this.decideIfStale(step.decision);
  }

  async decide(decision: SiteDecision): Promise<void> {
    const inMemory = applyToSite(this.site, decision, tools);
    const answer = inMemory.ok
      ? { type: 'written', head: inMemory.head }
      : 'stale' in inMemory
        ? { type: 'stale', guard: inMemory.stale }
        : { type: inMemory.refused };
    await this.#siteDb.query('savepoint before');
    const inDatabase = await applyAtSite(this.#siteDb, practiceId, decision);
    if (inDatabase.type === 'time-taken') await this.#siteDb.query('rollback to savepoint before');
    expect(inDatabase).toEqual(answer);
    if (inMemory.ok) this.site = inMemory.state;
    this.answers.set(answer.type, (this.answers.get(answer.type) ?? 0) + 1);
  }

  async decideIfStale(decision: SiteDecision): Promise<void> {
    const broken = decision.guards.some((guard) => {
      const alone = applyToSite(this.site, { guards: [guard], writes: [] }, tools);
      return !alone.ok;
    });
    if (broken) await this.decide(decision);
  }

  async compare(): Promise<void> {
    expect(await clinicInDatabase(this.#clinicDb)).toEqual(clinicInMemory(this.clinic));
    expect(await siteInDatabase(this.#siteDb)).toEqual(siteInMemory(this.site));
  }
}

/** Runs on databases that nobody else sees, and leaves nothing behind. */
async function sideBySide(
  answers: Map<string, number>,
  work: (both: SideBySide) => Promise<void>,
): Promise<void> {
  const clinic = await databases.clinic.pool.connect();
  const site = await databases.site.pool.connect();
  try {
    await clinic.query('begin');
    await site.query('begin');
    await work(new SideBySide({ clinic, site }, answers));
  } finally {
    await clinic.query('rollback');
    await site.query('rollback');
    clinic.release();
    site.release();
  }
}

/** What a run must have met, or it has proved nothing about it. */
const written = [
  ...['append', 'advance-cursor', 'set-frontier', 'insert-shift', 'delete-shift'],
  ...['insert-preblock', 'delete-preblock', 'insert-booking', 'set-booking-state'],
  ...['insert-tombstone', 'announce', 'cut-announced', 'withdraw-announced'],
  ...['insert-withdrawal', 'finish-withdrawal', 'insert-claim', 'set-claim-state'],
  ...['insert-block', 'delete-block', 'begin-staging', 'stage', 'clear-staged', 'begin-life'],
  ...['end-recovery', 'put-announced', 'needs-person', 'put-catalog'],
  ...['insert-offer', 'cut-offers', 'withdraw-offers', 'set-offer-open', 'delete-holds-on'],
  ...['remember-key', 'enqueue-message', 'fence'],
];

function count(steps: readonly Step[], seen: Map<string, number>): void {
  for (const step of steps) {
    const writes = step.side === 'clinic' ? step.writes : step.decision.writes;
    for (const { type } of writes) seen.set(type, (seen.get(type) ?? 0) + 1);
  }
}

describe('SQL and the in-memory interpreter', () => {
  test('are equal after whatever the deciders of both sides decided', async () => {
    const seen = new Map<string, number>();
    const answers = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anyActs(30), async (acts) => {
        const steps = decisionsOf(acts);
        count(steps, seen);
        await sideBySide(answers, async (both) => {
          for (const step of steps) await both.take(step);
          await both.compare();
        });
      }),
      { numRuns: 24, seed: 20260302 },
    );
    expect(written.filter((type) => !seen.has(type))).toEqual([]);
    expect(answers.get('stale')).toBeGreaterThan(0);
  }, 180_000);

  test('are equal after what such runs seldom meet', async () => {
    await sideBySide(new Map(), async (both) => {
      for (const step of seldom()) {
        await both.take(step);
        await both.compare();
      }
    });
  });
});

const met = staffVisit(1, { chair: 0, person: 0 }, span(1, '10:00', 30));
const sold = staffVisit(2, { chair: 0, person: 0 }, span(1, '10:15', 30));
const hold = {
  type: 'insert-hold' as const,
  holdId: id<HoldId>('hold', 1),
  session: 'a session',
  occupancies: met.occupancies,
  expiresAt: at(1, '09:00'),
};

/** An override that met a sale, time that nobody knows, a hold, and a practice that leaves. */
function seldom(): Step[] {
  const unknown = {
    unknownId: id<UnknownId>('unknow', 1),
    bookingId: null,
    subjectIds: [chairs[0], people[0]],
    during: span(2, '10:00', 30),
  };
  const now = at(0, '08:00');
  const book: readonly ClinicWrite[] = [
    { type: 'insert-booking', booking: { ...met, override: true }, actor: staff },
    { type: 'mark-conflict', bookingId: met.id },
    { type: 'insert-booking', booking: sold, actor: { type: 'itb' } },
    { type: 'set-known-at-site', bookingId: sold.id, known: true },
    { type: 'note-difference', bookingId: sold.id, patientId: sold.patientId },
    { type: 'insert-unknown', unknown, at: now },
    { type: 'delete-unknown', unknownId: unknown.unknownId },
    { type: 'leave-site' },
    { type: 'end-pairing' },
  ];
  const site: readonly SiteWrite[] = [
    hold,
    { type: 'delete-hold', holdId: hold.holdId },
    hold,
    { type: 'delete-holds-on', occupancies: sold.occupancies },
    { type: 'insert-tombstone', bookingId: met.id, at: now },
    { type: 'insert-tombstone', bookingId: met.id, at: now },
    { type: 'end-pairing' },
  ];
  return [
    ...book.map((write): Step => ({ side: 'clinic', writes: [write] })),
    ...site.map((write): Step => ({ side: 'site', decision: { guards: [], writes: [write] } })),
  ];
}

describe('what must never stand', () => {
  const first = met;
  const second = staffVisit(2, { chair: 1, person: 0 }, span(1, '10:15', 30));
  const inserts = [first, second].map((booking) => ({
    type: 'insert-booking' as const,
    booking,
    actor: staff,
  }));

  test('is refused by both in the book, by the same rule', async () => {
    expect(() => applyToClinic(emptyBook(), inserts, sha256)).toThrow('occupancy_free');
    await sideBySide(new Map(), async () => {
      const db: Queryable = databases.clinic.pool;
      await expect(applyWrites(db, inserts, [])).rejects.toThrow('occupancy_free');
    });
  });

  test('is refused by both at the site, and nothing of it was written', async () => {
    await sideBySide(new Map(), async (both) => {
      const writes = [first, second].map((booking) => ({
        type: 'insert-booking' as const,
        booking: {
          ...booking,
          bookingId: booking.id,
          ...{ preblockId: null, patientKey: null, sealed: null, requestExpiresAt: null },
        },
      }));
      await both.decide({ guards: [], writes });
      expect(both.answers.get('time-taken')).toBe(1);
      await both.compare();
    });
  });
});
