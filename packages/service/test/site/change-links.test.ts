import type { BookingId, LocalDate } from '@tidbok/core';
import { changeLinkPath } from '@tidbok/service/site';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

const BORN = '1928-01-28' as LocalDate;
const OTHER = '1928-01-29' as LocalDate;

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

/** A booked visit, and how its link is tried. */
async function withVisit(changeByLink = true) {
  const patients = { children: true, withoutNumber: false, changeByLink };
  const paired = await openPairedSite(shared, { catalog: { patients } });
  open = paired;
  const { site, secrets, practiceId } = paired;
  await paired.connect();
  await paired.offer(0, { from: at(48), to: at(50) });
  const wanted = paired.input({});
  const booked = await site.book(wanted);
  if (!booked.ok) throw new Error(booked.refusal.code);
  const { bookingId } = booked.value;
  const { clinicId } = wanted;
  const tokenOf = (id: BookingId): string => {
    const path = changeLinkPath(secrets, { practiceId, clinicId, bookingId: id });
    return new URL(path, 'http://site').searchParams.get('token') ?? '';
  };
  const use = async (bornOn: LocalDate, token = tokenOf(bookingId)): Promise<string> => {
    const opened = await site.openByLink({ clinicId, token, bornOn });
    return opened.ok ? opened.value : opened.refusal.code;
  };
  return { ...paired, wanted, bookingId, clinicId, tokenOf, use };
}

describe('the link in a confirmation', () => {
  it('opens its one visit with the date of birth, once', async () => {
    const { site, use, bookingId, clinicId } = await withVisit();

    expect(await use(BORN)).toBe(bookingId);

    expect(await site.visitByLink({ clinicId, bookingId })).toMatchObject({
      bookingId,
      status: 'confirmed',
      mayRebook: true,
      mayCancel: true,
    });
    expect(await use(BORN)).toBe('link-not-valid');
  });

  it('answers alike for a wrong birthday, a made-up link, and one that was used', async () => {
    const { use } = await withVisit();

    expect(await use(OTHER)).toBe('link-not-valid');
    expect(await use(BORN, 'made-up')).toBe('link-not-valid');
    expect(await use(BORN, '')).toBe('link-not-valid');
  });

  it('is spoilt by five wrong birthdays, also for who knows the right one', async () => {
    const { use } = await withVisit();
    for (let tries = 0; tries < 5; tries += 1) await use(OTHER);

    expect(await use(BORN)).toBe('link-not-valid');
  });

  it('ends with the visit', async () => {
    const { use, clock } = await withVisit();
    clock.now = at(48, 30);

    expect(await use(BORN)).toBe('link-not-valid');
  });

  it('is in no confirmation where the clinic has not turned it on', async () => {
    const { use, database, practiceId } = await withVisit(false);

    expect(await use(BORN)).toBe('link-not-valid');
    const { rows } = await database.pool.query(
      'select booking_id from change_link where practice_id = $1',
      [practiceId],
    );
    expect(rows).toEqual([]);
  });

  it('lies in the database as keyed hashes: neither link nor birthday can be read', async () => {
    const { tokenOf, bookingId, database, practiceId } = await withVisit();

    const { rows } = await database.pool.query<Record<string, unknown>>(
      'select * from change_link where practice_id = $1',
      [practiceId],
    );
    const text = JSON.stringify(rows);
    expect(rows).toHaveLength(1);
    expect(text).not.toContain(tokenOf(bookingId));
    expect(text).not.toMatch(/19280128|1928-01-28/);
  });
});

describe('a visit that a link has opened', () => {
  it('is given up by who holds it', async () => {
    const { site, clinicId, bookingId } = await withVisit();
    const wish = { clinicId, bookingId, personalIdentityNumber: null, patient: null };

    expect(await site.cancelMine(wish)).toEqual({ ok: true, value: null });
    expect(await site.visitByLink({ clinicId, bookingId })).toMatchObject({ status: 'cancelled' });
  });

  it('is moved for the very patient only, and the new visit has a link of its own', async () => {
    const { site, wanted, bookingId, tokenOf, use } = await withVisit();
    const move = { ...wanted, start: at(49), replaces: bookingId };
    const stranger = { ...wanted.patient, personalIdentityNumber: '192804089239' };

    const wrong = { ...move, patient: stranger, idempotencyKey: crypto.randomUUID() };
    expect(await site.rebookMine(wrong)).toMatchObject({ ok: false });
    const moved = await site.rebookMine({ ...move, idempotencyKey: crypto.randomUUID() });
    if (!moved.ok) throw new Error(moved.refusal.code);
    expect(await use(BORN, tokenOf(moved.value.bookingId))).toBe(moved.value.bookingId);
  });
});
