/** Shows as nothing and comes along when text is pasted. Not the joiners that some scripts need. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu;
/** `´` and the backtick stand on Swedish keyboards where people look for an apostrophe. */
const APOSTROPHES = /[`\u00B4\u02BC]/gu;
/** Zeros of the digits that keyboards give: Arabic, Persian, Devanagari, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10] as const;

/** Text as it was meant: one way of putting letters together, single spaces, none around. */
export function plainText(text: string): string {
  return text.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

export function plainName(text: string): string {
  return plainText(text).replace(APOSTROPHES, '’');
}

/** The same, with every digit as 0-9 and every dash a hyphen. */
export function plainDigits(text: string): string {
  return plainText(text)
    .replace(DASHES, '-')
    .replace(/\p{Nd}/gu, asciiDigit);
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((each) => code >= each && code < each + 10);
  return zero === undefined ? digit : String(code - zero);
}

/** `+46 (0)70-174 06 05` as it is dialled: the zero in brackets is for those at home. */
export function plainPhone(text: string): string {
  return plainDigits(text)
    .replace(/^(\+|00)\s?(\d{1,3})\s?\(0\)/, '+$2')
    .replace(/[ \-()./]/g, '')
    .replace(/^00/, '+');
}
