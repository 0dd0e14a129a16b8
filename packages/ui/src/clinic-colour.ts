import { contrast } from './readable-ink.ts';

/** What a reader must be able to tell apart (WCAG 2.2, 1.4.3 and 1.4.11). */
const TEXT_CONTRAST = 4.5;
const EDGE_CONTRAST = 3;

/** How much of the clinic's colour a filled surface takes, and how much of its edge its rim. */
const FILL_SHARE = 0.13;
const RIM_SHARE = 0.34;
const STEP = 0.05;

type Channels = readonly [number, number, number];

/** The grounds of `tokens.css`, the inks that stand on them, and the ink on a clinic's colour. */
export const THEMES = {
  light: {
    paper: '#fbfaf8',
    surface: '#ffffff',
    sunken: '#f3f1ec',
    ink: '#1c2730',
    ink2: '#4f5b64',
    onAccent: '#ffffff',
  },
  dark: {
    paper: '#14191d',
    surface: '#1c2328',
    sunken: '#10151a',
    ink: '#eef1f2',
    ink2: '#b9c2c8',
    onAccent: '#10151a',
  },
} as const;
export type Theme = keyof typeof THEMES;

function channelsOf(colour: string): Channels {
  const at = (from: number): number => Number.parseInt(colour.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)];
}

/** `share` (0 to 1) of the one colour in the other, both `#rrggbb`. */
export function mixed(colour: string, ground: string, share: number): string {
  const [one, other] = [channelsOf(colour), channelsOf(ground)];
  const mix = (i: 0 | 1 | 2): string =>
    Math.round(one[i] * share + other[i] * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${mix(0)}${mix(1)}${mix(2)}`;
}

interface Wanted {
  readonly ink: string;
  readonly against: readonly string[];
  readonly least: number;
}

/** The colour, bent towards `ink` until it reaches the `least` contrast `against` every ground. */
export function bent(colour: string, { ink, against, least }: Wanted): string {
  for (let share = 1; share > 0; share -= STEP) {
    const tried = mixed(colour, ink, share);
    if (against.every((ground) => contrast(tried, ground) >= least)) return tried;
  }
  return ink;
}

export interface ShownColour {
  /** A surface in the colour: the theme's inks can be read on it. */
  readonly fill: string;
  /** A line in the colour that is seen on the page's surface and beside the fill. */
  readonly edge: string;
  /** A quiet line round the fill. */
  readonly rim: string;
  /** Words in the colour, read on the fill and on the page's surface. */
  readonly ink: string;
}

/** A colour of the clinic's, `#rrggbb`, as one theme shows it. */
export function shownColour(colour: string, theme: Theme): ShownColour {
  const { surface, ink, ink2 } = THEMES[theme];
  let share = FILL_SHARE;
  let fill = mixed(colour, surface, share);
  while (share > 0 && contrast(ink2, fill) < TEXT_CONTRAST) {
    share -= 0.01;
    fill = mixed(colour, surface, Math.max(share, 0));
  }
  const against = [surface, fill];
  const edge = bent(colour, { ink, against, least: EDGE_CONTRAST });
  return {
    fill,
    edge,
    rim: mixed(edge, surface, RIM_SHARE),
    ink: bent(colour, { ink, against, least: TEXT_CONTRAST }),
  };
}

const NO_COLOUR: ShownColour = {
  fill: 'var(--sunken)',
  edge: 'var(--line-strong)',
  rim: `color-mix(in srgb, var(--line-strong) ${String(RIM_SHARE * 100)}%, var(--surface))`,
  ink: 'var(--ink-2)',
};
const isColour = /^#[0-9a-f]{6}$/i;
const made = new Map<string, ShownColour>();

/**
 * The same for both themes at once, as CSS values. What is no colour is shown as no colour at all.
 * A clinic has few colours and a day many bookings: each is worked out once.
 */
export function clinicColour(colour: string): ShownColour {
  const known = made.get(colour);
  if (known !== undefined) return known;
  const both = isColour.test(colour)
    ? pairOf(shownColour(colour, 'light'), shownColour(colour, 'dark'))
    : NO_COLOUR;
  made.set(colour, both);
  return both;
}

function pairOf(light: ShownColour, dark: ShownColour): ShownColour {
  const pair = (key: keyof ShownColour): string => `light-dark(${light[key]}, ${dark[key]})`;
  return { fill: pair('fill'), edge: pair('edge'), rim: pair('rim'), ink: pair('ink') };
}
