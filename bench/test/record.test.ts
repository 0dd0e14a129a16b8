import { expect, it } from 'vitest';
import type { Figure } from '../figure.ts';
import { withFigures } from '../record.ts';

const run = { machine: '2 × core', busy: 'none', date: '2026-11-26', order: ['engine', 'race'] };
const figure = (workload: string, value: number): Figure => ({
  ...{ workload, what: 'starts', value, unit: 'ms' },
});
const measured = (name: string, value: number) => new Map([[name, [figure(name, value)]]]);

it('writes the section of what was run, and leaves the others as they stand', () => {
  const first = withFigures('', measured('race', 1), run);
  const both = withFigures(first, measured('engine', 2), { ...run, date: '2026-11-27' });
  expect(both.indexOf('## engine')).toBeLessThan(both.indexOf('## race'));
  expect(both).toContain('2026-11-26 · 2 × core · other work on it: none');
  expect(both).toContain('2026-11-27 · 2 × core · other work on it: none');

  const again = withFigures(both, measured('race', 3), run);
  expect(again).toMatch(/\| race +\| starts \| 3 ms/);
  expect(again).not.toMatch(/\| race +\| starts \| 1 ms/);
  expect(again).toMatch(/\| engine +\| starts \| 2 ms/);
});

it('lets the section of a workload that is no more go', () => {
  const text = withFigures('', measured('race', 1), run);
  expect(withFigures(text, new Map(), { ...run, order: ['engine'] })).not.toContain('race');
});
