/**
 * The default alphabet of GSM (3GPP TS 23.038, 6.2.1): a text of these signs goes seven bits a
 * sign, any other text goes whole as UCS-2.
 */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take two places: an escape comes before them (6.2.1.1). */
const extended = '\f^{}\\[~]|€';

const basicSigns: ReadonlySet<string> = new Set(basic);
const extendedSigns: ReadonlySet<string> = new Set(extended);

/** Places in one SMS, and in each part of a longer one: its head takes the rest. */
const places = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

export interface SmsLength {
  readonly alphabet: 'gsm7' | 'ucs2';
  /** Places taken: septets, or UTF-16 units. */
  readonly places: number;
  /** What the operator charges for. */
  readonly parts: number;
}

/** How long a text is as an SMS. */
export function smsLength(text: string): SmsLength {
  const signs = [...text];
  const alphabet = signs.every((sign) => basicSigns.has(sign) || extendedSigns.has(sign))
    ? 'gsm7'
    : 'ucs2';
  const widths = signs.map((sign) => widthOf(sign, alphabet));
  const taken = widths.reduce((sum, width) => sum + width, 0);
  const { single, part } = places[alphabet];
  return { alphabet, places: taken, parts: taken <= single ? 1 : partsOf(widths, part) };
}

function widthOf(sign: string, alphabet: SmsLength['alphabet']): number {
  if (alphabet === 'ucs2') return sign.length;
  return extendedSigns.has(sign) ? 2 : 1;
}

/** A sign of two places is never torn apart: it begins the next part. */
function partsOf(widths: readonly number[], size: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > size) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}

const plainer: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '’': "'",
  '‘': "'",
  '”': '"',
  '“': '"',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
};

/** Punctuation that would make the whole text dearer is written as the phone's own. */
export function plainForSms(text: string): string {
  return [...text.normalize('NFC')].map((sign) => plainer[sign] ?? sign).join('');
}
