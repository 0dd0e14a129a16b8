import { THEMES, bent, mixed, shownColour, type Theme } from './clinic-colour.ts';

/** What a reader must be able to tell apart (WCAG 2.2, 1.4.3). */
const TEXT_CONTRAST = 4.5;
/** How much of the accent is left in its stronger shade. */
const STRONG_SHARE = 0.75;

/** The accent of a page in a clinic's own colour: what is pressed, chosen and pointed out. */
export interface Accent {
  /** Words and edges on any of the page's grounds, and the ground of the main button. */
  readonly accent: string;
  /** The same, under the pointer. */
  readonly strong: string;
  /** Words on the accent. */
  readonly ink: string;
  /** A ground with a touch of it. */
  readonly soft: string;
}

/** A clinic's colour, `#rrggbb`, as the accent of one theme: bent until all of it can be read. */
export function accentOf(colour: string, theme: Theme): Accent {
  const { paper, surface, sunken, ink, onAccent } = THEMES[theme];
  const { fill: soft } = shownColour(colour, theme);
  const against = [paper, surface, sunken, soft];
  const accent = bent(colour, { ink, against: [...against, onAccent], least: TEXT_CONTRAST });
  return { accent, strong: mixed(accent, ink, STRONG_SHARE), ink: onAccent, soft };
}

const isColour = /^#[0-9a-f]{6}$/i;

/**
 * The stylesheet that puts a clinic's own colour over the tokens; null for what is no colour. A
 * reader who asks for more contrast, or for colours of their own, is not given it.
 */
export function accentStyles(colour: string): string | null {
  if (!isColour.test(colour)) return null;
  const [light, dark] = [accentOf(colour, 'light'), accentOf(colour, 'dark')];
  const line = (name: string, of: keyof Accent): string =>
    `    --${name}: light-dark(${light[of]}, ${dark[of]});`;
  return [
    '@media (forced-colors: none) and (not (prefers-contrast: more)) {',
    // Twice the root: it counts for more than the tokens, whichever is read first.
    '  :root:root {',
    line('accent', 'accent'),
    line('accent-strong', 'strong'),
    line('accent-ink', 'ink'),
    line('accent-soft', 'soft'),
    '  }',
    '}',
    '',
  ].join('\n');
}
