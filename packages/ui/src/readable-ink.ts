const INK = '#1c2730';
const PAPER = '#ffffff';

/** Relative luminance of `#rrggbb` as WCAG 2 defines it, 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The contrast of two colours as WCAG 2 defines it, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Dark or light ink, whichever reads better on a colour of the clinic's, `#rrggbb`. */
export function readableInk(background: string): string {
  return contrast(INK, background) >= contrast(PAPER, background) ? INK : PAPER;
}
