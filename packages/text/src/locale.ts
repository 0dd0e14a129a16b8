/** The languages of the interface. Swedish is the first and the fallback. */
export const LOCALES = ['sv', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language by its own name, for the switch. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  sv: 'Svenska',
  en: 'English',
};

/** Regions whose way of writing dates and times the interface follows. */
export const FORMAT_LOCALES: Readonly<Record<Locale, string>> = { sv: 'sv-SE', en: 'en-GB' };

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The language to answer in: the one asked for in so many words, else the best match of an
 * `Accept-Language` header, else Swedish.
 */
export function chooseLocale(requested: string | null, acceptLanguage: string | null): Locale {
  if (isLocale(requested)) return requested;
  const wishes = (acceptLanguage ?? '').slice(0, 200).split(',').map(readWish);
  wishes.sort((a, b) => b.weight - a.weight);
  const wish = wishes.find(({ language, weight }) => weight > 0 && isLocale(language));
  return wish !== undefined && isLocale(wish.language) ? wish.language : 'sv';
}

function readWish(part: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
  const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.trim().slice(2));
  return { language: tag.split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 };
}
