import type { BookingId } from '@tidbok/core';
import type { SiteEntry, SoldVisit } from '@tidbok/protocol';
import type { PatientDetails } from '@tidbok/seal';
import { afterEach, expect, test } from 'vitest';
import { must, openSmallPractice, type OpenPractice } from './open-small-practice.ts';
import {
  at,
  chairA,
  dentist,
  id,
  internetKind,
  local,
  reception,
  visit30,
} from './small-practice.ts';

const near = '2026-11-24';
const friday = '2026-12-04';
const frontier = at('08:00', '2026-11-25');
const expiresAt = at('12:00', near);
const opened: OpenPractice[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const nina: PatientDetails = {
  givenName: 'Nina',
  familyName: 'Ny',
  personalIdentityNumber: '192804089239',
  email: 'nina@example.se',
  mobile: '0701740606',
};
/** Is in the register already. */
const tolvan = { ...nina, personalIdentityNumber: '192801287075', email: 'annan@example.se' };

const open = async (): Promise<OpenPractice> => {
  const practice = await openSmallPractice((small) => ({
    ...small,
    shifts: [
      ...small.shifts,
      ...[near, friday].map((day, index) => ({
        id: id<never>(63 + index),
        resourceId: chairA,
        practitionerId: dentist,
        from: local('08:00', day),
        to: local('16:00', day),
      })),
    ],
    preblocks: [
      preblock(101, '2026-12-01', '08:00'),
      preblock(102, near, '13:00'),
      preblock(103, friday, '08:00'),
    ],
  }));
  opened.push(practice);
  return practice;
};

const preblock = (number: number, day: string, from: string) => ({
  id: id<never>(number),
  kindId: internetKind,
  resourceId: chairA,
  seriesId: null,
  from: local(from, day),
  to: local(`${String(Number(from.slice(0, 2)) + 2).padStart(2, '0')}:00`, day),
});

const visit = (
  site: OpenPractice['site'],
  [bookingId, day, start, number]: readonly [BookingId, string, string, number],
  rest: { readonly details?: PatientDetails; readonly replaces?: BookingId } = {},
): SoldVisit => {
  const during = { from: at(start, day), to: (at(start, day) + 30 * 60_000) as never };
  const subjects = [chairA, dentist];
  return {
    bookingId,
    templateId: visit30,
    resourceId: chairA,
    practitionerId: dentist,
    during,
    occupancies: subjects.map((subjectId) => ({ subjectId, during })),
    preblockId: id(number),
    replaces: rest.replaces ?? null,
    sealed: site.seal(bookingId, rest.details ?? nina),
    soldAt: at('08:00', near),
  };
};

/** Sales on three days, of patients old and new, and all that may become of a sale. */
const entriesOf = (site: OpenPractice['site']): SiteEntry[] => {
  const tuesday = '2026-12-01';
  const sold = (
    which: Parameters<typeof visit>[1],
    rest: Parameters<typeof visit>[2] = {},
  ): SoldVisit => visit(site, which, rest);
  return [
    { type: 'BOOK', visit: sold([id(201), tuesday, '08:00', 101]) },
    { type: 'BOOK', visit: sold([id(202), friday, '08:00', 103]) },
    { type: 'BOOK', visit: sold([id(203), tuesday, '08:30', 101], { details: tolvan }) },
    { type: 'REQUEST', visit: sold([id(204), near, '13:00', 102]), expiresAt },
    { type: 'FRONTIER', frontierAt: at('10:00', '2026-11-25') },
    { type: 'CANCEL', bookingId: id(202), reason: 'patient' },
    {
      type: 'REBOOK',
      cancel: id(203),
      visit: sold([id(205), friday, '08:30', 103], { details: tolvan, replaces: id(203) }),
    },
    { type: 'BOOK', visit: sold([id(206), tuesday, '08:30', 101]) },
    { type: 'CANCEL', bookingId: id(299), reason: 'patient' },
    { type: 'BOOK', visit: sold([id(299), tuesday, '09:00', 101]) },
    { type: 'CANCEL', bookingId: id(204), reason: 'patient' },
    { type: 'REQUEST', visit: sold([id(207), near, '13:00', 102]), expiresAt },
    { type: 'REQUEST', visit: sold([id(208), near, '13:00', 102]), expiresAt },
    { type: 'BOOK', visit: sold([id(209), friday, '08:00', 103]) },
  ];
};

/** What the book holds, in words that two books of the same content have in common. */
const contentOf = async ({ pool, site }: OpenPractice) => {
  const ask = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows;
  const said = await site.hear();
  return {
    visits: await ask(
      `select b.id, state, starts_at, replaces, conflict, known_at_site, cancel_reason,
         p.identity_number, p.given_name
       from booking b join patient p on p.id = b.patient_id order by b.id`,
    ),
    occupied: await ask('select booking_id, subject_id, during from occupancy order by 1, 2'),
    tombstones: await ask('select booking_id from tombstone order by 1'),
    details: await ask('select booking_id from online_detail order by 1'),
    differences: await ask('select booking_id from detail_difference order by 1'),
    patients: await ask('select identity_number from patient order by 1'),
    offered: await ask(
      `select preblock_id, range_agg(open)::text as open
       from announced_offer group by 1 order by 1`,
    ),
    withdrawing: await ask('select preblock_id, during from withdrawal order by 1, 2'),
    place: await ask('select site_cursor, frontier_at from practice_sync'),
    answers: said.filter(({ type }) => type === 'ACCEPT' || type === 'REJECT'),
    cases: await ask('select kind, booking_ids from needs_person order by 1, 2'),
  };
};

test('records that come together come to the same as one after the other', async () => {
  const [together, singly] = [await open(), await open()];
  await together.site.pair(frontier);
  await singly.site.pair(frontier);
  await together.site.say(...entriesOf(together.site));
  for (const entry of entriesOf(singly.site)) await singly.site.say(entry);
  const content = await contentOf(together);
  expect(content).toEqual(await contentOf(singly));
  expect(content.answers).toMatchObject([
    { type: 'ACCEPT', bookingId: id(204) },
    { type: 'ACCEPT', bookingId: id(207) },
    { type: 'REJECT', bookingId: id(208), reason: 'time-taken' },
  ]);
  expect(content.visits).toHaveLength(8);
});

test('the open pages hear of all that came together, by day', async () => {
  const { site, clinic, pool } = await open();
  await site.pair(frontier);
  const ending = new AbortController();
  const { rows } = await pool.query<{ at: number }>(
    'select revision::float8 as at from practice_sync',
  );
  const since = { after: rows[0]?.at ?? 0, signal: ending.signal };
  await site.say(...entriesOf(site).slice(0, 2));
  const heard = clinic.changes(since)[Symbol.asyncIterator]();
  const [first, second] = [await heard.next(), await heard.next()];
  ending.abort();
  expect([first.value, second.value]).toMatchObject([
    { kind: 'booking', from: '2026-12-01', to: '2026-12-01', ids: [id(201)] },
    { kind: 'booking', from: friday, to: friday, ids: [id(202)] },
  ]);
});

test('a claim that is answered among sales is settled on what they have left', async () => {
  const { site, clinic } = await open();
  await site.pair(frontier);
  const asking = clinic.book(reception, {
    resourceId: chairA,
    practitionerId: dentist,
    start: at('09:30'),
    templateId: visit30,
    patient: { id: id(71) },
    override: false,
  });
  const { claimId } = await site.next('CLAIM');
  const [first, second] = entriesOf(site);
  if (first === undefined || second === undefined) throw new Error('no sales');
  await site.say(first, { type: 'CLAIM_OK', claimId }, second);
  expect(must(await asking)).toMatchObject({ start: at('09:30'), state: 'confirmed' });
});
