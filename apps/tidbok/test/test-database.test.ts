import { migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase } from '@tidbok/tools/test-database';
import { expect, test } from 'vitest';

test('each test file gets an empty, migrated database of its own', async () => {
  const one = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  const other = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  await one.pool.query('create table tooth (number integer)');

  const tables = await other.pool.query<{ tooth: string | null; register: string | null }>(
    "select to_regclass('tooth') as tooth, to_regclass('schema_migration') as register",
  );

  expect(tables.rows).toEqual([{ tooth: null, register: 'schema_migration' }]);
  await Promise.all([one.drop(), other.drop()]);
});
