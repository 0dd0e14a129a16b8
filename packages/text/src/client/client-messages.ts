import { inBothLanguages, type Twin } from '../messages.ts';
import { clientInEnglish } from './client-en.ts';
import { clientInSwedish } from './client-sv.ts';

/** What the Online Client's own pages say. */
export const clientMessages = inBothLanguages({ sv: clientInSwedish, en: clientInEnglish });

export type ClientMessages = Twin<typeof clientInSwedish>;
