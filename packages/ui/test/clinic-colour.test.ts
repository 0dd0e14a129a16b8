import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THEMES, clinicColour, shownColour } from '../src/clinic-colour.ts';
import { contrast } from '../src/readable-ink.ts';
import { colours, examples, themes } from './any-colour.ts';

describe('whatever colour a clinic chooses', () => {
  it('who and what of a booking can be read on it, light and dark', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { fill } = shownColour(colour, theme);
        expect(contrast(THEMES[theme].ink, fill)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(THEMES[theme].ink2, fill)).toBeGreaterThanOrEqual(4.5);
      }),
      { examples, numRuns: 2000 },
    );
  });

  it('words in it can be read, and its edge is seen', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { fill, edge, ink } = shownColour(colour, theme);
        for (const ground of [fill, THEMES[theme].surface]) {
          expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
        }
      }),
      { examples, numRuns: 2000 },
    );
  });

  it('a colour that reads well already is kept as it is', () => {
    expect(shownColour('#1d4ed8', 'light')).toMatchObject({ edge: '#1d4ed8', ink: '#1d4ed8' });
  });

  it('what is no colour is shown in the ink of the page', () => {
    expect(clinicColour('red; } body {').ink).toBe('var(--ink-2)');
  });

  it('the grounds are those of the tokens', () => {
    const tokens = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8');
    for (const [key, name] of [
      ['surface', 'surface'],
      ['ink', 'ink'],
      ['ink2', 'ink-2'],
    ] as const)
      expect(tokens).toContain(`--${name}: light-dark(${THEMES.light[key]}, ${THEMES.dark[key]})`);
  });
});
