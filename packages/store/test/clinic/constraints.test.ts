import {
  applyWrites,
  bumpRegister,
  insertPractice,
  inTransaction,
  migrateClinic,
  putCategory,
  putPreblockKind,
  violatedConstraint,
} from '@tidbok/store/clinic';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const id = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  await database.pool.query(`
    insert into practice (id, name, zone_id) values ('${id(1)}', 'P', 'Europe/Stockholm');
    insert into organisation (id, name) values ('${id(2)}', 'O');
    insert into company (id, organisation_id, name) values ('${id(3)}', '${id(2)}', 'C');
    insert into clinic (id, organisation_id, company_id, name)
      values ('${id(4)}', '${id(2)}', '${id(3)}', 'K');
    insert into practitioner (id, number, title, given_name, family_name, clinic_id, company_id)
      values ('${id(21)}', '1', 'dentist', 'A', 'A', '${id(4)}', '${id(3)}'),
        ('${id(22)}', '2', 'dentist', 'B', 'B', '${id(4)}', '${id(3)}');
    insert into resource (id, clinic_id, name)
      values ('${id(11)}', '${id(4)}', 'A'), ('${id(12)}', '${id(4)}', 'B');
    insert into treatment_category (id, name, sign, colour)
      values ('${id(31)}', 'U', 'U', '#000000');
    insert into booking_template (id, name, minutes) values ('${id(51)}', 'T', 30);
    insert into patient (id, given_name, family_name) values ('${id(71)}', 'P', 'P')`);
  await insertPractice(database.pool, {
    practiceId: id(1) as never,
    installationId: 'i',
    inc: 'inc',
  });
});
afterAll(() => database.drop());

/** The constraint that says no to a statement; null when it passes. */
async function refusedBy(statement: string): Promise<string | null> {
  return inTransaction(database.pool, async (db) => {
    await db.query(statement);
    await db.query('set constraints all immediate');
    throw new Error('passed');
  }).catch((error: unknown) => violatedConstraint(error));
}

/** `hours` as `08:00-12:00`. */
const shift = (practitioner: number, resource: number, hours: string): string => {
  const [from, to] = hours.split('-');
  return `insert into shift (id, practitioner_id, resource_id, starts_local, ends_local)
   values (gen_random_uuid(), '${id(practitioner)}', '${id(resource)}',
     '2026-12-01 ${from}', '2026-12-01 ${to}')`;
};

const kindRow = (columns: string, values: string): string =>
  `insert into preblock_kind (id, name, colour, bypass, ${columns})
   values (gen_random_uuid(), 'k', '#000000', true, ${values})`;

const bookingRow = (number: number, rest = ''): string =>
  `insert into booking (id, resource_id, practitioner_id, template_id, patient_id, starts_at,
     ends_at, state, source, registered_at, changed_at)
   values ('${id(number)}', '${id(11)}', '${id(21)}', '${id(51)}', '${id(71)}',
     '2026-12-01 08:00Z', '2026-12-01 08:30Z', 'confirmed', 'staff', now(), now()); ${rest}`;

const occupancyRow = (booking: number, during: string, conflict = false): string =>
  `insert into occupancy (booking_id, subject_id, during, conflict)
   values ('${id(booking)}', '${id(21)}', '${during}', ${conflict})`;

const eight = '[2026-12-01 08:00Z,2026-12-01 08:30Z)';
const quarterPast = '[2026-12-01 08:15Z,2026-12-01 08:45Z)';

const cases: readonly [name: string, statement: string, constraint: string | null][] = [
  [
    'a practitioner works in one chair at a time',
    `${shift(21, 11, '08:00-12:00')}; ${shift(21, 12, '11:00-13:00')}`,
    'shift_practitioner_free',
  ],
  [
    'a chair has one practitioner at a time',
    `${shift(21, 11, '08:00-12:00')}; ${shift(22, 11, '11:00-13:00')}`,
    'shift_resource_free',
  ],
  ['shifts may touch', `${shift(21, 11, '08:00-12:00')}; ${shift(21, 12, '12:00-13:00')}`, null],
  ['a shift goes forward', shift(21, 11, '12:00-08:00'), 'shift_forward'],
  [
    'no subject is taken twice',
    bookingRow(1, `${bookingRow(2)} ${occupancyRow(1, eight)}; ${occupancyRow(2, quarterPast)}`),
    'occupancy_free',
  ],
  [
    'a visit under conflict stands outside',
    bookingRow(
      1,
      `${bookingRow(2)} ${occupancyRow(1, eight)}; ${occupancyRow(2, quarterPast, true)}`,
    ),
    null,
  ],
  [
    'a booking never moves in place',
    bookingRow(1, `update booking set starts_at = '2026-12-01 07:00Z'`),
    'booking_never_moves',
  ],
  [
    'a cancelled booking stays cancelled',
    bookingRow(
      1,
      `update booking set state = 'cancelled', cancel_reason = 'clinic';
       update booking set state = 'confirmed', cancel_reason = null`,
    ),
    'booking_cancelled_for_ever',
  ],
  [
    'a template for the site has a category',
    `update booking_template set use_online = true`,
    'booking_template_online_needs_category',
  ],
  [
    'an Internet kind ticks a category',
    kindRow('type, category_mode', `'internet', 'allow'`),
    'preblock_kind_categories_ticked',
  ],
  ['an amount kind names its amount', kindRow('type', `'amount'`), 'preblock_kind_amount'],
  [
    'a personal kind has its practitioner',
    kindRow('type, valid_for', `'standard', 'personal'`),
    'preblock_kind_valid_for',
  ],
  [
    'a kind expires a day before at the latest',
    kindRow('type, expires_days_before', `'standard', 0`),
    'preblock_kind_expires',
  ],
  [
    'there is one practice',
    `insert into practice (id, name, zone_id) values (gen_random_uuid(), 'Q', 'Z')`,
    'practice_only_one',
  ],
  [
    'an identity number belongs to one patient',
    `update patient set identity_number = '192801287075';
     insert into patient (id, identity_number, given_name, family_name)
     values (gen_random_uuid(), '192801287075', 'X', 'Y')`,
    'patient_identity_number_once',
  ],
  [
    'an organisation inherits from nobody',
    `update organisation set preblock_list_inherits = true`,
    'organisation_inherits_from_nobody',
  ],
];

test.each(cases)('%s', async (_, statement, constraint) => {
  expect(await refusedBy(statement)).toBe(constraint);
});

describe('the one applying function', () => {
  const append = (at: number) => ({
    type: 'append',
    entry: { type: 'UNBLOCK' as const, blockId: id(at) as never },
    at,
  });

  test('numbers entries without gaps and chains their hashes', async () => {
    const first = await applyWrites(database.pool, [append(1), append(2)], []);
    const second = await applyWrites(database.pool, [append(3)], []);
    expect([first.head, first.appended, second.head]).toEqual([2, 2, 3]);
    const { rows } = await database.pool.query<{ prev_hash: string; hash: string }>(
      'select prev_hash, hash from clinic_log order by seq',
    );
    expect(rows[1]?.prev_hash).toBe(rows[0]?.hash);
    expect(rows[0]?.prev_hash).toBe('0'.repeat(64));
  });

  test('writes all of a decision or nothing', async () => {
    const before = await database.pool.query('select head, revision from practice_sync');
    await expect(
      applyWrites(database.pool, [append(9), { type: 'no-such-write' }], []),
    ).rejects.toThrow(/unknown write/);
    const after = await database.pool.query('select head, revision from practice_sync');
    expect(after.rows).toEqual(before.rows);
  });

  test('never moves the frontier back', async () => {
    const frontier = (at: number) =>
      applyWrites(database.pool, [{ type: 'set-frontier', frontierAt: at } as never], []);
    await frontier(2_000_000);
    await frontier(1_000_000);
    const { rows } = await database.pool.query<{ ms: string }>(
      'select ms_of(frontier_at) as ms from practice_sync',
    );
    expect(rows[0]?.ms).toBe('2000000');
  });

  test('two at once wait for each other: nothing is numbered twice', async () => {
    const start = await applyWrites(database.pool, [], []);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => applyWrites(database.pool, [append(100 + i)], [])),
    );
    const end = await applyWrites(database.pool, [], []);
    expect(end.head - start.head).toBe(20);
  });
});

test('a kind saved again keeps only what is ticked now', async () => {
  const kind = {
    id: id(41),
    name: 'E-tid',
    text: '',
    code: '',
    colour: '#000000',
    validFor: { type: 'resources' },
    bypass: true,
    expiresDaysBefore: null,
  } as const;
  const categories = (ids: string[]) => ({ mode: 'allow' as const, ids: ids as never[] });
  const save = (ids: string[]) =>
    inTransaction(database.pool, async (db) => {
      await putPreblockKind(db, {
        ...kind,
        id: kind.id as never,
        rule: { type: 'internet', categories: categories(ids) },
      });
      await bumpRegister(db);
    });
  await putCategory(database.pool, {
    id: id(32) as never,
    name: 'V',
    sign: 'V',
    colour: '#000000',
  });
  await save([id(31), id(32)]);
  await save([id(32)]);
  const { rows } = await database.pool.query('select category_id from preblock_kind_category');
  expect(rows).toEqual([{ category_id: id(32) }]);
  await expect(save([])).rejects.toThrow(/category/);
});
