import { createHash, randomUUID } from 'node:crypto';
import type { BookingId } from '@tidbok/core';
import { digestText } from '@tidbok/sync';
import { readAgreed } from '@tidbok/store/clinic';
import { loadAgreed } from '@tidbok/store/site';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BothSides } from './both-sides.ts';
import { must, refusalOf } from './clinic/open-small-practice.ts';
import {
  at,
  chairA,
  clinicId,
  dentist,
  id,
  internetKind,
  local,
  practiceId,
  reception,
  visit30,
} from './clinic/small-practice.ts';

let both: BothSides;
const day = { from: '2026-12-01', to: '2026-12-01' } as never as { from: never; to: never };

beforeEach(async () => {
  both = await BothSides.open();
  must(
    await both.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('12:00'),
    }),
  );
  await both.exchange();
});
afterEach(() => both.close());

/** A patient asks for a time on the site. */
function asks(time: string) {
  return both.site.book({
    clinicId,
    templateId: visit30,
    resourceId: chairA,
    practitionerId: null,
    start: at(time),
    holdId: null,
    idempotencyKey: randomUUID(),
    patient: {
      givenName: 'Tolvan',
      familyName: 'Tolvansson',
      personalIdentityNumber: '192801287075',
      email: 'tolvan@example.se',
      mobile: '+46701740605',
    },
  });
}

/** A patient books far time on the site: confirmed at once. */
async function patientBooks(time: string): Promise<BookingId> {
  const sold = must(await asks(time));
  expect(sold.status).toBe('confirmed');
  return sold.bookingId;
}

/** Staff book in the dentist's chair. */
function staffBook(time: string, override = false) {
  return both.clinic.book(reception, {
    patient: { id: id(71) },
    resourceId: chairA,
    practitionerId: dentist,
    templateId: visit30,
    start: at(time),
    override,
  });
}

/** Staff wait for the site's answer while the link works. */
async function exchangingUntil<T>(waiting: Promise<T>): Promise<T> {
  let isDone = false;
  const done = waiting.finally(() => {
    isDone = true;
  });
  while (!isDone) await both.exchange();
  return done;
}

async function booked(): Promise<string[]> {
  const visits = await both.clinic.bookings(reception, day);
  return visits.filter(({ state }) => state !== 'cancelled').map((visit) => visit.id);
}

async function agree(): Promise<void> {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const site = sha(digestText(await loadAgreed(both.pools.site, practiceId)));
  expect(await both.clinic.digest()).toBe(site);
}

describe('the book restored from an older backup', () => {
  test('gets back what the site sold after it, and both agree', async () => {
    const before = await patientBooks('08:00');
    await both.exchange();
    const restore = await both.backUp('clinic');
    const after = await patientBooks('09:00');
    await both.exchange();
    expect((await booked()).toSorted()).toEqual([before, after].toSorted());
    await restore();
    expect(await booked()).toEqual([before]);
    expect((await both.clinic.syncState())?.mode).toBe('recover');
    await both.exchange();
    expect((await both.clinic.syncState())?.mode).toBe('paired');
    expect((await booked()).toSorted()).toEqual([before, after].toSorted());
    await agree();
  });

  test('keeps for a person the time that staff had taken after the backup', async () => {
    const restore = await both.backUp('clinic');
    must(await exchangingUntil(staffBook('10:00')));
    await both.exchange();
    await restore();
    await both.exchange();
    const again = await staffBook('10:00');
    expect(refusalOf(again)).toBe('time-unknown!');
    expect(refusalOf(await asks('10:00'))).toBe('not-offered');
    expect(refusalOf(await staffBook('10:00', true))).toBe('ok');
  });
});

describe('the site restored from an older backup', () => {
  test('sells nothing alone until the clinic has told what it knows, and lost no visit', async () => {
    const restore = await both.backUp('site');
    const sold = await patientBooks('09:00');
    await both.exchange();
    await restore();
    const early = await asks('11:00');
    expect(must(early).status).toBe('preliminary');
    await both.exchange();
    expect(both.refused).toEqual(['resync']);
    expect(await booked()).toHaveLength(2);
    expect(await booked()).toContain(sold);
    const taken = await asks('09:00');
    expect(refusalOf(taken)).toBe('time-taken');
  });
});

describe('a practice that is paired again', () => {
  test('is another installation, and both begin anew without losing a visit', async () => {
    const sold = await patientBooks('09:00');
    await both.exchange();
    const before = await both.clinic.syncState();
    await both.pair();
    const after = await both.clinic.syncState();
    expect(after?.installationId).not.toBe(before?.installationId);
    expect(after?.mode).toBe('recover');
    await both.exchange();
    expect(await booked()).toEqual([sold]);
    expect((await both.clinic.syncState())?.mode).toBe('paired');
    await agree();
  });
});

async function wasSaid(type: string): Promise<number> {
  const { rowCount } = await both.pools.clinic.query('select from clinic_log where type = $1', [
    type,
  ]);
  return rowCount ?? 0;
}

describe('a practice that leaves the site', () => {
  test('gets all unsold time back first, then the site sells nothing', async () => {
    const sold = await patientBooks('09:00');
    await both.exchange();
    must(await both.clinic.leaveSite());
    expect(await wasSaid('UNPAIR')).toBe(0);
    await both.exchange();
    expect((await readAgreed(both.pools.clinic)).offers).toEqual([]);
    expect((await both.clinic.syncState())?.mode).toBe('unpaired');
    expect(await booked()).toEqual([sold]);
  });

  test('says so once, however often time passes and records come', async () => {
    await both.exchange();
    must(await both.clinic.leaveSite());
    await both.exchange();
    await both.clinic.tick();
    await both.exchange();
    expect(await wasSaid('UNPAIR')).toBe(1);
  });

  test('leaves at once when nothing of its time is out', async () => {
    await both.exchange();
    await both.pools.clinic.query('delete from announced_offer');
    await both.pools.clinic.query('delete from preblock');
    must(await both.clinic.leaveSite());
    expect(await wasSaid('UNPAIR')).toBe(1);
  });
});
