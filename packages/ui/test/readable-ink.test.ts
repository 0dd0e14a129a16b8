import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, readableInk } from '../src/readable-ink.ts';

const tokens = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8');

/** The light and the dark value of a token, as the first block declares it. */
function token(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens);
  return [found?.[1] ?? '', found?.[2] ?? ''];
}

describe('ink can be read on what it stands on', () => {
  const inks = ['ink', 'ink-2', 'ink-3', 'accent', 'online', 'warn', 'danger'];
  const grounds = ['paper', 'surface', 'sunken'];
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    '%s on %s has a contrast of at least 4.5 in light and dark',
    (ink, ground) => {
      for (const theme of [0, 1] as const) {
        expect(contrast(token(ink)[theme], token(ground)[theme])).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each([
    ['accent-ink', 'accent'],
    ['ink', 'accent-soft'],
    ['warn', 'warn-soft'],
    ['danger', 'danger-soft'],
    ['online', 'online-soft'],
  ])('%s on %s has a contrast of at least 4.5 in light and dark', (ink, ground) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(token(ink)[theme], token(ground)[theme])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('is light on a dark colour of the clinic and dark on a light one', () => {
    expect(readableInk('#0b3d2e')).toBe('#ffffff');
    expect(readableInk('#fff2a8')).toBe('#1c2730');
  });
});
