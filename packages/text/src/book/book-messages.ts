import { inBothLanguages, type Twin } from '../messages.ts';
import { bookInEnglish } from './book-en.ts';
import { bookInSwedish } from './book-sv.ts';

/** Every sentence of the appointment book, but for refusals and dates. */
export const bookMessages = inBothLanguages({ sv: bookInSwedish, en: bookInEnglish });

export type BookMessages = Twin<typeof bookInSwedish>;
