import { instant, MINUTE_MS, type Instant } from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

type Deadline = Catalog['limits']['changeDeadline'];

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

const utc = (text: string): Instant => instant(Date.parse(text));
const noon: Deadline = { type: 'weekday-before', at: 720 };

/** Visits with the last instant at which each may still be changed, on Stockholm's clock. */
const limits: readonly (readonly [string, Deadline, string, string])[] = [
  [
    '24 hours, on the day that summer time begins',
    { type: 'hours', hours: 24 },
    '2027-03-28T10:00+02:00',
    '2027-03-27T09:00+01:00',
  ],
  [
    '24 hours, on the day that it ends',
    { type: 'hours', hours: 24 },
    '2027-10-31T10:00+01:00',
    '2027-10-30T11:00+02:00',
  ],
  ['2 hours', { type: 'hours', hours: 2 }, '2026-12-07T10:00+01:00', '2026-12-07T08:00+01:00'],
  [
    'one working day, over Christmas',
    { type: 'workdays', days: 1 },
    '2026-12-28T10:00+01:00',
    '2026-12-22T23:59:59.999+01:00',
  ],
  [
    'two working days, over a weekend',
    { type: 'workdays', days: 2 },
    '2026-12-08T10:00+01:00',
    '2026-12-03T23:59:59.999+01:00',
  ],
  [
    'noon on the weekday before, over Easter and into summer time',
    noon,
    '2027-03-30T10:00+02:00',
    '2027-03-25T12:00+01:00',
  ],
  [
    'noon on the weekday before, out of summer time',
    noon,
    '2027-11-01T10:00+01:00',
    '2027-10-29T12:00+02:00',
  ],
  [
    'noon on the weekday before, over Epiphany',
    noon,
    '2027-01-07T10:00+01:00',
    '2027-01-05T12:00+01:00',
  ],
];

/** A visit of the patient's at that time, with another hour of offered time behind it. */
async function withVisit(deadline: Deadline, start: Instant) {
  const usual = { leadTimeMinutes: 120, horizonMonths: 12 };
  const paired = await openPairedSite(shared, {
    answerWaitMs: 50,
    catalog: { limits: { ...usual, changeDeadline: deadline } },
  });
  open = paired;
  await paired.connect();
  await paired.offer(0, { from: start, to: instant(start + 120 * MINUTE_MS) });
  const wanted = paired.input({ start });
  const booked = await paired.site.book(wanted);
  if (!booked.ok) throw new Error(booked.refusal.code);
  const { clinicId } = wanted;
  const { personalIdentityNumber } = wanted.patient;
  const cancelling = (bookingId: typeof booked.value.bookingId) =>
    paired.site.cancelMine({ clinicId, bookingId, personalIdentityNumber, patient: null });
  const moving = (replaces: typeof booked.value.bookingId, to: Instant) =>
    paired.site.rebookMine({
      ...wanted,
      start: to,
      idempotencyKey: crypto.randomUUID(),
      replaces,
    });
  const mine = async () => {
    const { items } = await paired.site.myBookings({ personalIdentityNumber, clinicId });
    return items.map(({ mayRebook, mayCancel, latestChangeAt }) => ({
      ...{ mayRebook, mayCancel, latestChangeAt },
    }));
  };
  return { ...paired, bookingId: booked.value.bookingId, cancelling, moving, mine };
}

describe.each(limits)('with the limit of %s', (...[, deadline, startText, latestText]) => {
  const start = utc(startText);
  const latest = utc(latestText);

  it('a visit is moved and given up before and at the limit', async () => {
    const { clock, bookingId, moving, cancelling, mine } = await withVisit(deadline, start);
    clock.now = instant(latest - 1);
    expect(await mine()).toEqual([{ mayRebook: true, mayCancel: true, latestChangeAt: latest }]);
    // To the same day's next half hour, which has a limit half an hour later, or the same one.
    const moved = await moving(bookingId, instant(start + 30 * MINUTE_MS));
    if (!moved.ok) throw new Error(moved.refusal.code);
    if (moved.value.status === 'preliminary') {
      // Near time is the clinic's to give: until it answers, the old visit stands.
      clock.now = latest;
      expect(await cancelling(bookingId)).toMatchObject({ ok: true });
      return;
    }
    const [now] = await mine();
    clock.now = now?.latestChangeAt ?? latest;
    expect(await cancelling(moved.value.bookingId)).toMatchObject({ ok: true });
  });

  it('neither, a moment after it', async () => {
    const { clock, bookingId, moving, cancelling, mine } = await withVisit(deadline, start);
    clock.now = instant(latest + 1);
    expect(await mine()).toEqual([{ mayRebook: false, mayCancel: false, latestChangeAt: latest }]);
    const refused = { ok: false, refusal: { code: 'too-late-to-change', details: { latest } } };
    expect(await cancelling(bookingId)).toMatchObject(refused);
    expect(await moving(bookingId, instant(start + 30 * MINUTE_MS))).toMatchObject(refused);
  });
});
