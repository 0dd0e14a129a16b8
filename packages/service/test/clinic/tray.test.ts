import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BookCommand, TimeKind } from '@tidbok/service/clinic';
import { frontier, near, openOfferingPractice, soldVisit } from './offering-practice.ts';
import { must, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { at, chairA, chairB, dentist, id, reception, visit30 } from './small-practice.ts';

let open: OpenPractice;

beforeEach(async () => {
  open = await openOfferingPractice();
  await open.site.pair(frontier);
});
afterEach(() => open.close());

const far = (start: string, rest: Partial<BookCommand> = {}): BookCommand => ({
  resourceId: chairA,
  practitionerId: dentist,
  start: at(start),
  templateId: visit30,
  patient: { id: id(71) },
  override: true,
  ...rest,
});

describe('an override over time that the site may be selling', () => {
  test('is recorded, and stands in the tray until the site has said that it is free', async () => {
    const booked = must(await open.clinic.book(reception, far('08:00')));
    expect(booked.overridden).toEqual(['site-not-reached']);
    const [waiting, ...others] = await open.clinic.tray(reception);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({ kind: 'override-waits', closesItself: true });
    expect(waiting?.visits.map(({ booking }) => booking.id)).toEqual([booked.id]);
    expect((await open.clinic.alarm()).overridesOpen).toBe(1);
    expect((await open.clinic.status()).needsPerson).toEqual([]);
    const keep = { type: 'keep' } as const;
    const solved = await open.clinic.solveCase(reception, waiting?.id ?? '', keep);
    expect(refusalOf(solved)).toBe('unknown-address');

    const { claimId } = await open.site.next('OVERRIDE');
    await open.site.say({ type: 'CLAIM_OK', claimId });
    expect(await open.clinic.tray(reception)).toEqual([]);
    expect((await open.clinic.alarm()).overridesOpen).toBe(0);
  });

  test('is a double booking once the site has said that it had sold, for a person to solve', async () => {
    const booked = must(await open.clinic.book(reception, far('08:00')));
    const { claimId } = await open.site.next('OVERRIDE');
    const sold = id<typeof booked.id>(201);
    await open.site.say(
      { type: 'BOOK', visit: soldVisit(open, { bookingId: sold, start: '08:00' }) },
      { type: 'CONFLICT', claimId, bookingId: booked.id, with: [sold] },
    );
    const cases = await open.clinic.tray(reception);
    expect(cases).toMatchObject([{ kind: 'override-conflict', closesItself: false }]);
    const [{ id: caseId, visits } = { id: '', visits: [] }] = cases;
    const staffs = visits.find(({ booking }) => booking.id === booked.id);
    const start = staffs?.nearest?.start ?? open.now;
    const way = { type: 'move', bookingId: booked.id, start } as const;
    const moving = open.clinic.solveCase(reception, caseId, way);
    const asked = await open.site.next('CLAIM');
    await open.site.say({ type: 'CLAIM_OK', claimId: asked.claimId });
    must(await moving);
    expect(await open.clinic.tray(reception)).toEqual([]);
    expect(must(await open.clinic.booking(reception, booked.id)).state).toBe('cancelled');
  });

  test('leaves the tray when its visit is cancelled before the answer', async () => {
    const booked = must(await open.clinic.book(reception, far('08:00')));
    const [waiting] = await open.clinic.tray(reception);
    must(
      await open.clinic.solveCase(reception, waiting?.id ?? '', {
        ...{ type: 'cancel', bookingId: booked.id, reason: 'clinic', note: 'väntar inte' },
      }),
    );
    expect(await open.clinic.tray(reception)).toEqual([]);
  });
});

describe('whose a piece of time is', () => {
  const kindAt = async (wish: {
    start: string;
    date?: string;
    resourceId?: typeof chairA;
  }): Promise<TimeKind> =>
    must(
      await open.clinic.timeKind({
        resourceId: wish.resourceId ?? chairA,
        practitionerId: dentist,
        templateId: visit30,
        start: at(wish.start, wish.date),
        minutes: 30,
      }),
    );

  test('the clinic’s own where nothing is offered, near before the frontier, far past it', async () => {
    expect(await kindAt({ start: '10:00' })).toBe('own');
    expect(await kindAt({ start: '09:45' })).toBe('far');
    expect(await kindAt({ start: '13:00', date: near })).toBe('near');
  });

  test('the site’s too in another chair, where the practitioner’s time is offered', async () => {
    expect(await kindAt({ start: '08:00', resourceId: chairB })).toBe('far');
  });

  test('is the clinic’s own again once staff have claimed it', async () => {
    const booked = open.clinic.book(reception, far('08:00', { override: false }));
    const { claimId } = await open.site.next('CLAIM');
    await open.site.say({ type: 'CLAIM_OK', claimId });
    must(await booked);
    expect(await kindAt({ start: '08:00' })).toBe('own');
  });
});

describe('the alarm', () => {
  const link = (heardAt: number) => ({
    ...{ connected: false, connectedSince: null, epoch: 1, acked: 0, waitingIn: 0 },
    lastExchangeAt: heardAt as typeof open.now,
  });

  test('is raised after five minutes without contact, the day sheet due after thirty', async () => {
    const heardAt = open.now;
    await open.clinic.reportLink(link(heardAt));
    const after = async (minutes: number) => {
      open.now = (heardAt + minutes * 60_000) as typeof open.now;
      const { awaySince, sheetDue } = await open.clinic.alarm();
      return { awaySince, sheetDue };
    };
    expect(await after(4)).toEqual({ awaySince: null, sheetDue: false });
    expect(await after(5)).toEqual({ awaySince: heardAt, sheetDue: false });
    expect(await after(29)).toEqual({ awaySince: heardAt, sheetDue: false });
    expect(await after(30)).toEqual({ awaySince: heardAt, sheetDue: true });
  });

  test('counts online bookings that nobody has seen for half an hour, until they are seen', async () => {
    const bookingId = id<never>(201);
    const visit = soldVisit(open, { bookingId, start: '08:00' });
    await open.site.say({ type: 'BOOK', visit });
    expect(await open.clinic.alarm()).toMatchObject({ unseen: 0, sheetDue: false });
    open.now = (open.now + 30 * 60_000) as typeof open.now;
    expect(await open.clinic.alarm()).toMatchObject({ unseen: 1, sheetDue: true });
    await open.clinic.markSeen(reception, [bookingId]);
    expect(await open.clinic.alarm()).toMatchObject({ unseen: 0, sheetDue: false });
    open.now = (open.now + 60_000) as typeof open.now;
    await open.site.say({ type: 'CANCEL', bookingId, reason: 'patient' });
    const sheet = must(await open.clinic.daySheet(reception));
    expect(sheet.unseen.map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('what is seen a second time is no news to the open pages', async () => {
    const bookingId = id<never>(201);
    await open.site.say({ type: 'BOOK', visit: soldVisit(open, { bookingId, start: '08:00' }) });
    const revision = async () => {
      const { rows } = await open.pool.query('select max(revision) as revision from change');
      return (rows as { revision: string }[])[0]?.revision;
    };
    await open.clinic.markSeen(reception, [bookingId]);
    const once = await revision();
    await open.clinic.markSeen(reception, [bookingId]);
    expect(await revision()).toBe(once);
  });
});

test('the logo travels with the clinic, and one that could not travel is refused', async () => {
  const logo = {
    ...({ mediaType: 'image/png', width: 10, height: 5 } as const),
    bytes: Buffer.from('a picture'),
  };
  const { clinics } = await open.clinic.register();
  const [clinic] = clinics;
  if (clinic === undefined) throw new Error('the practice has no clinic');
  must(await open.clinic.saveLogo(reception, clinic.id, logo));
  const [told] = await open.site.hearOf('CATALOG');
  const { bytes, ...size } = logo;
  expect(told?.catalog.clinics[0]?.logo).toEqual({ ...size, data: bytes.toString('base64') });

  const huge = { ...logo, bytes: Buffer.alloc(150_000) };
  expect(refusalOf(await open.clinic.saveLogo(reception, clinic.id, huge))).toBe('too-large');
  expect(await open.clinic.logo(clinic.id)).toMatchObject({ bytes });

  must(await open.clinic.saveLogo(reception, clinic.id, null));
  const [untold] = await open.site.hearOf('CATALOG');
  expect(untold?.catalog.clinics[0]?.logo).toBeNull();
});
