import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOf, accentStyles } from '../src/clinic-accent.ts';
import { THEMES } from '../src/clinic-colour.ts';
import { contrast } from '../src/readable-ink.ts';
import { colours, examples, themes } from './any-colour.ts';

describe('a page in whatever colour a clinic chooses', () => {
  it('has words, links and buttons that can be read, at rest and under the pointer', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { accent, strong, ink, soft } = accentOf(colour, theme);
        const { paper, surface, sunken } = THEMES[theme];
        for (const shade of [accent, strong]) {
          for (const ground of [paper, surface, sunken, soft, ink]) {
            expect(contrast(shade, ground)).toBeGreaterThanOrEqual(4.5);
          }
        }
      }),
      { examples, numRuns: 3000 },
    );
  });

  it('has words in the page’s own inks that can be read on its soft ground', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { soft } = accentOf(colour, theme);
        expect(contrast(THEMES[theme].ink, soft)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(THEMES[theme].ink2, soft)).toBeGreaterThanOrEqual(4.5);
      }),
      { examples, numRuns: 2000 },
    );
  });

  it('keeps a colour that reads well already', () => {
    expect(accentOf('#1d4ed8', 'light').accent).toBe('#1d4ed8');
  });

  it('yields to readers who ask for more contrast or for colours of their own', () => {
    expect(accentStyles('#1d4ed8')).toMatch(
      /^@media \(forced-colors: none\) and \(not \(prefers-contrast: more\)\) \{/,
    );
  });

  it('is no way in for a stylesheet of somebody else’s', () => {
    for (const text of ['', 'red', '#fff', '#1d4ed8}body{display:none', '#1d4ed8\n']) {
      expect(accentStyles(text)).toBeNull();
    }
  });

  it('stands on the grounds of the tokens', () => {
    const tokens = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8');
    for (const name of ['paper', 'sunken'] as const) {
      expect(tokens).toContain(
        `--${name}: light-dark(${THEMES.light[name]}, ${THEMES.dark[name]})`,
      );
    }
  });
});
