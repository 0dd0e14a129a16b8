import { refusalSentence, type BookMessages, type Locale } from '@tidbok/text';
import type { Refused } from '../calls/answer.ts';

/** The sentence that staff read when something was refused. */
export function refusalWords(
  refused: Refused,
  language: { readonly locale: Locale; readonly say: BookMessages },
): string {
  const { code, details } = refused;
  if (code === 'unreachable' || code === 'fault') return language.say.refused[code];
  return refusalSentence(code, language.locale, details);
}
