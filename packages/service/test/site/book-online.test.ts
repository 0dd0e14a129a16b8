import { instant, HOUR_MS, type RefusalCode } from '@tidbok/core';
import { openSealed, bookingContext } from '@tidbok/seal';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, newId, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

let shared: PairedSite['database'];
let open: PairedSite | null = null;

beforeAll(async () => {
  shared = await siteDatabase();
});

afterAll(() => shared.drop());

async function paired(options: Parameters<typeof openPairedSite>[1] = {}): Promise<PairedSite> {
  open = await openPairedSite(shared, options);
  return open;
}

afterEach(async () => {
  await open?.close();
  open = null;
});

const morning = { from: at(48), to: at(50) };

describe('selling a time', () => {
  it('sells far time at once and tells the clinic by one BOOK', async () => {
    const { site, connect, offer, input, practiceId } = await paired();
    await connect();
    await offer(0, morning);
    const booked = await site.book(input({}));
    expect(booked).toMatchObject({ ok: true, value: { status: 'confirmed', start: at(48) } });
    const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 10 });
    expect(records.map(({ type }) => type)).toEqual(['FRONTIER', 'BOOK']);
    expect(records.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('takes the sold time off the list, and leaves the others on their grid', async () => {
    const { site, connect, offer, input, catalog } = await paired();
    await connect();
    await offer(0, morning);
    await site.book(input({ start: at(48, 30) }));
    const { clinicId, templateId } = input({});
    const times = await site.times({
      clinicId,
      templateId,
      practitionerId: catalog.practitioners[0]?.id ?? null,
      from: '2026-12-02' as never,
      to: '2026-12-02' as never,
    });
    const starts = times.ok ? times.value.items.map(({ start }) => start) : [];
    expect(starts).toEqual([at(48), at(49), at(49, 30)]);
  });

  it('answers a repeated request with the first one’s booking', async () => {
    const { site, connect, offer, input } = await paired();
    await connect();
    await offer(0, morning);
    const wanted = input({});
    const first = await site.book(wanted);
    const again = await site.book(wanted);
    expect(again).toEqual(first);
    const other = await site.book({ ...wanted, start: at(49) });
    expect(codeOf(other)).toBe('idempotency-key-reused');
  });

  it('is preliminary for near time while no clinic is connected', async () => {
    const { site, connect, offer, input, clock } = await paired({ answerWaitMs: 60_000 });
    await connect();
    await offer(0, { from: at(4), to: at(6) });
    clock.now = instant(clock.now + 0.5 * HOUR_MS);
    const booked = await site.book(input({ start: at(4) }));
    expect(booked).toMatchObject({ ok: true, value: { status: 'preliminary' } });
  });

  it('is confirmed for near time once the clinic accepts, and gone when it rejects', async () => {
    const { site, connect, offer, input, tell, practiceId } = await paired({
      answerWaitMs: 10_000,
    });
    await connect();
    await offer(0, { from: at(4), to: at(6) });
    const requested = async () => {
      const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 10 });
      return records.filter(({ type }) => type === 'REQUEST').map(({ body }) => body);
    };
    const booking = site.book(input({ start: at(4) }));
    await expect.poll(async () => (await requested()).length).toBe(1);
    const [first = ''] = await requested();
    await tell([{ type: 'ACCEPT', bookingId: bookingIdIn(first) }]);
    expect(await booking).toMatchObject({ ok: true, value: { status: 'confirmed' } });

    const rejected = site.book(input({ start: at(5) }));
    await expect.poll(async () => (await requested()).length).toBe(2);
    const [, second = ''] = await requested();
    await tell([{ type: 'REJECT', bookingId: bookingIdIn(second), reason: 'time-taken' }]);
    expect(codeOf(await rejected)).toBe('time-taken');
  });

  it('seals the patient to the practice: its key opens, and the site’s tables show nobody', async () => {
    const { site, connect, offer, input, practiceId, sealingKey, database } = await paired();
    await connect();
    await offer(0, morning);
    const booked = await site.book(input({}));
    if (!booked.ok) throw new Error(booked.refusal.code);
    await site.placeHold({ ...input({ start: at(49) }) }, '127.0.0.1');
    const { rows } = await database.pool.query<{ sealed: string }>(
      'select sealed from booking where booking_id = $1',
      [booked.value.bookingId],
    );
    const aad = bookingContext(practiceId, booked.value.bookingId);
    const plain = openSealed(sealingKey.privateKey, rows[0]?.sealed ?? '', aad);
    expect(plain).toContain('Tolvansson');
    const dump = await dumpOf(database.pool);
    expect(dump).toContain(booked.value.bookingId);
    for (const detail of ['Tolvan', '2801287075', '280128-7075', 'example.se', '701740605']) {
      expect(dump).not.toContain(detail);
      expect(dump).not.toContain(Buffer.from(detail).toString('hex'));
    }
    expect(dump).not.toContain('127.0.0.1');
  });
});

describe('many who want one time', () => {
  it('sells it once to fifty, and tells the others the nearest', async () => {
    const { site, connect, offer, input } = await paired();
    await connect();
    await offer(0, morning);
    const answers = await Promise.all(Array.from({ length: 50 }, () => site.book(input({}))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['time-taken']));
    for (const { details } of refused) {
      expect(details?.['nearest']).toMatchObject([
        { start: at(48, 30) },
        { start: at(49) },
        { start: at(49, 30) },
      ]);
    }
  });

  it('sells sixteen different times to sixteen at once', async () => {
    const { site, connect, offer, input, catalog } = await paired({ chairs: 4 });
    await connect();
    for (const chair of [0, 1, 2, 3]) await offer(chair, morning);
    const wanted = [0, 1, 2, 3].flatMap((chair) =>
      [0, 30, 60, 90].map((minutes) =>
        input({
          start: at(48, minutes),
          resourceId: catalog.resources[chair]?.id ?? newId(),
        }),
      ),
    );
    const answers = await Promise.all(wanted.map((each) => site.book(each)));
    expect(answers.map((answer) => (answer.ok ? 'sold' : answer.refusal.code))).toEqual(
      wanted.map(() => 'sold'),
    );
  });

  it('stands a thousand attempts on one time without a deadlock', async () => {
    const { site, connect, offer, input } = await paired();
    await connect();
    await offer(0, morning);
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => site.book(input({}))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(answers.map((answer) => (answer.ok ? '' : answer.refusal.code)))).toEqual(
      new Set(['', 'time-taken']),
    );
  });

  it('never puts one practitioner in two chairs', async () => {
    const { site, connect, input, catalog, tell, offer } = await paired({ chairs: 2 });
    await connect();
    const first = await offer(0, morning);
    const second = { ...first, offerId: newId<typeof first.offerId>(), preblockId: newId<never>() };
    const otherChair = catalog.resources[1]?.id ?? newId<never>();
    await tell([{ ...second, resourceId: otherChair }]);
    const answers = await Promise.all([
      site.book(input({})),
      site.book(input({ resourceId: otherChair })),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('holding a time', () => {
  it('binds others, not its own patient', async () => {
    const { site, connect, offer, input } = await paired();
    await connect();
    await offer(0, morning);
    const held = await site.placeHold(input({}), 'one');
    if (!held.ok) throw new Error(held.refusal.code);
    expect(codeOf(await site.book(input({})))).toBe('time-held');
    expect((await site.book(input({ holdId: held.value.holdId }))).ok).toBe(true);
  });

  it('runs out after five minutes, and may be renewed once', async () => {
    const { site, connect, offer, input, clock } = await paired();
    await connect();
    await offer(0, morning);
    const held = await site.placeHold(input({}), 'one');
    if (!held.ok) throw new Error(held.refusal.code);
    const { clinicId } = input({});
    const { holdId } = held.value;
    expect((await site.renewHold(clinicId, holdId)).ok).toBe(true);
    expect(codeOf(await site.renewHold(clinicId, holdId))).toBe('hold-expired');
    clock.now = instant(clock.now + 0.2 * HOUR_MS);
    await site.tick();
    expect((await site.book(input({}))).ok).toBe(true);
  });
});

describe('what the clinic says', () => {
  it('wins far time by a claim that nobody has bought, and loses one that is sold', async () => {
    const { site, connect, offer, input, tell, practiceId, catalog } = await paired();
    await connect();
    await offer(0, morning);
    await site.book(input({}));
    const subjectIds = [catalog.resources[0]?.id ?? newId<never>()];
    const claim = { type: 'CLAIM', subjectIds, replaces: null } as const;
    await tell([
      { ...claim, claimId: newId(), during: { from: at(48), to: at(48, 40) } },
      { ...claim, claimId: newId(), during: { from: at(49), to: at(49, 40) } },
    ]);
    const records = await site.link.recordsAfter(practiceId, { after: 2, limit: 10 });
    expect(records.map(({ type }) => type)).toEqual(['CLAIM_NO', 'CLAIM_OK']);
    expect(codeOf(await site.book(input({ start: at(49) })))).toBe('not-offered');
  });

  it('is applied once, however often it comes', async () => {
    const { site, offer, practiceId, connect, input } = await paired();
    await connect();
    await offer(0, morning);
    const { clinicId, templateId } = input({});
    const times = () => site.firstTime({ clinicId, templateId, practitionerId: null, after: null });
    const before = await times();
    const nothing = await site.link.applyRecords(practiceId, []);
    expect(nothing.cursor.seq).toBe(2);
    expect(await times()).toEqual(before);
  });
});

describe('what time alone does', () => {
  it('moves the frontier on and cancels requests that nobody answered', async () => {
    const { site, connect, offer, input, clock, practiceId } = await paired();
    await connect();
    await offer(0, { from: at(4), to: at(6) });
    await site.book(input({ start: at(4) }));
    clock.now = at(2, 30);
    await site.tick();
    const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 10 });
    expect(records.map(({ type }) => type)).toEqual(['FRONTIER', 'REQUEST', 'CANCEL', 'FRONTIER']);
    expect((await site.book(input({ start: at(5) }))).ok).toBe(true);
  });
});

function codeOf(
  outcome: { ok: true } | { ok: false; refusal: { code: RefusalCode } },
): RefusalCode | 'none' {
  return outcome.ok ? 'none' : outcome.refusal.code;
}

function bookingIdIn(body: string) {
  const { visit } = JSON.parse(body) as { visit: { bookingId: never } };
  return visit.bookingId;
}

/** Every row of every table, as text. */
async function dumpOf(pool: PairedSite['database']['pool']): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  let dump = '';
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
    dump += rows.map(({ row }) => row).join('\n');
  }
  return dump;
}
