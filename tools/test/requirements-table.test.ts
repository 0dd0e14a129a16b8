import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requiredIds, requirementTables } from '../requirements-table.ts';

const root = resolve(import.meta.dirname, '../..');
const tables = [...requirementTables(root)];
const rows = tables.flatMap(([, table]) => table);

describe('the handbook’s tables of requirements', () => {
  test.each(tables)('%s leaves out no id', (name, table) => {
    const has = new Set(table.map(({ id }) => id));

    expect((requiredIds[name] ?? []).filter((id) => !has.has(id))).toEqual([]);
  });

  test.each(tables)(
    '%s shows a test for every id, and a picture where people see it',
    (_, table) => {
      const shown = new Set(
        table.filter(({ pictures }) => pictures.length > 0).map(({ id }) => id),
      );

      expect(table.filter(({ tests }) => tests.length === 0).map(({ what }) => what)).toEqual([]);
      const seen = table.filter(({ id }) => !id.startsWith('0.'));
      expect(seen.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    },
  );

  test('name tests and pictures that exist', () => {
    const missing = rows.flatMap(({ id, tests, pictures }) => [
      ...tests
        .filter((each) => !hasTest(each))
        .map(({ file, title }) => `${id}: ${file} › ${title}`),
      ...pictures.filter((path) => !existsSync(join(root, path))).map((path) => `${id}: ${path}`),
    ]);

    expect(missing).toEqual([]);
  });
});

function hasTest({ file, title }: { readonly file: string; readonly title: string }): boolean {
  const path = join(root, file);
  if (title === '' || !existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return title.split(' › ').every((part) => text.includes(part));
}
