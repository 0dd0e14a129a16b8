import { bookMessages, type BookMessages, type Locale } from '@tidbok/text';
import { createContext } from 'svelte';

/** The words of the reader's language. */
export interface Words {
  readonly locale: Locale;
  readonly say: BookMessages;
}

const [readWords, writeWords] = createContext<() => Words>();

/** Called once, by the outermost layout. */
export function provideLocale(locale: () => Locale): void {
  writeWords(() => ({ locale: locale(), say: bookMessages[locale()] }));
}

/** The words in force; ask again after a change of language. */
export const words = (): Words => readWords()();
