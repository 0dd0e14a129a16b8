import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const spec = readFileSync(new URL('../../protocol/SPEC.md', import.meta.url), 'utf8');

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

describe('the specification', () => {
  it.each(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'])('names the tests of %s', (id) => {
    const row = spec.split('\n').find((line) => line.startsWith(`| ${id} |`));
    expect(row).toContain(' › ');
  });

  it.each(references)('names a test that exists: $file › $title', ({ file, title }) => {
    expect(testFile(file)).toContain(title);
  });
});
