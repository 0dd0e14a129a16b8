import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrateClinic } from '@tidbok/store/clinic';
import { migrateSite } from '@tidbok/store/site';
import { createTestDatabase } from '@tidbok/tools/test-database';
import { describe, expect, test } from 'vitest';
import { schemaText } from '../src/schema-text.ts';

const sides = [
  { side: 'clinic', migrate: migrateClinic },
  { side: 'site', migrate: migrateSite },
] as const;

describe.each(sides)('the $side’s schema', ({ side, migrate }) => {
  const golden = join(import.meta.dirname, '..', 'src', side, 'schema.sql');

  test('is what schema.sql says (npm run schema:dump writes it anew)', async () => {
    const database = await createTestDatabase({ side, migrate });
    const text = await schemaText(database.pool).finally(() => database.drop());
    if (process.env['TIDBOK_WRITE_SCHEMA'] === '1') await writeFile(golden, text);
    expect(text).toBe(await readFile(golden, 'utf8'));
  });

  test('names every constraint and comments every table and function', async () => {
    const text = await readFile(golden, 'utf8');
    expect(text).not.toMatch(/comment on (table|function) \S+ is NULL/i);
    expect(text).not.toMatch(/constraint \S+_(check|fkey|key|excl)\d* (?!primary)/i);
  });

  test('refuses a database whose changes were edited afterwards', async () => {
    const database = await createTestDatabase({ side, migrate });
    await database.pool.query(`update schema_migration set checksum = 'other'`);
    await expect(migrate(database.pool)).rejects.toThrow(/edited/);
    await database.drop();
  });
});
