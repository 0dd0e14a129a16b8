import { createTestDatabase } from '@tidbok/tools/test-database';
import { expect, test } from 'vitest';

const migrate = (pool: { query: (text: string) => Promise<unknown> }) =>
  pool.query('create extension btree_gist; create table tooth (number integer primary key)');

test('each test file gets an empty, migrated database of its own', async () => {
  const one = await createTestDatabase({ side: 'clinic', migrate });
  const other = await createTestDatabase({ side: 'clinic', migrate });
  await one.pool.query('insert into tooth values (11)');

  const answer = await other.pool.query('select number from tooth');

  expect(answer.rows).toEqual([]);
  await Promise.all([one.drop(), other.drop()]);
});
