import type { BlockId, WithdrawId } from '@tidbok/core';
import { bookingContext, openSealed } from '@tidbok/seal';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, newId, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

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

const morning = { from: at(48), to: at(50) };

/** A morning is offered, and somebody has just looked at its times. */
async function lookedAt() {
  open = await openPairedSite(shared, {});
  const paired = open;
  await paired.connect();
  const offer = await paired.offer(0, morning);
  const { clinicId, templateId } = paired.input({});
  const day = '2026-12-02' as never;
  const times = await paired.site.times({
    ...{ clinicId, templateId, practitionerId: null },
    ...{ from: day, to: day },
  });
  if (!times.ok || times.value.items.length !== 4) throw new Error('the morning is not offered');
  return { ...paired, offer };
}

const codeOf = (outcome: { ok: true } | { ok: false; refusal: { code: string } }): string =>
  outcome.ok ? 'ok' : outcome.refusal.code;

describe('a sale that is decided on what somebody has just looked at', () => {
  it('is confirmed, sealed to the practice, and told to the clinic by one BOOK', async () => {
    const { site, input, practiceId, sealingKey, database } = await lookedAt();
    const booked = await site.book(input({}));
    if (!booked.ok) throw new Error(booked.refusal.code);
    const { bookingId, status } = booked.value;
    expect(status).toBe('confirmed');
    const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 10 });
    expect(records.map(({ type }) => type)).toEqual(['FRONTIER', 'BOOK']);
    const { rows } = await database.pool.query<{ sealed: string }>(
      'select sealed from booking where booking_id = $1',
      [bookingId],
    );
    const aad = bookingContext(practiceId, bookingId);
    expect(openSealed(sealingKey.privateKey, rows[0]?.sealed ?? '', aad)).toContain('Tolvansson');
  });

  it('is refused when the time was sold meanwhile', async () => {
    const { site, input } = await lookedAt();
    expect(codeOf(await site.book(input({})))).toBe('ok');
    expect(codeOf(await site.book(input({})))).toBe('time-taken');
  });

  it('is refused when the clinic has taken the time meanwhile', async () => {
    const { site, input, tell, offer } = await lookedAt();
    const { resourceId } = offer;
    const occupancies = [{ subjectId: resourceId, during: { from: at(48), to: at(49) } }];
    await tell([{ type: 'BLOCK', blockId: newId<BlockId>(), occupancies }]);
    expect(['time-taken', 'not-offered']).toContain(codeOf(await site.book(input({}))));
    expect(codeOf(await site.book(input({ start: at(49) })))).toBe('ok');
  });

  it('is refused when the clinic has withdrawn the offer meanwhile', async () => {
    const { site, input, tell, offer } = await lookedAt();
    const { preblockId, resourceId, practitionerId, during } = offer;
    const withdrawId = newId<WithdrawId>();
    await tell([{ type: 'WITHDRAW', withdrawId, preblockId, resourceId, practitionerId, during }]);
    expect(codeOf(await site.book(input({})))).toBe('not-offered');
  });

  it('is refused when somebody else holds the time meanwhile', async () => {
    const { site, input } = await lookedAt();
    const held = await site.placeHold({ ...input({}) }, 'another session');
    expect(held.ok).toBe(true);
    expect(codeOf(await site.book(input({})))).toBe('time-held');
  });

  it('is decided by a new catalogue when the clinic has sent one meanwhile', async () => {
    const { site, input, tell, catalog } = await lookedAt();
    const longer = catalog.templates.map((template) => ({ ...template, minutes: 60 }));
    await tell([{ type: 'CATALOG', catalog: { ...catalog, templates: longer } }]);
    const booked = await site.book(input({}));
    expect(booked).toMatchObject({ ok: true, value: { start: at(48), end: at(49) } });
  });

  it('answers a repeated request with the first one’s booking', async () => {
    const { site, input } = await lookedAt();
    const wanted = input({});
    const first = await site.book(wanted);
    expect(await site.book(wanted)).toEqual(first);
  });
});
