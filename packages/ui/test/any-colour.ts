import fc from 'fast-check';
import type { Theme } from '../src/clinic-colour.ts';

/** Any colour that a clinic may choose. */
export const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`);

export const themes = fc.constantFrom<Theme>('light', 'dark');

const hard = ['#000000', '#ffffff', '#ffff00', '#00ff00', '#ff0000', '#0000ff', '#808080'];

/** The colours that are hardest to read on, tried each time. */
export const examples = hard.flatMap((colour): [string, Theme][] => [
  [colour, 'light'],
  [colour, 'dark'],
]);
