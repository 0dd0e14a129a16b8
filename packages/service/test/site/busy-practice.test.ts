import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMinutes, type BookingId, type ClaimId } from '@tidbok/core';
import { applyAtSite } from '@tidbok/store/site';
import { at, newId, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

const CLAIMS = 30;
const WRITERS = 6;

let database: PairedSite['database'];
let paired: PairedSite;

beforeAll(async () => {
  database = await siteDatabase();
  paired = await openPairedSite(database, {});
});

afterAll(async () => {
  await paired.close();
  await database.drop();
});

/** What patients do to the practice's log, without a pause, until `work` is done. */
async function whilePatientsAct<T>(work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const { practiceId } = paired;
  const act = async (): Promise<void> => {
    while (!isOver) {
      const entry = { type: 'CANCEL', bookingId: newId<BookingId>(), reason: 'patient' } as const;
      const decision = { guards: [], writes: [{ type: 'append', entry, at: at(0) }] };
      await applyAtSite(database.pool, practiceId, decision);
    }
  };
  const acting = Array.from({ length: WRITERS }, act);
  try {
    return await work();
  } finally {
    isOver = true;
    await Promise.all(acting);
  }
}

it('answers every claim of the clinic however fast patients change the practice', async () => {
  await paired.connect();
  const claims = Array.from({ length: CLAIMS }, (_, index) => ({
    type: 'CLAIM' as const,
    claimId: newId<ClaimId>(),
    subjectIds: paired.catalog.resources.slice(0, 1).map(({ id }) => id),
    during: { from: addMinutes(at(48), 30 * index), to: addMinutes(at(48), 30 * index + 30) },
    replaces: null,
  }));
  await whilePatientsAct(() => paired.tell(claims));
  const { rowCount } = await database.pool.query(
    `select from site_log where practice_id = $1 and type = 'CLAIM_OK'`,
    [paired.practiceId],
  );
  expect(rowCount).toBe(CLAIMS);
});
