import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const handbook = resolve(import.meta.dirname, '../../docs/handbook');
const pages = readdirSync(handbook, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .sort();

const picturesOn = (page: string): string[] =>
  [...readFileSync(join(handbook, page), 'utf8').matchAll(/\]\(([^)\s]+\.png)\)/g)].map(
    ([, path = '']) => path,
  );

test('the handbook has pages, and pictures on them', () => {
  expect(pages.flatMap(picturesOn).length).toBeGreaterThan(pages.length);
});

test.each(pages)('every picture on %s has been made', (page) => {
  const missing = picturesOn(page).filter(
    (path) => !existsSync(join(handbook, dirname(page), path)),
  );

  expect(missing).toEqual([]);
});
