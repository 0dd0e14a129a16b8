import type { LocalDate } from '../time/instant.ts';

/** Letters and digits of a reserve number; those that look alike are left out. */
const SIGNS = '0123456789ABCDEFGHJKLMNPRSTUXYZ';
const LETTERS = 'ABCDEFGHJKLMNPRSTUXYZ';

/** So many reserve numbers share a birth date. */
export const RESERVE_NUMBERS_PER_DAY = LETTERS.length * SIGNS.length ** 3;

const SHAPE = /^\d{8}(?=.*[A-Z])[0-9A-Z]{4}$/;

/**
 * A reserve number (*reservnummer*): of this clinic alone, for whoever has no Swedish number. The
 * birth date, or `00000000` where nobody knows it, and four signs of which the first is a letter,
 * so that it is never taken for a personnummer. The same counter gives the same signs.
 */
export function reserveNumber(bornOn: LocalDate | null, counter: number): string {
  let rest = counter % RESERVE_NUMBERS_PER_DAY;
  let signs = '';
  for (let i = 0; i < 3; i += 1) {
    signs = SIGNS.charAt(rest % SIGNS.length) + signs;
    rest = Math.floor(rest / SIGNS.length);
  }
  return `${(bornOn ?? '00000000').replaceAll('-', '')}${LETTERS.charAt(rest)}${signs}`;
}

/** A reserve number as another register wrote it, hyphen or not; null when it is none. */
export function readReserveNumber(text: string): string | null {
  const compact = text.trim().toUpperCase().replace('-', '');
  return SHAPE.test(compact) ? compact : null;
}

/** `ÅÅÅÅMMDD-XXXX`, as every number is shown. */
export function formattedNumber(number: string): string {
  return `${number.slice(0, 8)}-${number.slice(8)}`;
}
