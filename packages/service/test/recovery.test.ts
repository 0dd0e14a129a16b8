import { randomBytes, randomUUID } from 'node:crypto';
import { instant, type BookingId, type LocalDate } from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails } from '@tidbok/seal';
import { readKeys, readSealed } from '@tidbok/store/clinic';
import { forgetOldSiteRecords } from '@tidbok/store/site';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BothSides } from './both-sides.ts';
import { must } from './clinic/open-small-practice.ts';
import {
  at,
  chairA,
  chairB,
  clinicId,
  internetKind,
  local,
  practiceId,
  reception,
  visit30,
} from './clinic/small-practice.ts';

let both: BothSides;
const DAY = '2026-12-01' as LocalDate;

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

/** Somebody whom the register has never seen books far time on the site. */
async function patientBooks(time: string): Promise<BookingId> {
  const sold = await both.site.book({
    clinicId,
    templateId: visit30,
    resourceId: chairA,
    practitionerId: null,
    start: at(time),
    holdId: null,
    idempotencyKey: randomUUID(),
    patient: {
      givenName: 'Nina',
      familyName: 'Ny',
      personalIdentityNumber: '198001019802',
      email: 'nina@example.se',
      mobile: '+46701740606',
    },
  });
  return must(sold).bookingId;
}

async function booked(): Promise<string[]> {
  const visits = await both.clinic.bookings(reception, { from: DAY, to: DAY });
  return visits.map((visit) => visit.id);
}

async function mode() {
  return (await both.clinic.syncState())?.mode;
}

describe('a book put back from its backup', () => {
  test('has its sealing key with it: what was sealed before and after can be read', async () => {
    const before = await patientBooks('08:00');
    await both.exchange();
    const restore = await both.backUp('clinic');
    const after = await patientBooks('09:00');
    await both.exchange();
    await restore();
    const copy = both.restored();
    const keys = await readKeys(copy);
    const sealed = (await readSealed(copy, instant(0))).get(before);
    await copy.end();
    if (keys === null || sealed === undefined) throw new Error('the copy has no key');
    const context = bookingContext(practiceId, before);
    const opened = openSealed(keys.sealingPrivateKey, sealed, context);
    expect(readPatientDetails(opened)).toMatchObject({ familyName: 'Ny' });
    await both.exchange();
    expect(must(await both.clinic.booking(reception, after)).patient.name).toBe('Nina Ny');
  });
});

describe('a side that cannot write, as with a full disk,', () => {
  test('acknowledges nothing at the clinic, and takes everything in once afterwards', async () => {
    const sold = [await patientBooks('08:00'), await patientBooks('09:00')];
    const stood = await both.clinic.syncState();
    await both.takesWrites('clinic', false);
    await expect(both.exchange()).rejects.toThrow(/read-only|terminat/);
    await expect(both.exchange()).rejects.toThrow('read-only');
    expect((await both.clinic.syncState())?.siteCursor).toEqual(stood?.siteCursor);
    expect(await mode()).toBe('paired');
    await both.takesWrites('clinic', true);
    await expect.poll(mode).toBe('paired');
    await both.exchange();
    expect((await booked()).toSorted()).toEqual(sold.toSorted());
  });

  test('acknowledges nothing at the site, and takes everything in once afterwards', async () => {
    must(
      await both.clinic.placePreblock(reception, {
        kindId: internetKind,
        resourceId: chairB,
        from: local('08:00'),
        to: local('09:00'),
      }),
    );
    const records = await both.clinic.recordsAfter(0, 100);
    expect(records.map(({ type }) => type)).toEqual(['CATALOG', 'OFFER', 'OFFER']);
    await both.takesWrites('site', false);
    const apply = () => both.site.link.applyRecords(practiceId, records);
    // The connections that the change has ended are noticed one by one.
    await expect.poll(() => apply().then(({ result }) => result, String)).toContain('read-only');
    await both.takesWrites('site', true);
    await expect
      .poll(() =>
        apply().then(
          (a) => a.result,
          () => 'away',
        ),
      )
      .toBe('applied');
    expect(await apply()).toMatchObject({ cursor: (await both.clinic.syncState())?.clinicHead });
    const { rows } = await both.pools.site.query<{ mode: string }>(
      'select mode from practice_sync',
    );
    expect(rows).toEqual([{ mode: 'paired' }]);
  });
});

describe('a snapshot of more than one part', () => {
  test('arrives whole, and both agree', async () => {
    const sold = await patientBooks('09:00');
    await both.exchange();
    await both.pools.clinic.query(
      `insert into tombstone (booking_id, at)
       select gen_random_uuid(), at_ms($1) from generate_series(1, 1200)`,
      [both.clock.now],
    );
    must(await both.clinic.beginResync('whole'));
    const told = await both.clinic.recordsAfter(0, 100);
    expect(told.filter(({ type }) => type === 'SNAP_PART').length).toBeGreaterThan(2);
    await both.exchange();
    expect(await mode()).toBe('paired');
    expect(await booked()).toEqual([sold]);
    const { rows } = await both.pools.site.query<{ n: number }>(
      'select count(*)::int as n from tombstone',
    );
    expect(rows[0]?.n).toBeGreaterThanOrEqual(1200);
  });
});

describe('records that the site keeps no longer', () => {
  test('are not missed: both begin anew, and the sale among them is in the book', async () => {
    const sold = await patientBooks('09:00');
    const gone = await forgetOldSiteRecords(both.pools.site, instant(both.clock.now + 1));
    expect(gone).toBeGreaterThan(0);
    await both.exchange();
    expect(both.refused).toEqual(['resync']);
    expect(await booked()).toEqual([sold]);
    expect(await mode()).toBe('paired');
  });
});

describe('two computers that fight for one practice', () => {
  const connect = async (agoMs = 0) => {
    const nonce = randomBytes(32).toString('base64');
    return both.site.link.admit(await both.hello(nonce), { nonce, agoMs });
  };

  test('are not mistaken for each other: what one said before the other came is overtaken', async () => {
    expect((await connect()).type).toBe('admitted');
    expect(await connect(60_000)).toEqual({ type: 'refused', code: 'fenced' });
    expect((await connect()).type).toBe('admitted');
  });

  test('raise an alarm at the fourth connection within five minutes, not before', async () => {
    both.clock.now = instant(both.clock.now + 600_000);
    for (let times = 1; times <= 3; times += 1) await connect();
    expect(both.alarms.filter((said) => said.startsWith('ALARM'))).toEqual([]);
    await connect();
    expect(both.alarms.filter((said) => said.startsWith('ALARM'))).toHaveLength(1);
  });

  test('raise none when they come seldom', async () => {
    for (let times = 1; times <= 8; times += 1) {
      both.clock.now = instant(both.clock.now + 120_000);
      await connect();
    }
    expect(both.alarms).toEqual([]);
  });
});
