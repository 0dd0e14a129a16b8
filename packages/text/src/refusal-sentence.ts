import type { RefusalCode, RefusalDetail, RefusalDetails } from '@tidbok/core';
import { refusalsInEnglish } from './refusals-en.ts';
import { refusalsInSwedish } from './refusals-sv.ts';
import type { Locale } from './locale.ts';

/** A sentence, or how to make it from what the refusal tells beside its code. */
export type RefusalSentence = string | ((tell: (detail: string) => string) => string);

const sentences: Readonly<Record<Locale, Readonly<Record<RefusalCode, RefusalSentence>>>> = {
  sv: refusalsInSwedish,
  en: refusalsInEnglish,
};

/** What a person is told when something is refused: one or two whole sentences. */
export function refusalSentence(
  code: RefusalCode,
  locale: Locale,
  details: RefusalDetails = {},
): string {
  const sentence = sentences[locale][code];
  if (typeof sentence === 'string') return sentence;
  return sentence((name) => printable(details[name]));
}

function printable(detail: RefusalDetail | undefined): string {
  if (typeof detail === 'string' || typeof detail === 'number') return String(detail);
  if (Array.isArray(detail)) return detail.map(printable).filter(Boolean).join(', ');
  return '';
}

/** True for the code of a refusal, so that one that came over the wire can be said. */
export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalsInSwedish, code);
}
