import { instant, HOUR_MS } from '@tidbok/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '@tidbok/service/site';
import { at, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

const STRANGER = '192804089239';
let shared: PairedSite['database'];
let open: PairedSite | null = null;

beforeAll(async () => {
  shared = await siteDatabase();
});

afterAll(() => shared.drop());

afterEach(async () => {
  await open?.close();
  open = null;
});

/** A connected practice with a morning of offered far time, and one visit in it. */
async function withVisit(options: Parameters<typeof openPairedSite>[1] = {}) {
  const paired = await openPairedSite(shared, options);
  open = paired;
  await paired.connect();
  await paired.offer(0, { from: at(48), to: at(50) });
  const wanted = paired.input({});
  const booked = await paired.site.book(wanted);
  if (!booked.ok) throw new Error(booked.refusal.code);
  const number = wanted.patient.personalIdentityNumber;
  const mine = { clinicId: wanted.clinicId, bookingId: booked.value.bookingId };
  return { ...paired, wanted, number, mine };
}

const startsOf = async ({ site, wanted, catalog }: Awaited<ReturnType<typeof withVisit>>) => {
  const times = await site.times({
    clinicId: wanted.clinicId,
    templateId: wanted.templateId,
    practitionerId: catalog.practitioners[0]?.id ?? null,
    from: '2026-12-02' as never,
    to: '2026-12-02' as never,
  });
  return times.ok ? times.value.items.map(({ start }) => start) : [];
};

const listed = async (site: Site, personalIdentityNumber: string) =>
  (await site.myBookings({ personalIdentityNumber, clinicId: null })).items;

const code = (outcome: { ok: boolean; refusal?: { code: string } }): string | undefined =>
  outcome.ok ? undefined : outcome.refusal?.code;

describe('a person known by e-ID', () => {
  it('finds what is to come, however many visits were cancelled or have been', async () => {
    const { site, number, mine, practiceId, database } = await withVisit();
    await database.pool.query(
      `insert into booking (practice_id, booking_id, template_id, resource_id, practitioner_id,
         during, state, patient_key, sealed, registered_at)
       select practice_id, gen_random_uuid(), template_id, resource_id, practitioner_id,
         tstzrange(lower(during) - step, upper(during) - step), each.state, patient_key, sealed,
         registered_at
       from booking,
         lateral (select n, n * interval '1 hour' as step,
           case when n % 2 = 0 then 'cancelled' else 'completed' end as state
           from generate_series(1, 400) as n) as each
       where practice_id = $1`,
      [practiceId],
    );
    const items = await listed(site, number);
    expect(items.length).toBeLessThan(400);
    expect(items.at(-1)).toMatchObject({ ...mine, status: 'confirmed' });
    expect(items.map(({ start }) => start)).toEqual(items.map(({ start }) => start).toSorted());
  });

  it('sees their own visits with the limit as an instant, and nobody else’s', async () => {
    const { site, number, mine } = await withVisit();

    expect(await listed(site, number)).toMatchObject([
      { ...mine, status: 'confirmed', mayRebook: true, mayCancel: true, latestChangeAt: at(24) },
    ]);
    expect(await listed(site, STRANGER)).toEqual([]);
  });

  it('gives a visit up: it is told to the clinic and its time is offered again', async () => {
    const visit = await withVisit();
    const { site, number, mine, practiceId } = visit;
    expect(await startsOf(visit)).not.toContain(at(48));
    const cancel = { ...mine, personalIdentityNumber: number, patient: null };

    expect(await site.cancelMine(cancel)).toEqual({ ok: true, value: null });

    expect(await startsOf(visit)).toContain(at(48));
    expect((await listed(site, number)).map(({ status }) => status)).toEqual(['cancelled']);
    const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 10 });
    // Nobody said who it is: the site has no address, so that the clinic tells the patient.
    expect(records.map(({ type }) => type)).toEqual(['FRONTIER', 'BOOK', 'CANCEL', 'TELL']);
    expect(code(await site.cancelMine(cancel))).toBe('booking-ended');
  });

  it('cannot touch somebody else’s visit, nor learn that it exists', async () => {
    const { site, mine, wanted, number } = await withVisit();
    const cancel = { ...mine, personalIdentityNumber: STRANGER, patient: null };
    const rebook = {
      ...wanted,
      patient: { ...wanted.patient, personalIdentityNumber: STRANGER },
      idempotencyKey: crypto.randomUUID(),
      start: at(49),
      replaces: mine.bookingId,
    };

    // It might be one that their own clinic made, which is not connected here.
    expect(code(await site.cancelMine(cancel))).toBe('clinic-not-reached');
    expect(code(await site.rebookMine(rebook))).toBe('clinic-not-reached');
    expect((await listed(site, number)).map(({ status }) => status)).toEqual(['confirmed']);
  });

  it('moves a visit in one breath, also onto time that it takes itself', async () => {
    const visit = await withVisit();
    const { site, wanted, mine, number } = visit;
    const move = { ...wanted, idempotencyKey: crypto.randomUUID(), replaces: mine.bookingId };

    const moved = await site.rebookMine({ ...move, start: at(48, 30) });

    expect(moved).toMatchObject({ ok: true, value: { status: 'confirmed', start: at(48, 30) } });
    expect(await site.rebookMine({ ...move, start: at(48, 30) })).toEqual(moved);
    expect((await listed(site, number)).map(({ start }) => start)).toEqual([at(48, 30)]);
    expect(await startsOf(visit)).toEqual([at(48), at(49), at(49, 30)]);
  });

  it('may change until the very limit, and not a moment later', async () => {
    const { site, mine, number, clock } = await withVisit();
    clock.now = instant(at(24) + 1);
    const cancel = { ...mine, personalIdentityNumber: number, patient: null };

    expect(await listed(site, number)).toMatchObject([{ mayRebook: false, mayCancel: false }]);
    expect(await site.cancelMine(cancel)).toMatchObject({
      ok: false,
      refusal: { code: 'too-late-to-change', details: { latest: at(24) } },
    });
    clock.now = at(24);
    expect(await site.cancelMine(cancel)).toMatchObject({ ok: true });
  });

  it('may neither move nor give up what its template does not let', async () => {
    const visit = await withVisit();
    const { site, catalog, tell, mine, number, wanted } = visit;
    const templates = catalog.templates.map((each) => ({
      ...each,
      rebookable: false,
      cancellable: false,
    }));
    await tell([{ type: 'CATALOG', catalog: { ...catalog, templates } }]);
    const rebook = { ...wanted, idempotencyKey: crypto.randomUUID(), start: at(49) };

    expect(await listed(site, number)).toMatchObject([{ mayRebook: false, mayCancel: false }]);
    const cancel = { ...mine, personalIdentityNumber: number, patient: null };
    expect(code(await site.cancelMine(cancel))).toBe('not-cancellable');
    expect(code(await site.rebookMine({ ...rebook, replaces: mine.bookingId }))).toBe(
      'not-rebookable',
    );
  });

  it('keeps the old visit until the clinic has accepted a move to near time', async () => {
    const { site, offer, wanted, mine, number, clock, practiceId } = await withVisit({
      answerWaitMs: 50,
    });
    await offer(0, { from: at(20), to: at(22) });
    clock.now = instant(clock.now + HOUR_MS / 2);
    const move = { ...wanted, idempotencyKey: crypto.randomUUID(), replaces: mine.bookingId };

    const moved = await site.rebookMine({ ...move, start: at(20) });

    expect(moved).toMatchObject({ ok: true, value: { status: 'preliminary' } });
    expect((await listed(site, number)).map(({ status }) => status)).toEqual([
      'preliminary',
      'confirmed',
    ]);
    const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 20 });
    expect(records.map(({ type }) => type)).toContain('REQUEST');
    expect(records.map(({ type }) => type)).not.toContain('REBOOK');
  });
});
