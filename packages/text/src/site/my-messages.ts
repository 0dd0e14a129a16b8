import { inBothLanguages } from '../messages.ts';
import { myInEnglish } from './my-en.ts';
import { myInSwedish } from './my-sv.ts';

/** What a person who is logged in reads. */
export const myMessages = inBothLanguages({ sv: myInSwedish, en: myInEnglish });
