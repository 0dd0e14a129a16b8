import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const spec = readFileSync(new URL('../../protocol/SPEC.md', import.meta.url), 'utf8');
const checkers = new URL('../../../sim/checkers/', import.meta.url);

function testFile(name: string): string {
  const room = name === 'wire' ? '../../protocol/test' : '.';
  const own = readFileSync(new URL(`${room}/${name}.test.ts`, import.meta.url), 'utf8');
  return name === 'convergence'
    ? own + readFileSync(new URL('mutants.ts', import.meta.url), 'utf8')
    : own;
}

const references = [...spec.matchAll(/`([a-z-]+)` › ([^;|]+?)(?=;| \|)/g)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

const cells = spec
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));

/** `I1 by …`, as the rows of the invariants say it. */
const forth = cells
  .filter(([id = '']) => /^I\d$/.test(id))
  .flatMap(([id = '', , tests = '', those = '']) => [
    ...tests.split('; ').map((test) => `${id} by ${test}`),
    ...those.split(', ').map((checker) => `${id} by checkers/${checker}`),
  ]);

/** The same, as the rows of the tests and the checkers say it. */
const back = cells
  .filter(([, ids = '']) => /^I\d(, I\d)*$/.test(ids))
  .flatMap(([by = '', ids = '']) => ids.split(', ').map((id) => `${id} by ${by}`));

describe('the specification', () => {
  it.each(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'])('names the tests of %s', (id) => {
    const row = spec.split('\n').find((line) => line.startsWith(`| ${id} |`));
    expect(row).toContain(' › ');
  });

  it.each(references)('names a test that exists: $file › $title', ({ file, title }) => {
    expect(testFile(file)).toContain(title);
  });

  it('says of each test what it holds, as it says of each invariant by what it is held', () => {
    expect(back.length).toBeGreaterThan(0);
    expect(back.toSorted()).toEqual(forth.toSorted());
  });

  it.each(readdirSync(checkers))('knows what the checkers of %s look at', (file) => {
    const source = readFileSync(new URL(file, checkers), 'utf8');
    const speaks = new Set(source.match(/\bI[1-8]\b/g));
    const by = `by checkers/\`${file.replace('.ts', '')}\``;
    const known = forth.filter((each) => each.endsWith(by)).map((each) => each.slice(0, 2));
    expect([...speaks].sort()).toEqual(known);
  });
});
