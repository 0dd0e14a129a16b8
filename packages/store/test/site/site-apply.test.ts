import { createHash, randomUUID } from 'node:crypto';
import { instant, type Interval, type PracticeId } from '@tidbok/core';
import { brokenAt, startOf } from '@tidbok/protocol';
import { applyAtSite, loadLink, loadSiteLog, migrateSite } from '@tidbok/store/site';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let database: TestDatabase;
let practiceId: PracticeId;

const chair = randomUUID();
const dentist = randomUUID();
const START = Date.parse('2026-12-02T08:00:00+01:00');

beforeAll(async () => {
  database = await createTestDatabase({ side: 'site', migrate: migrateSite });
});

afterAll(() => database.drop());

beforeEach(async () => {
  practiceId = randomUUID() as PracticeId;
  await database.pool.query(
    `insert into practice (
       practice_id, name, installation_id, sealing_public_key, signing_public_key, paired_at
     ) values ($1, 'Kliniken', 'here', 'key', 'key', now())`,
    [practiceId],
  );
  await database.pool.query(
    `insert into practice_sync (practice_id, site_inc, clinic_inc) values ($1, 'site', 'clinic')`,
    [practiceId],
  );
});

function minutes(from: number, to: number): Interval {
  return { from: instant(START + from * 60_000), to: instant(START + to * 60_000) };
}

function booking(during: Interval, subjects: readonly string[] = [chair, dentist]) {
  return {
    bookingId: randomUUID(),
    templateId: randomUUID(),
    resourceId: chair,
    practitionerId: dentist,
    preblockId: null,
    during,
    occupancies: subjects.map((subjectId) => ({ subjectId, during })),
    state: 'confirmed',
    replaces: null,
    patientKey: null,
    sealed: null,
    requestExpiresAt: null,
    registeredAt: START,
  };
}

function sale(during: Interval) {
  const sold = booking(during);
  return {
    guards: [],
    writes: [
      { type: 'insert-booking', booking: sold },
      {
        type: 'append',
        entry: { type: 'FRONTIER', frontierAt: instant(START) },
        at: instant(START),
      },
    ],
  } as const;
}

const offerId = randomUUID();

function offer(during: Interval) {
  return {
    type: 'insert-offer',
    offerId,
    preblockId: chair,
    preblockKindId: chair,
    resourceId: chair,
    practitionerId: dentist,
    anchorAt: during.from,
    expiresAt: null,
    during,
  } as const;
}

const apply = (decision: Parameters<typeof applyAtSite>[2]) =>
  applyAtSite(database.pool, practiceId, decision);

async function violation(statement: string, values: readonly unknown[]): Promise<string> {
  try {
    await database.pool.query(statement, [...values]);
    return 'none';
  } catch (error) {
    return error instanceof Error && 'constraint' in error ? String(error.constraint) : 'other';
  }
}

describe('site_apply', () => {
  it('lets one of a thousand attempts on one time win, without a deadlock', async () => {
    const guarded = () => {
      const { writes } = sale(minutes(0, 30));
      const { occupancies } = booking(minutes(0, 30));
      return apply({ guards: [{ type: 'free', occupancies, except: null } as never], writes });
    };
    const answers = await Promise.all(Array.from({ length: 1_000 }, guarded));
    expect(answers.filter(({ type }) => type === 'written')).toHaveLength(1);
    expect(answers.filter(({ type }) => type === 'stale')).toHaveLength(999);
  });

  it('gives the exclusion constraint the last word where no guard has looked', async () => {
    const attempts = Array.from({ length: 60 }, () => apply(sale(minutes(0, 30))));
    const answers = await Promise.all(attempts);
    expect(answers.filter(({ type }) => type === 'written')).toHaveLength(1);
    expect(answers.filter(({ type }) => type === 'time-taken')).toHaveLength(59);
  });

  it('writes nothing of a refused decision', async () => {
    await apply(sale(minutes(0, 30)));
    expect(await apply(sale(minutes(15, 45)))).toEqual({ type: 'time-taken' });
    expect(await loadSiteLog(database.pool, practiceId, { after: 0, limit: 9 })).toHaveLength(1);
  });

  it('answers stale, naming the guard, and writes nothing', async () => {
    await apply({ guards: [], writes: [offer(minutes(0, 60))] });
    const offered = { resourceId: chair, practitionerId: dentist, preblockId: chair, at: START };
    const guard = { type: 'offered', during: minutes(30, 90), ...offered };
    const { writes } = sale(minutes(30, 60));
    expect(await apply({ guards: [guard], writes })).toEqual({ type: 'stale', guard: 'offered' });
    const fits = { ...guard, during: minutes(30, 60) };
    expect(await apply({ guards: [fits], writes })).toMatchObject({ type: 'written', head: 1 });
    const { occupancies } = booking(minutes(45, 50));
    const free = { type: 'free', occupancies, except: null };
    expect(await apply({ guards: [free], writes: [] })).toEqual({ type: 'stale', guard: 'free' });
  });

  it('chains the log without gaps, whatever runs at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => apply(sale(minutes(index * 30, index * 30 + 30)))),
    );
    const records = await loadSiteLog(database.pool, practiceId, { after: 0, limit: 100 });
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(records).toHaveLength(40);
    expect(brokenAt(startOf('site'), records, sha256)).toBeNull();
    const link = await loadLink(database.pool, practiceId);
    expect(link?.siteHead).toMatchObject({ seq: 40, hash: records.at(-1)?.hash });
  });

  it('cuts an offer and keeps the rest; an offer that is used up goes', async () => {
    const cut = (from: number, to: number) =>
      apply({
        guards: [],
        writes: [{ type: 'cut-offers', subjectIds: [dentist], during: minutes(from, to) }],
      } as never);
    await apply({ guards: [], writes: [offer(minutes(0, 60))] });
    await cut(15, 30);
    const open = async () =>
      (
        await database.pool.query<{ pieces: number }>(
          `select (select count(*)::int from unnest(open)) as pieces from offer
           where practice_id = $1`,
          [practiceId],
        )
      ).rows.map(({ pieces }) => pieces);
    expect(await open()).toEqual([2]);
    await cut(0, 60);
    expect(await open()).toEqual([]);
  });

  it('never moves the frontier back', async () => {
    const move = (at: number) =>
      apply({ guards: [], writes: [{ type: 'set-frontier', frontierAt: at }] } as never);
    await move(START);
    await move(START - 1);
    expect((await loadLink(database.pool, practiceId))?.frontierAt).toBe(START);
  });
});

describe('what the core refuses, the site’s database refuses again', () => {
  const booked = `insert into booking (
      practice_id, booking_id, template_id, resource_id, practitioner_id, during, state,
      patient_key, sealed, registered_at
    ) values ($1, $2, $2, $2, $2, $3, $4, $5, $6, now())`;

  it.each([
    ['booking_during_half_open', '[2026-12-02 08:00,2026-12-02 08:30]', 'confirmed', null, null],
    ['booking_during_half_open', 'empty', 'confirmed', null, null],
    ['booking_state_known', '[2026-12-02 08:00,2026-12-02 08:30)', 'moved', null, null],
    ['booking_request_expires', '[2026-12-02 08:00,2026-12-02 08:30)', 'pending', null, null],
    ['booking_sealed_by_patient', '[2026-12-02 08:00,2026-12-02 08:30)', 'confirmed', 'key', null],
  ])('%s', async (...row) => {
    const [constraint, during, state, key, sealed] = row;
    const values = [practiceId, randomUUID(), during, state, key, sealed];
    expect(await violation(booked, values)).toBe(constraint);
  });

  it('occupancy_free: no subject is taken twice at one time', async () => {
    const id = randomUUID();
    const during = '[2026-12-02 08:00,2026-12-02 08:30)';
    await database.pool.query(booked, [practiceId, id, during, 'confirmed', null, null]);
    const taken = `insert into occupancy values ($1, $2, $3, $4)`;
    await database.pool.query(taken, [practiceId, id, dentist, during]);
    const later = '[2026-12-02 08:29,2026-12-02 08:59)';
    expect(await violation(taken, [practiceId, id, dentist, later])).toBe('occupancy_free');
    const after = '[2026-12-02 08:30,2026-12-02 09:00)';
    expect(await violation(taken, [practiceId, id, dentist, after])).toBe('none');
  });

  it('practice_id leads every key of every table but the pairing codes and the mark', async () => {
    const { rows } = await database.pool.query<{ name: string; first: string }>(
      `select c.conname as name,
         (select attname from pg_attribute
          where attrelid = c.conrelid and attnum = c.conkey[1]) as first
       from pg_constraint c join pg_class t on t.oid = c.conrelid
       where c.contype in ('p', 'u', 'x', 'f')
         and t.relname not in ('schema_migration', 'pairing_code', 'database_mark')
         and t.relnamespace = 'public'::regnamespace`,
    );
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ first }) => first !== 'practice_id')).toEqual([]);
  });

  it('a role that does not own the tables sees only the practice it names', async () => {
    const other = randomUUID();
    await database.pool.query(
      `insert into practice (
         practice_id, name, installation_id, sealing_public_key, signing_public_key, paired_at
       ) values ($1, 'Grannen', 'there', 'key', 'key', now())`,
      [other],
    );
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(await subjectToPolicies(client));
      await client.query(`select set_config('tidbok.practice_id', $1, true)`, [practiceId]);
      const seen = await client.query<{ name: string }>('select name from practice');
      expect(seen.rows).toEqual([{ name: 'Kliniken' }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

interface Client {
  readonly query: TestDatabase['pool']['query'];
}

/** Policies pass over owners and superusers: both give that up until the end of the transaction. */
async function subjectToPolicies(client: Client): Promise<string> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'select rolsuper from pg_roles where rolname = current_user',
  );
  const role = `guest_${randomUUID().slice(0, 8)}`;
  return rows[0]?.rolsuper === true
    ? `create role ${role}; grant select on practice to ${role}; set local role ${role}`
    : 'alter table practice force row level security';
}
